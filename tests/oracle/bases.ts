import type { Indicator } from '#core/indicator/indicator.ts'
import type { MonthRange } from '#core/period/month.ts'
import type { Basis } from '#core/report/report.ts'
import { MONTHS } from './cities.ts'
import type { City } from './naive.ts'

export const BASES: readonly Basis[] = ['live', 'approved', 'edition']

const MINUTE = 60_000

/** A red property is shrunk for a minute at most: better a clumsy counterexample than none before the timeout. */
export const LIMITS = {
  interruptAfterTimeLimit: process.env['BALLAST_TORTURE'] === '1' ? 9 * MINUTE : MINUTE,
  markInterruptAsFailure: true,
} as const

/** Indicators with figures of their own: all but rates. */
export function columnsOf(city: City): readonly Indicator[] {
  return city.indicators.filter((indicator) => indicator.kind !== 'rate')
}

/** Editions exist of frozen months only: asking for others is an error elsewhere, so it is not asked here. */
export function rangesFor(city: City, basis: Basis, ranges: readonly MonthRange[]): readonly MonthRange[] {
  if (basis !== 'edition') return ranges
  return ranges.filter((range) => range.from >= MONTHS.from && city.frozen.has(range.to))
}
