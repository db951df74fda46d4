import type { HeatmapInput, HeatmapSquare } from '#src/charts/heatmap.option.ts'
import { formatFigure, formatPercent } from '#src/ui/number-format.ts'
import { indexText } from './figure-text.ts'
import type { Heatmap, HeatmapCell } from './heatmap-view.ts'
import { toneOf } from './ranking-bars.ts'
import { STATUS_LABELS, STATUS_SIGNS } from './words.ts'

/** Sign and index, or the figure, or why there is neither: the same in the chart and the table. */
export function squareText({ index, status, value, mark }: HeatmapCell, decimals: number): string {
  if (index !== null) return status === null ? indexText(index) : `${STATUS_SIGNS[status]} ${indexText(index)}`
  return value === null ? (mark ?? '—') : formatFigure(value, decimals)
}

/** What a cell says beside its number. */
export function squareDetails({ index, completion, status, value, mark }: HeatmapCell, unit: string, decimals: number): string[] {
  if (index === null && value === null && mark === null) return ['不填报这项指标']
  const lines = [value === null ? `本期无数据${mark === null ? '' : `：${mark}`}` : `本期 ${formatFigure(value, decimals)} ${unit}`]
  if (completion === null) lines.push('没有目标或暂不评价')
  else lines.push(`完成率 ${formatPercent(completion)}${index === null ? '' : `，进度指数 ${indexText(index)}`}`)
  if (status !== null) lines.push(`${STATUS_SIGNS[status]} ${STATUS_LABELS[status]}序时进度`)
  return lines
}

export function heatmapSquares(heatmap: Heatmap, selected: string): HeatmapInput {
  return {
    columns: heatmap.indicators.map(({ name }) => name),
    selected: heatmap.indicators.findIndex(({ code }) => code === selected),
    rows: heatmap.children.map(({ name }) => name),
    squares: heatmap.cells.map((row) => row.map((cell, k): HeatmapSquare => {
      const { unit, decimals } = heatmap.indicators[k]!
      return {
        text: squareText(cell, decimals),
        tone: toneOf(cell.status),
        fifth: cell.fifth,
        isMissing: cell.index === null && cell.value === null,
        details: squareDetails(cell, unit, decimals),
      }
    })),
  }
}

/** The picture in a sentence, for those who do not see it. */
export function heatmapSummary(heatmap: Heatmap): string {
  const cells = heatmap.cells.flat()
  const parts = [`进度热力图，${heatmap.children.length}个下级单位，${heatmap.indicators.length}项指标`]
  const count = (word: string, amount: number) => { if (amount > 0) parts.push(`${amount}格${word}`) }
  count('快于序时进度', cells.filter(({ status }) => status === 'ahead').length)
  count('接近序时进度', cells.filter(({ status }) => status === 'near').length)
  count('慢于序时进度', cells.filter(({ status }) => status === 'behind').length)
  return `${parts.join('，')}。选择“表”可逐个查看和打开。`
}
