import type { BarSeriesOption } from 'echarts/charts'
import type { GridComponentOption, MarkLineComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { chartText, widthInEm } from './chart-text.ts'
import { textTooltip } from './text-tooltip.ts'
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
  /** More about the unit, for the tooltip. */
  readonly details: readonly string[]
}

export interface RankingInput {
  readonly bars: readonly RankingBar[]
  /** Where the bars should be by now; null without a pace. */
  readonly pace: number | null
  /** Bars are drawn on a scale that reaches this far at least: 1, the target, for completions. */
  readonly reach: number
}

const FONT_REM = 0.875
/** Longer names take a second line: none is cut. */
const NAME_EM = 9

/** How tall a bar with its label is, in rem. */
export function rankingRowRem(input: RankingInput, isTouch: boolean): number {
  const hasLongName = input.bars.some(({ name }) => widthInEm(name) > NAME_EM)
  if (isTouch || hasLongName) return 2.5
  return input.bars.length <= 12 ? 2.25 : 1.75
}

/** One bar a child, best first, as in the ranking's table: place and name before it, figure and status in words behind it. */
export function buildRankingOption(input: RankingInput, colors: ChartColors): RankingOption {
  const { bars } = input
  const px = colors.rem * FONT_REM
  const gap = colors.rem * 0.75
  const widest = (texts: readonly string[]) => Math.ceil(Math.max(0, ...texts.map(widthInEm)) * px)
  const rankWidth = px * 1.75
  const nameWidth = Math.min(widest(bars.map(({ name }) => chartText(name))), NAME_EM * px)
  const figureWidth = widest(bars.map(({ figure }) => figure))
  const statusWidth = widest(bars.map(({ status }) => status))
  const text = { fontSize: px, color: colors.ink }
  const rich = {
    rank: { ...text, color: colors.inkSoft, width: rankWidth - px / 2, align: 'right' as const, padding: [0, px / 2, 0, 0] },
    figure: { ...text, width: figureWidth, align: 'right' as const },
    none: { ...text, color: colors.inkSoft },
    ahead: { ...text, color: colors.tones.ahead.ink },
    near: { ...text, color: colors.tones.near.ink },
    behind: { ...text, color: colors.tones.behind.ink },
  }
  // Rows are told apart by place: two children may have one name.
  const places = bars.map((_, k) => String(k))
  const axis = { type: 'category' as const, inverse: true, data: places, axisLine: { show: false }, axisTick: { show: false } }
  return {
    animation: false,
    textStyle: { fontFamily: colors.font },
    grid: {
      left: rankWidth + nameWidth + gap, right: figureWidth + (statusWidth === 0 ? 0 : statusWidth + px / 2) + gap, top: 0, bottom: 0,
      outerBoundsMode: 'none',
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', label: { show: false, formatter: () => '' } },
      ...textTooltip(colors, (k) => linesOf(bars[k])),
    },
    xAxis: { type: 'value', show: false, ...scaleOf(input) },
    yAxis: [
      {
        ...axis,
        axisLabel: {
          ...text, rich, interval: 0, hideOverlap: false, align: 'left', margin: rankWidth + nameWidth + gap / 2,
          width: rankWidth + nameWidth, overflow: 'break', lineHeight: px * 1.15,
          formatter: (place: string) => nameLabel(bars[Number(place)]),
        },
      },
      {
        ...axis,
        position: 'right',
        axisLabel: { ...text, rich, interval: 0, hideOverlap: false, margin: gap, formatter: (place: string) => figureLabel(bars[Number(place)]) },
      },
    ],
    series: [{
      type: 'bar',
      cursor: 'pointer',
      barWidth: '50%',
      barMaxWidth: colors.rem * 1.125,
      showBackground: true,
      backgroundStyle: { color: colors.track, borderRadius: 2 },
      data: bars.map(({ length, tone }) => ({
        value: length ?? '-',
        itemStyle: { color: tone === null ? colors.accent : colors.tones[tone].strong, borderRadius: 2 },
      })),
      ...(input.pace !== null && { markLine: paceLine(input.pace, colors) }),
    }],
  }
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

function nameLabel(bar: RankingBar | undefined): string {
  return bar === undefined ? '' : `{rank|${bar.rank ?? '—'}}${chartText(bar.name)}`
}

function figureLabel(bar: RankingBar | undefined): string {
  if (bar === undefined) return ''
  const status = bar.status === '' ? '' : `{${bar.tone ?? 'none'}|  ${chartText(bar.status)}}`
  return `{figure|${chartText(bar.figure)}}${status}`
}

function linesOf(bar: RankingBar | undefined): string[] {
  return bar === undefined ? [] : [bar.name, ...bar.details].map(chartText)
}
