import type { Indicator } from '#core/indicator/indicator.ts'
import { toUnits } from '#core/number/decimal.ts'
import { hasPace } from '#core/pace/assess.ts'
import { yearOf, type MonthRange } from '#core/period/month.ts'
import { judge, paceOf, type Figures } from './figures.ts'
import { cumulativeValues } from './tiles-view.ts'

export interface Trend {
  readonly year: number
  /** Flows accumulate from January; other kinds show each month's value. */
  readonly isCumulative: boolean
  /** Twelve months, in the indicator's unit. */
  readonly thisYear: readonly (number | null)[]
  readonly lastYear: readonly (number | null)[]
  /** Target × 序时进度; null without a target or pace. */
  readonly pace: readonly number[] | null
  readonly target: number | null
  readonly projection: { readonly expected: number; readonly low: number; readonly high: number } | null
}

export function buildTrend(figures: Figures, unit: number, indicator: Indicator, range: MonthRange): Trend {
  const year = yearOf(range.to)
  const judged = judge(figures, unit, indicator, range.to)
  const target = judged.target === null ? null : toUnits(judged.target, indicator.decimals)
  const { projection } = judged
  const scale = 10 ** indicator.decimals
  return {
    year,
    isCumulative: indicator.kind === 'flow',
    thisYear: cumulativeValues(figures, unit, indicator, year, range.to),
    lastYear: cumulativeValues(figures, unit, indicator, year - 1, figures.cube.range.to),
    pace: target !== null && hasPace(indicator) ? paceOf(figures, indicator.code).curve.map((share) => share * target) : null,
    target,
    projection: projection && { expected: projection.expected / scale, low: projection.low / scale, high: projection.high / scale },
  }
}
