import { formatMonth } from '#core/period/month.ts'
import type { PeriodsReply } from '#contract/periods.ts'
import { newestEdition } from './month-range.ts'
import type { Reading } from './use-case.ts'
import type { View } from './view.ts'

/** Tells the time: kept, it would stand still. */
export function periods(view: View): Reading {
  return { key: null, make: async () => tell(view) }
}

function tell({ master, now }: View): PeriodsReply {
  const { months, newestEditions, settings } = master
  const newest = newestEdition(master)
  const entering = months.at(-1)
  return {
    now,
    demo: settings.demo,
    months: months.map((month) => ({ month: formatMonth(month), edition: newestEditions.get(month) ?? null })),
    newestEdition: newest === undefined ? null : formatMonth(newest),
    entering: entering === undefined ? null : formatMonth(entering),
  }
}
