import type { BarSeriesOption } from 'echarts/charts'
import type { GridComponentOption, MarkLineComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { chartText, widthInEm } from './chart-text.ts'
import { detailDimensions, textTooltip } from './text-tooltip.ts'
import type { ChartColors, Tone } from './theme-colors.ts'

export type RankingOption = ComposeOption<BarSeriesOption | GridComponentOption | MarkLineComponentOption | TooltipComponentOption>

export interface RankingBar {
  readonly name: string
  /** 1 is best; null: not ranked. */
  readonly rank: number | null
  /** Length of the bar: completion as a ratio, or the figure; null where there is none. */
  readonly length: number | null
  /** The length in words, with its unit. */
  readonly figure: string
  readonly tone: Tone | null
  /** Sign and word of the status; empty without one. */
  readonly status: string
  /** What the tooltip says, in the order of the input's `details`. */
  readonly details: readonly string[]
}

export interface RankingInput {
  /** Name of what is ranked. */
  readonly name: string
  /** Names of the tooltip's lines. */
  readonly details: readonly string[]
  readonly bars: readonly RankingBar[]
  /** Where the bars should be by now; null without a pace. */
  readonly pace: number | null
  /** Bars are drawn on a scale that reaches this far at least: 1, the target, for completions. */
  readonly reach: number
}

const FONT_REM = 0.875
/** Longer names take a second line: none is cut. */
const NAME_EM = 9

/** Rows grow up to this where there is room. */
export const TALLEST_ROW_REM = 3.5

/** How tall a bar with its label is, in rem. */
export function rankingRowRem(input: RankingInput, isTouch: boolean): number {
  const hasLongName = input.bars.some(({ name }) => widthInEm(name) > NAME_EM)
  if (isTouch || hasLongName) return 2.75
  if (input.bars.length > 12) return 1.75
  return input.bars.length > 10 ? 2.25 : 2.75
}

/** One bar a child, best first, as in the ranking's table: place and name before it, figure and status in words behind it. */
export function buildRankingOption(input: RankingInput, colors: ChartColors): RankingOption {
  const { bars } = input
  const px = colors.rem * FONT_REM
  const widest = (texts: readonly string[]) => Math.ceil(Math.max(0, ...texts.map(widthInEm)) * px)
  const gap = colors.rem * 0.625
  const rank = px * 1.5
  const name = Math.min(widest(bars.map((bar) => chartText(bar.name))), NAME_EM * px)
  const figure = widest(bars.map((bar) => bar.figure))
  const status = widest(bars.map((bar) => bar.status))
  const plain = bars.some(({ tone }) => tone !== null) ? colors.neutral : colors.accent
  const column = (place: WordColumn) => wordColumn(bars, place, colors)
  return {
    animation: false,
    textStyle: { fontFamily: colors.font },
    grid: { left: rank + name + gap, right: figure + (status === 0 ? 0 : status + gap) + gap, top: 0, bottom: 0, outerBoundsMode: 'none' },
    tooltip: { trigger: 'axis', ...textTooltip(colors) },
    xAxis: { type: 'value', show: false, ...scaleOf(input) },
    yAxis: [
      {
        ...column({ position: 'left', align: 'left', margin: name + gap / 2, width: name, say: (bar) => bar.name }),
        axisPointer: { show: true, type: 'shadow', shadowStyle: { color: colors.ink, opacity: 0.06 }, label: { show: false, formatter: ({ value }) => chartText(bars[Number(value)]?.name ?? '') } },
      },
      column({ position: 'left', align: 'right', margin: name + gap * 1.25, color: () => colors.inkSoft, say: (bar) => (bar.rank === null ? '—' : String(bar.rank)) }),
      column({ position: 'right', align: 'right', margin: figure + gap, say: (bar) => bar.figure }),
      column({ position: 'right', align: 'left', margin: figure + gap * 1.75, color: (bar) => inkOf(bar.tone, colors), say: (bar) => bar.status }),
    ],
    series: [{
      type: 'bar',
      name: chartText(input.name),
      cursor: 'pointer',
      barWidth: '50%',
      barMaxWidth: colors.rem * 1.125,
      showBackground: true,
      backgroundStyle: { color: colors.track, borderRadius: 2 },
      dimensions: detailDimensions(['length', 'place'], input.details).dimensions,
      encode: { x: 0, y: 1, ...detailDimensions(['length', 'place'], input.details).encode },
      data: bars.map(({ length, tone, details }, k) => ({
        value: [length ?? '-', k, ...details.map(chartText)],
        itemStyle: { color: tone === null ? plain : colors.tones[tone].strong, borderRadius: 2 },
      })),
      ...(input.pace !== null && { markLine: paceLine(input.pace, colors) }),
    }],
  }
}

interface WordColumn {
  readonly position: 'left' | 'right'
  readonly align: 'left' | 'right'
  readonly margin: number
  /** Longer words take a second line. */
  readonly width?: number
  readonly color?: (bar: RankingBar) => string
  readonly say: (bar: RankingBar) => string
}

/** Each column of words is an axis of its own: so it is aligned, and no text has to be marked up. */
function wordColumn(bars: readonly RankingBar[], { position, align, margin, width, color, say }: WordColumn, colors: ChartColors) {
  const px = colors.rem * FONT_REM
  return {
    type: 'category' as const,
    inverse: true,
    // Rows are told apart by place: two children may have one name.
    data: bars.map((_, k) => String(k)),
    position,
    axisLine: { show: false },
    axisTick: { show: false },
    axisPointer: { show: false },
    axisLabel: {
      fontSize: px, lineHeight: px * 1.15, interval: 0, hideOverlap: false, align, margin,
      ...(width !== undefined && { width, overflow: 'break' as const }),
      color: (place?: string | number) => color?.(bars[Number(place)]!) ?? colors.ink,
      formatter: (place: string) => chartText(say(bars[Number(place)]!)),
    },
  }
}

function inkOf(tone: Tone | null, colors: ChartColors): string {
  return tone === null ? colors.inkSoft : colors.tones[tone].ink
}

/** From zero, or from the lowest where a correction made a figure negative. */
function scaleOf({ bars, pace, reach }: RankingInput): { min: number; max: number } {
  const lengths = bars.flatMap(({ length }) => length ?? [])
  const max = Math.max(reach, pace ?? 0, ...lengths)
  return { min: Math.min(0, ...lengths), max: max > 0 ? max : 1 }
}

function paceLine(pace: number, colors: ChartColors): NonNullable<BarSeriesOption['markLine']> {
  return {
    silent: true,
    animation: false,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: colors.ink, width: Math.max(1.5, colors.rem / 10), type: 'solid' },
    data: [{ xAxis: pace }],
  }
}
