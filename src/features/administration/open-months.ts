import type { PeriodsReply } from '#contract/periods.ts'
import { addMonths, monthsOf, parseMonth, type Month } from '#core/period/month.ts'

/** How far ahead a change may be planned. */
const AHEAD = 12

export interface OpenMonths {
  /** Business time's. */
  readonly now: Month
  /** In which something may still change, ascending. */
  readonly months: readonly Month[]
  /** What a change is most likely from: the month being entered. */
  readonly likely: Month
  /** Without frozen months a unit may have been there since ever. */
  readonly hasFrozen: boolean
}

export function openMonths({ now: time, months, entering }: PeriodsReply): OpenMonths {
  const now = parseMonth(time.slice(0, 7))!
  const frozen = new Set(months.filter(({ edition }) => edition !== null).map(({ month }) => parseMonth(month)!))
  const known = months.map(({ month }) => parseMonth(month)!)
  const all = monthsOf({ from: Math.min(now, ...known) as Month, to: addMonths(Math.max(now, ...known) as Month, AHEAD) })
  const open = all.filter((month) => !frozen.has(month))
  const wanted = (entering === null ? null : parseMonth(entering)) ?? now
  return { now, months: open, likely: frozen.has(wanted) ? open.find((month) => month > wanted)! : wanted, hasFrozen: frozen.size > 0 }
}
