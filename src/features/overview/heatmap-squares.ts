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

const DETAILS = ['本期', '完成率', '进度指数', '评价']

/** What a cell says beside its number, in the order of DETAILS. */
function squareDetails({ index, completion, status, value, mark }: HeatmapCell, unit: string, decimals: number): string[] {
  const noValue = mark ?? (index === null ? '不填报' : '无数据')
  return [
    value === null ? noValue : `${formatFigure(value, decimals)} ${unit}`,
    completion === null ? '—' : formatPercent(completion),
    index === null ? '—' : indexText(index),
    status === null ? '不作评价' : `${STATUS_SIGNS[status]} ${STATUS_LABELS[status]}序时进度`,
  ]
}

/** Names and values of details as one line. */
export function detailsText(names: readonly string[], values: readonly string[]): string {
  return names.map((name, k) => `${name} ${values[k]}`).join('，')
}

export function heatmapSquares(heatmap: Heatmap, selected: string): HeatmapInput {
  return {
    details: DETAILS,
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
