import type { Indicator } from '#core/indicator/indicator.ts'
import { monthNumber } from '#core/period/month.ts'
import { indexText } from './figure-text.ts'
import type { Heatmap } from './heatmap-view.ts'
import type { Ranking } from './ranking-view.ts'
import type { Trend } from './trend-view.ts'
import { STATUS_LABELS } from './words.ts'

/** Cells of each picture's table, as they are copied and downloaded: plain decimal text, ratios in %. */

const decimal = (value: number | null, decimals: number): string => (value === null ? '' : value.toFixed(decimals))
const percent = (ratio: number | null): string => (ratio === null ? '' : (ratio * 100).toFixed(1))

export function rankingCells(ranking: Ranking, indicator: Indicator): string[][] {
  const { unit, decimals } = indicator
  return [
    ['名次', '单位', `本期（${unit}）`, `年度目标（${unit}）`, '完成率（%）', '序时进度（%）', '较序时进度（个百分点）', '评价', '慢于序时进度起'],
    ...ranking.children.map((child) => [
      child.rank === null ? '' : String(child.rank),
      child.name,
      decimal(child.value, decimals),
      decimal(child.target, decimals),
      percent(child.completion),
      percent(child.pace),
      percent(child.gap),
      child.status === null ? '' : STATUS_LABELS[child.status],
      child.behindSince === null ? '' : `${monthNumber(child.behindSince)}月`,
    ]),
  ]
}

export function heatmapCells(heatmap: Heatmap): string[][] {
  return [
    ['单位', ...heatmap.indicators.map(({ name }) => `${name}（指数，无目标时为数值）`)],
    ...heatmap.children.map(({ name }, k) => [name, ...heatmap.cells[k]!.map(({ index, value, mark }, i) => (index === null ? (value === null ? (mark ?? '') : decimal(value, heatmap.indicators[i]!.decimals)) : indexText(index)))]),
  ]
}

export function trendCells(trend: Trend, indicator: Indicator): string[][] {
  const what = trend.isCumulative ? '累计' : '月值'
  const { unit, decimals } = indicator
  const head = ['月份', `${trend.year}年${what}（${unit}）`, `${trend.year - 1}年${what}（${unit}）`]
  if (trend.pace !== null) head.push(`序时进度（${unit}）`)
  return [
    head,
    ...trend.thisYear.map((value, k) => {
      const row = [`${k + 1}月`, decimal(value, decimals), decimal(trend.lastYear[k] ?? null, decimals)]
      if (trend.pace !== null) row.push(decimal(trend.pace[k] ?? null, decimals))
      return row
    }),
  ]
}
