import type { Indicator } from '../indicator/indicator.ts'

/** 序时进度: cumulative share of the year due by the end of each month; twelve numbers, the last is 1. */
export type PaceCurve = readonly number[]

/** The shape of up to three preceding years: mean, smallest and largest cumulative share per month. */
export interface SeasonalShape {
  readonly years: readonly number[]
  readonly mean: PaceCurve
  readonly smallest: PaceCurve
  readonly largest: PaceCurve
}

/** m/12. */
export const STRAIGHT: PaceCurve = Array.from({ length: 12 }, (_, m) => (m + 1) / 12)

/**
 * The own shape of preceding years. `years`: of each, the root's twelve cumulative totals in smallest units. Years
 * whose total is not positive have no shape and are left out; null when none is left.
 */
export function seasonalShape(years: readonly { year: number; cumulative: readonly number[] }[]): SeasonalShape | null {
  const shares = years
    .filter(({ cumulative }) => cumulative.length === 12 && cumulative[11]! > 0)
    .map(({ year, cumulative }) => ({ year, share: cumulative.map((value) => value / cumulative[11]!) }))
  if (shares.length === 0) return null
  const each = (combine: (values: number[]) => number) => STRAIGHT.map((_, m) => combine(shares.map(({ share }) => share[m]!)))
  return {
    years: shares.map(({ year }) => year),
    mean: each((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    smallest: each((values) => Math.min(...values)),
    largest: each((values) => Math.max(...values)),
  }
}

/** The curve that judges an indicator; straight when it has no own shape or milestones yet. */
export function paceCurve(indicator: Indicator, seasonal: SeasonalShape | null): PaceCurve {
  if (indicator.pace === 'seasonal' && seasonal !== null) return seasonal.mean
  if (indicator.pace === 'milestones' && indicator.milestones !== null) return indicator.milestones
  return STRAIGHT
}

/** max(0, target − ytd) ÷ months left, in the indicator's smallest unit, unrounded; null in December. */
export function neededPerMonth(target: number, ytd: number, monthNumber: number): number | null {
  return monthNumber >= 12 ? null : Math.max(0, target - ytd) / (12 - monthNumber)
}

/** Expected year's end by own shape, with a plain range; unrounded smallest units. Null without a shape or share. */
export function projectYear(ytd: number, seasonal: SeasonalShape | null, monthNumber: number): { expected: number; low: number; high: number } | null {
  if (seasonal === null) return null
  const m = monthNumber - 1
  const [mean, smallest, largest] = [seasonal.mean[m]!, seasonal.smallest[m]!, seasonal.largest[m]!]
  if (mean <= 0 || smallest <= 0 || largest <= 0) return null
  return { expected: ytd / mean, low: ytd / largest, high: ytd / smallest }
}
