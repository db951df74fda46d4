import type { HeatmapInput } from '#src/charts/heatmap.option.ts'
import type { HoneycombNode, Tile } from '#src/charts/honeycomb/honeycomb-layout.ts'
import type { RankingInput } from '#src/charts/ranking.option.ts'
import type { TrendInput } from '#src/charts/trend.option.ts'

/** What Node works out and the page draws: two units whose charts take turns. */
export interface ChartCases {
  readonly trend: readonly TrendInput[]
  readonly ranking: readonly RankingInput[]
  readonly heatmap: readonly HeatmapInput[]
  readonly honeycomb: {
    readonly tree: HoneycombNode
    readonly tiles: readonly Tile[]
    readonly cells: readonly { readonly classes: readonly number[]; readonly marks: readonly number[] }[]
  }
}

/** ms of each update, chart and floor in turn. */
export interface ChartTimes {
  readonly chart: keyof ChartCases
  readonly shapes: number
  readonly ours: readonly number[]
  readonly floor: readonly number[]
}
