import type { FormCode } from '#core/indicator/form.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import type { ReportNote, ReportState } from '#core/report/report.ts'
import type { Division, Divisions } from './divisions.ts'
import {
  COPIED_UNIT, LATE_DISTRICT, NOT_OBTAINED, ON_BEHALF_STREET, RETURNED_CUMULATIVE_REASON, RETURNED_CUMULATIVE_UNIT,
  RETURNED_PUSHES_REASON, RETURNED_PUSHES_UNIT, TYPING_ERROR_UNIT,
} from './incidents.ts'
import { OPEN_MONTH, timeAfter } from './calendar.ts'
import { reviewerPost } from './lines.ts'
import { fraction, mix } from './seeded.ts'
import { sourceOf, type Standing } from './standing.ts'

/** June 2023 as it stands on 3 July at 10:00: villages were due yesterday, streets are due today at 17:00. */

/** How far a street is: its villages come in, it looks through them, it has handed up, the district has approved it. */
type Stage = 'quiet' | 'collecting' | 'reviewing' | 'submitted' | 'approved' | 'onBehalf'

const EARLY_DISTRICTS = ['430211000000', '430202000000']
const DISTRICTS_WITH_DRAFTS = ['430211000000', '430202000000', '430203000000', '430281000000']

/** The quarter's labour force, by district; the others have not begun. */
const LABOUR_STATES: Readonly<Record<string, ReportState>> = {
  '430211000000': 'submitted', '430202000000': 'submitted', '430281000000': 'draft',
}

/** Units whose report has a story: it must be there to be told. */
const SUBMITTED_UNITS = [TYPING_ERROR_UNIT, COPIED_UNIT, ...NOT_OBTAINED.map(({ unit }) => unit)]

interface Returned {
  readonly indicator: string
  readonly text: string
}
const RETURNED: Readonly<Record<string, Returned>> = {
  [RETURNED_CUMULATIVE_UNIT]: { indicator: 'E01', text: RETURNED_CUMULATIVE_REASON },
  [RETURNED_PUSHES_UNIT]: { indicator: 'S03', text: RETURNED_PUSHES_REASON },
}

export function standInOpenMonth(divisions: Divisions, division: Division, form: FormCode): Standing | null {
  const state = form === 'MONTH' ? stateOf(divisions, division) : form === 'LABOUR' ? (LABOUR_STATES[division.unit.code] ?? null) : null
  if (state === null) return null
  const onBehalf = stageOf(divisions, division) === 'onBehalf'
  return {
    state,
    version: { draft: 1, submitted: 2, approved: 3, returned: 3 }[state],
    source: onBehalf ? 'phone' : sourceOf(division, { code: form }),
    filledBy: onBehalf ? divisions.all[streetOf(divisions, division)!.parent]!.unit.code : division.unit.code,
    late: false,
    notes: notesOn(divisions, division),
    updatedAt: changedAt(division, state),
  }
}

function streetOf(divisions: Divisions, division: Division): Division | null {
  if (division.unit.level < 3) return null
  return division.unit.level === 3 ? division : divisions.all[division.parent]!
}

function stageOf(divisions: Divisions, division: Division): Stage | null {
  const street = streetOf(divisions, division)
  if (street === null) return null
  const { code } = street.unit
  const district = divisions.all[street.parent]!.unit.code
  if (code === ON_BEHALF_STREET) return 'onBehalf'
  if (district === LATE_DISTRICT) return 'quiet'
  // A street with something to send back or to find has not handed up yet.
  if (street.children.some((child) => hasStory(divisions.all[child]!))) return 'reviewing'
  const chance = fraction(street.seed, 21)
  if (EARLY_DISTRICTS.includes(district)) return chance < 0.2 ? 'approved' : chance < 0.55 ? 'submitted' : 'reviewing'
  return chance < 0.14 ? 'submitted' : chance < 0.55 ? 'reviewing' : 'collecting'
}

function hasStory({ unit }: Division): boolean {
  return SUBMITTED_UNITS.includes(unit.code) || RETURNED[unit.code] !== undefined
}

function stateOf(divisions: Divisions, division: Division): ReportState | null {
  const { code, level } = division.unit
  if (level === 1) return null
  if (level === 2) return DISTRICTS_WITH_DRAFTS.includes(code) ? 'draft' : null
  const stage = stageOf(divisions, division)!
  return level === 3 ? stateOfStreet(stage) : stateOfVillage(division, stage)
}

function stateOfStreet(stage: Stage): ReportState | null {
  switch (stage) {
    case 'quiet':
    case 'collecting':
      return null
    case 'reviewing':
    case 'onBehalf':
      return 'draft'
    case 'submitted':
    case 'approved':
      return stage
  }
}

function stateOfVillage(village: Division, stage: Stage): ReportState | null {
  if (RETURNED[village.unit.code] !== undefined) return 'returned'
  if (SUBMITTED_UNITS.includes(village.unit.code)) return 'submitted'
  const chance = fraction(village.seed, 22)
  const pick = (approved: number, submitted: number, draft: number): ReportState | null =>
    chance < approved ? 'approved' : chance < submitted ? 'submitted' : chance < draft ? 'draft' : null
  switch (stage) {
    case 'quiet':
      return pick(0, 0.12, 0.24)
    case 'collecting':
      return pick(0, 0.82, 0.91)
    case 'reviewing':
      return pick(0.58, 0.91, 0.96)
    // It may hand up with a gap, which is printed.
    case 'submitted':
      return pick(0.96, 0.96, 0.98)
    case 'approved':
      return 'approved'
    case 'onBehalf':
      return 'submitted'
  }
}

function notesOn(divisions: Divisions, division: Division): ReportNote[] {
  const returned = RETURNED[division.unit.code]
  if (returned === undefined) return []
  const street = divisions.all[division.parent]!
  return [{ indicator: returned.indicator as IndicatorCode, text: returned.text, by: reviewerPost(street) }]
}

/** Before ten o'clock on 3 July. */
function changedAt({ seed }: Division, state: ReportState): string {
  const chance = mix(seed, 23)
  const minute = chance % 60
  switch (state) {
    case 'submitted':
      return timeAfter(OPEN_MONTH, 1 + (chance % 2), 8 + (chance % 9), minute)
    case 'draft':
      return timeAfter(OPEN_MONTH, 2 + (chance % 2), 8 + (chance % 2), minute)
    case 'approved':
    case 'returned':
      return timeAfter(OPEN_MONTH, 3, 8 + (chance % 2), minute)
  }
}
