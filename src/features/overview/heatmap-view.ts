import type { Indicator } from '#core/indicator/indicator.ts'
import type { Status } from '#core/pace/assess.ts'
import type { MonthRange } from '#core/period/month.ts'
import { toUnits } from '#core/number/decimal.ts'
import { readFigure } from '#core/rollup/aggregate.ts'
import { gapMark, type CellMark } from './children-table-view.ts'
import { boundsOfFifths, fifthOf } from './honeycomb-view.ts'
import { childrenIn, hasIndicator, judge, rankingMonth, unitAt, type Figures } from './figures.ts'
import { headlineIndicators } from './tiles-view.ts'

export interface HeatmapCell {
  /** completion ÷ pace; null: no target, no figure, or January. */
  readonly index: number | null
  readonly completion: number | null
  readonly status: Status | null
  /** Over the range, in the indicator's unit. */
  readonly value: number | null
  /** Where there is no index: which fifth of its column the figure is in, 0–4. */
  readonly fifth: number | null
  /** Why there is no figure: 未报, 未取得, 待审; null where there is one, or none is due. */
  readonly mark: CellMark
}

export interface Heatmap {
  readonly indicators: readonly Indicator[]
  readonly children: readonly { readonly unit: number; readonly name: string }[]
  /** `cells[child][indicator]`, children in official order. */
  readonly cells: readonly (readonly HeatmapCell[])[]
}

/** Children × 考核 indicators with a pace, each child judged at its parent's month. */
export function buildHeatmap(figures: Figures, unit: number, range: MonthRange): Heatmap {
  const children = childrenIn(figures.cube, unit, range)
  // What is entered at this level only has nothing to say about the children.
  const indicators = headlineIndicators(figures.catalogue.indicators).filter((i) => children.some((child) => hasIndicator(figures, child, i.code, range)))
  const months = indicators.map((indicator) => rankingMonth(figures, unit, indicator.code, range.to))
  return {
    indicators,
    children: children.map((child) => ({ unit: child, name: unitAt(figures, child).shortName })),
    cells: withFifths(children.map((child) =>
      indicators.map((indicator, k) => {
        const { index, completion, status } = judge(figures, child, indicator, range.to, months[k]!)
        const { value } = readFigure(figures.cube, child, indicator.code, range)
        return { index, completion, status, value: value === null ? null : toUnits(value, indicator.decimals), fifth: null, mark: value === null ? gapMark(figures.cube, child, indicator, range) : null }
      }),
    )),
  }
}

/** Units without an index (villages have no target) are told apart by fifths of each column instead. */
function withFifths(cells: readonly (readonly HeatmapCell[])[]): HeatmapCell[][] {
  const bounds = (cells[0] ?? []).map((_, k) => boundsOfFifths(cells.flatMap((row) => (row[k]!.index === null ? (row[k]!.value ?? []) : []))))
  return cells.map((row) => row.map((cell, k) => (cell.index !== null || cell.value === null ? cell : { ...cell, fifth: fifthOf(cell.value, bounds[k]!) })))
}
