import type { CustomSeriesOption } from 'echarts/charts'
import type { GridComponentOption, MarkLineComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { chartText, widthInEm } from './chart-text.ts'
import { detailDimensions, textTooltip } from './text-tooltip.ts'
import type { ChartColors, Tone } from './theme-colors.ts'

export type RankingOption = ComposeOption<CustomSeriesOption | GridComponentOption | MarkLineComponentOption | TooltipComponentOption>

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

/**
 * One bar a child, best first, as in the ranking's table: place and name before it, figure and status in words behind it.
 * A row is drawn as one item: words as labels of axes took twice the time.
 */
export function buildRankingOption(input: RankingInput, colors: ChartColors): RankingOption {
  const { bars } = input
  const columns = layOut(bars, colors)
  const { dimensions, encode } = detailDimensions(['length', 'place'], input.details)
  const plain = bars.some(({ tone }) => tone !== null) ? colors.neutral : colors.accent
  const fill = ({ tone }: RankingBar) => (tone === null ? plain : colors.tones[tone].strong)
  return {
    animation: false,
    textStyle: { fontFamily: colors.font },
    grid: { left: columns.left, right: columns.right, top: 0, bottom: 0, outerBoundsMode: 'none' },
    tooltip: { trigger: 'axis', ...textTooltip(colors) },
    xAxis: { type: 'value', show: false, ...scaleOf(input) },
    yAxis: {
      type: 'category',
      show: false,
      inverse: true,
      // Rows are told apart by place: two children may have one name.
      data: bars.map((_, k) => String(k)),
      axisPointer: { show: true, type: 'shadow', shadowStyle: { color: colors.ink, opacity: 0.06 }, label: { show: false, formatter: ({ value }) => chartText(bars[Number(value)]?.name ?? '') } },
    },
    series: [{
      type: 'custom',
      name: chartText(input.name),
      cursor: 'pointer',
      dimensions,
      encode: { x: 0, y: 1, ...encode },
      data: bars.map((bar, k) => ({ value: [bar.length ?? '-', k, ...bar.details.map(chartText)], itemStyle: { color: fill(bar) } })),
      renderItem: ({ coordSys, dataIndex }, api) => {
        const plot = coordSys as unknown as Plot
        const bar = bars[dataIndex]!
        const [zero, middle] = api.coord([0, dataIndex]) as [number, number]
        const [end] = bar.length === null ? [zero] : api.coord([bar.length, dataIndex]) as [number]
        const thick = Math.min((plot.height / bars.length) * 0.5, colors.rem * 1.125)
        const rect = (x: number, width: number, color: string) =>
          ({ type: 'rect' as const, shape: { x, y: middle - thick / 2, width, height: thick, r: 2 }, style: { fill: color } })
        return {
          type: 'group',
          children: [
            rect(plot.x, plot.width, colors.track),
            ...(end === zero ? [] : [rect(Math.min(zero, end), Math.abs(end - zero), fill(bar))]),
            ...columns.words.flatMap(({ say, x, ...style }) => {
              const text = chartText(say(bar))
              return text === '' ? [] : [{ type: 'text' as const, x: x(plot), y: middle, style: { ...style, text, fill: style.fill(bar) } }]
            }),
          ],
        }
      },
      ...(input.pace !== null && { markLine: paceLine(input.pace, colors) }),
    }],
  }
}

/** Where the bars are, in px. */
interface Plot {
  readonly x: number
  readonly width: number
  readonly height: number
}

/** Columns of words on both sides of the bars, each as wide as its widest words. */
function layOut(bars: readonly RankingBar[], colors: ChartColors) {
  const px = colors.rem * FONT_REM
  const gap = colors.rem * 0.625
  const widest = (say: (bar: RankingBar) => string) => Math.ceil(Math.max(0, ...bars.map((bar) => widthInEm(say(bar)))) * px)
  const rank = px * 1.5
  const name = Math.min(widest((bar) => chartText(bar.name)), NAME_EM * px)
  const figure = widest((bar) => bar.figure)
  const status = widest((bar) => bar.status)
  const font = { font: `${px}px ${colors.font}`, verticalAlign: 'middle' as const }
  const ink = () => colors.ink
  return {
    left: rank + name + gap,
    right: figure + (status === 0 ? 0 : status + gap) + gap,
    words: [
      { ...font, align: 'right' as const, fill: () => colors.inkSoft, x: ({ x }: Plot) => x - name - gap * 1.25, say: (bar: RankingBar) => (bar.rank === null ? '—' : String(bar.rank)) },
      // Longer names take a second line.
      { ...font, align: 'left' as const, lineHeight: px * 1.15, width: name, overflow: 'break' as const, fill: ink, x: ({ x }: Plot) => x - name - gap / 2, say: (bar: RankingBar) => bar.name },
      { ...font, align: 'right' as const, fill: ink, x: ({ x, width }: Plot) => x + width + figure + gap, say: (bar: RankingBar) => bar.figure },
      { ...font, align: 'left' as const, fill: ({ tone }: RankingBar) => (tone === null ? colors.inkSoft : colors.tones[tone].ink), x: ({ x, width }: Plot) => x + width + figure + gap * 1.75, say: (bar: RankingBar) => bar.status },
    ],
  }
}

/** From zero, or from the lowest where a correction made a figure negative. */
function scaleOf({ bars, pace, reach }: RankingInput): { min: number; max: number } {
  const lengths = bars.flatMap(({ length }) => length ?? [])
  const max = Math.max(reach, pace ?? 0, ...lengths)
  return { min: Math.min(0, ...lengths), max: max > 0 ? max : 1 }
}

function paceLine(pace: number, colors: ChartColors): NonNullable<CustomSeriesOption['markLine']> {
  return {
    silent: true,
    animation: false,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: colors.ink, width: Math.max(1.5, colors.rem / 10), type: 'solid' },
    data: [{ xAxis: pace }],
  }
}
