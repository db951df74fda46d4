import { formatMonth } from '#core/period/month.ts'
import type { PeriodsReply } from '#contract/periods.ts'
import { newestEdition } from './month-range.ts'
import type { ReadModel } from './read-model.ts'

export async function periods(model: ReadModel): Promise<PeriodsReply> {
  const master = await model.master()
  const { months, newestEditions, settings } = master
  const newest = newestEdition(master)
  const entering = months.at(-1)
  return {
    now: model.clock.now(),
    demo: settings.demo,
    months: months.map((month) => ({ month: formatMonth(month), edition: newestEditions.get(month) ?? null })),
    newestEdition: newest === undefined ? null : formatMonth(newest),
    entering: entering === undefined ? null : formatMonth(entering),
  }
}
