import type { Indicator } from '#core/indicator/indicator.ts'
import { toUnits } from '#core/number/decimal.ts'
import { hasPace } from '#core/pace/assess.ts'
import { monthNumber, yearOf, type MonthRange } from '#core/period/month.ts'
import type { TrendInput } from '#src/charts/trend.option.ts'
import { formatFigure } from '#src/ui/number-format.ts'
import { judge, paceOf, type Figures } from './figures.ts'
import { cumulativeValues } from './tiles-view.ts'

/** What the chart draws, and what is said beside it. Flows accumulate from January; other kinds show each month's value. */
export interface Trend extends Omit<TrendInput, 'unit' | 'decimals'> {
  readonly target: number | null
  /** Null once the year is complete, too. */
  readonly projection: { readonly expected: number; readonly low: number; readonly high: number } | null
}

export function buildTrend(figures: Figures, unit: number, indicator: Indicator, range: MonthRange): Trend {
  const year = yearOf(range.to)
  const judged = judge(figures, unit, indicator, range.to)
  const target = judged.target === null ? null : toUnits(judged.target, indicator.decimals)
  const complete = judged.asOf === null ? 0 : monthNumber(judged.asOf)
  const projection = complete === 12 ? null : judged.projection
  const scale = 10 ** indicator.decimals
  return {
    year,
    isCumulative: indicator.kind === 'flow',
    thisYear: cumulativeValues(figures, unit, indicator, year, range.to),
    complete,
    lastYear: cumulativeValues(figures, unit, indicator, year - 1, figures.cube.range.to),
    pace: target !== null && hasPace(indicator) ? paceOf(figures, indicator.code).curve.map((share) => share * target) : null,
    target,
    projection: projection && { expected: projection.expected / scale, low: projection.low / scale, high: projection.high / scale },
  }
}

/** The picture in a sentence, for those who do not see it. */
export function trendSummary(trend: Trend, { name, unit, decimals }: Indicator): string {
  const say = (value: number) => `${formatFigure(value, decimals)} ${unit}`
  const last = trend.thisYear.findLastIndex((value) => value !== null)
  const parts = [`${name}走势图`]
  if (last < 0) parts.push(`${trend.year}年没有数据`)
  else parts.push(`${trend.year}年${trend.isCumulative ? (last === 0 ? '1月' : `1—${last + 1}月累计`) : `${last + 1}月`} ${say(trend.thisYear[last]!)}${last < trend.complete ? '' : '（未报齐）'}`)
  const before = trend.lastYear[last] ?? null
  if (before !== null) parts.push(`上年同期 ${say(before)}`)
  const due = trend.pace?.[last]
  if (due !== undefined) parts.push(`按序时进度应为 ${say(due)}`)
  if (trend.target !== null) parts.push(`年度目标 ${say(trend.target)}`)
  return `${parts.join('，')}。选择“表”可逐月查看。`
}
