import { addMonths, type Month } from '#core/period/month.ts'
import type { Edition } from '#server/store/dataset.ts'
import { DEMO_MONTHS, LAST_FROZEN_MONTH, timeAfter } from './calendar.ts'
import { REFROZEN } from './incidents.ts'
import { mix } from './seeded.ts'

/** When the city froze a month: around the 10th of the next, in the afternoon. */
export function freezeTime(month: Month): string {
  const chance = mix(month, 11)
  return timeAfter(month, 9 + (chance % 3), 15 + (chance % 2), chance % 60)
}

/** Editions of all frozen months: one each, but for the month that was frozen again. */
export function writeEditions(): Edition[] {
  return DEMO_MONTHS.filter((month) => month <= LAST_FROZEN_MONTH).flatMap((month) => {
    const first: Edition = { month, number: 1, frozenAt: freezeTime(month), note: '' }
    if (month !== REFROZEN.month) return [first]
    return [first, { month, number: 2, frozenAt: timeAfter(addMonths(month, 1), 18, 16, 20), note: REFROZEN.note }]
  })
}
