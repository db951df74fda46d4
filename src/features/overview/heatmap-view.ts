import type { Indicator } from '#core/indicator/indicator.ts'
import type { Status } from '#core/pace/assess.ts'
import type { MonthRange } from '#core/period/month.ts'
import { childrenIn, hasIndicator, judge, rankingMonth, unitAt, type Figures } from './figures.ts'
import { headlineIndicators } from './tiles-view.ts'

export interface HeatmapCell {
  /** completion ÷ pace; null: no target, no figure, or January. */
  readonly index: number | null
  readonly completion: number | null
  readonly status: Status | null
}

export interface Heatmap {
  readonly indicators: readonly Indicator[]
  readonly children: readonly { readonly unit: number; readonly name: string }[]
  /** `cells[child][indicator]`, children in official order. */
  readonly cells: readonly (readonly HeatmapCell[])[]
}

/** Children × 考核 indicators with a pace, each child judged at its parent's month. */
export function buildHeatmap(figures: Figures, unit: number, range: MonthRange): Heatmap {
  const indicators = headlineIndicators(figures.catalogue.indicators).filter((i) => hasIndicator(figures, unit, i.code, range))
  const months = indicators.map((indicator) => rankingMonth(figures, unit, indicator.code, range.to))
  const children = childrenIn(figures.cube, unit, range)
  return {
    indicators,
    children: children.map((child) => ({ unit: child, name: unitAt(figures, child).shortName })),
    cells: children.map((child) =>
      indicators.map((indicator, k) => {
        const { index, completion, status } = judge(figures, child, indicator, range.to, months[k]!)
        return { index, completion, status }
      }),
    ),
  }
}
