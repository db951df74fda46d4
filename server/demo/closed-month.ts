import type { Form } from '#core/indicator/form.ts'
import { addMonths, type Month } from '#core/period/month.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { LAST_FROZEN_MONTH, timeAfter, WAITING_MONTH } from './calendar.ts'
import type { Division, Divisions } from './divisions.ts'
import { freezeTime } from './editions.ts'
import { LATE_REPORTS, REFROZEN } from './incidents.ts'
import { fraction, mix } from './seeded.ts'
import { sourceOf, type Standing } from './standing.ts'

/** How a report stands in a month that everybody has handed in: all are there, up to May 2023. */
export function standInClosedMonth(divisions: Divisions, division: Division, form: Form, month: Month): Standing {
  const late = form.code === 'MONTH' && LATE_REPORTS.some((report) => report.unit === division.unit.code && report.month === month)
  const refrozen = form.code === 'MONTH' && month === REFROZEN.month && isOnTheWayUp(divisions, division)
  const isRoot = division.parent < 0
  return {
    state: isRoot && month === WAITING_MONTH ? 'submitted' : 'approved',
    version: versionOf(division, form, month, { late, refrozen, isRoot }),
    source: sourceOf(division, form),
    filledBy: fillerOf(divisions, division, form),
    late,
    notes: [],
    updatedAt: refrozen ? timeAfter(addMonths(month, 1), 16, 11, 30 + division.unit.level) : closingTime(division, month, late),
  }
}

/** The sheet of another department comes to the city, which fills the districts' rows. */
function fillerOf(divisions: Divisions, division: Division, form: Form): UnitCode {
  return form.code === 'MARKET' ? divisions.all[0]!.unit.code : division.unit.code
}

function isOnTheWayUp(divisions: Divisions, division: Division): boolean {
  for (let at = divisions.byCode(REFROZEN.street); ; at = divisions.all[at.parent]!) {
    if (at === division) return true
    if (at.parent < 0) return false
  }
}

/** Saved, submitted, approved; one in thirty was sent back once; what comes after counts on top. */
function versionOf({ seed }: Division, { code }: Form, month: Month, { late, refrozen, isRoot }: { late: boolean; refrozen: boolean; isRoot: boolean }): number {
  const submitted = isRoot && month === WAITING_MONTH
  const sentBack = !isRoot && fraction(seed, month, code.length, 13) < 0.03
  return (submitted ? 2 : 3) + (sentBack ? 2 : 0) + (late ? 1 : 0) + (refrozen ? 2 : 0)
}

/** Approved by its parent on the day after it was due; the city's own with the freeze. */
function closingTime({ unit, seed }: Division, month: Month, late: boolean): string {
  const chance = mix(seed, month, 14)
  const minute = chance % 60
  switch (unit.level) {
    case 4:
      return late ? timeAfter(month, 5, 10, minute) : timeAfter(month, 3, 8 + (chance % 9), minute)
    case 3:
      return timeAfter(month, 4 + (chance % 2), 9 + (chance % 8), minute)
    case 2:
      return timeAfter(month, 6 + (chance % 3), 9 + (chance % 7), minute)
    default:
      return month <= LAST_FROZEN_MONTH ? freezeTime(month) : timeAfter(month, 8, 16, 12)
  }
}
