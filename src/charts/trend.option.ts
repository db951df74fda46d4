import type { LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { formatFigure } from '#src/ui/number-format.ts'
import { chartText, widthInEm } from './chart-text.ts'
import { textTooltip } from './text-tooltip.ts'
import type { ChartColors } from './theme-colors.ts'

export type TrendOption = ComposeOption<LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption>

export interface TrendInput {
  readonly year: number
  readonly isCumulative: boolean
  /** Twelve months each, in the indicator's unit; null where there is no figure. */
  readonly thisYear: readonly (number | null)[]
  /** So many months of this year are complete; figures of later ones lack reports and say so. */
  readonly complete: number
  readonly lastYear: readonly (number | null)[]
  /** Where the figure should be month by month; its December is the year's target. Null without a target or pace. */
  readonly pace: readonly number[] | null
  readonly unit: string
  readonly decimals: number
}

const MONTHS = Array.from({ length: 12 }, (_, k) => `${k + 1}月`)
const PACE = '序时进度'
const DECEMBER = 11
const LABEL_REM = 0.875

/**
 * This year against its pace and last year. Lines differ by dash and symbol too: colour is never the only signal. Where
 * this year stands and where it should end are written at their points.
 */
export function buildTrendOption(input: TrendInput, colors: ChartColors): TrendOption {
  const { year, isCumulative, thisYear, lastYear, pace, decimals } = input
  const unit = chartText(input.unit)
  const text = { color: colors.inkSoft, fontSize: colors.rem * 0.8125 }
  const tooltip = textTooltip(colors)
  const series = [
    line(`${year - 1}年`, lastYear, { color: colors.inkSoft, width: colors.rem / 10, type: 'dashed' }, colors),
    line(`${year}年`, withLastFigure(input, colors), { color: colors.accent, width: colors.rem / 5.5 }, colors),
    ...(pace === null ? [] : [paceLine(pace, isAbove(input), decimals, colors)]),
  ]
  return {
    animation: false,
    textStyle: { fontFamily: colors.font },
    grid: { left: colors.rem * 0.25, right: roomBehind(input, colors), top: colors.rem * 2.5, bottom: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: {
      top: 0, left: 0, itemWidth: colors.rem * 1.75, itemHeight: colors.rem * 0.625, itemGap: colors.rem, textStyle: { ...text, color: colors.ink }, selectedMode: false,
      // This year first, although it is drawn over last year's line. The pace has no symbol: neither has its key.
      data: [`${year}年`, `${year - 1}年`, ...(pace === null ? [] : [{ name: PACE, itemStyle: { opacity: 0 } }])],
    },
    tooltip: {
      ...tooltip,
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: colors.inkSoft, width: 1 } },
      valueFormatter: (value) => (typeof value === 'number' ? `${formatFigure(value, decimals)} ${unit}` : '—'),
    },
    xAxis: { type: 'category', data: MONTHS, boundaryGap: false, axisLabel: { ...text, alignMinLabel: 'left' }, axisLine: { lineStyle: { color: colors.line } }, axisTick: { show: false } },
    yAxis: {
      type: 'value',
      scale: !isCumulative,
      axisLabel: { ...text, formatter: axisFormat(Math.max(0, ...[...thisYear, ...lastYear, ...(pace ?? [])].map((value) => Math.abs(value ?? 0))), unit) },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series,
  }
}

/** Place of the last month that has a figure; −1: none has. */
function lastMonth(values: readonly (number | null)[]): number {
  return values.findLastIndex((value) => value !== null)
}

/** Whether this year's line ends on or above its pace: then its figure stands above it and the target's below, else the other way round. */
function isAbove({ thisYear, pace }: TrendInput): boolean {
  const last = lastMonth(thisYear)
  return last < 0 || pace === null || thisYear[last]! >= pace[last]!
}

type Point = NonNullable<LineSeriesOption['data']>[number]
type LabelledPoint = Extract<Point, { value?: unknown }>

/** The last figure in writing; hollow points lack reports, so that missing data does not look like lagging. */
function withLastFigure(input: TrendInput, colors: ChartColors): Point[] {
  const { thisYear, complete, decimals } = input
  const last = lastMonth(thisYear)
  return thisYear.map((value, k) => {
    const hollow = k < complete ? null : { symbol: 'emptyCircle', symbolSize: colors.rem * 0.5625 }
    if (k !== last) return hollow === null ? value : { value, ...hollow }
    return { ...labelled(value, figureText(value, hollow === null, decimals), { at: k, isAbove: isAbove(input), color: colors.accent }, colors), ...hollow }
  })
}

interface LabelPlace {
  /** Month, from 0. */
  readonly at: number
  readonly isAbove: boolean
  readonly color: string
}

/** December's words stand behind the lines, others over or under them. */
function labelled(value: number | null, text: string, { at, isAbove, color }: LabelPlace, colors: ChartColors): LabelledPoint {
  const place = at === DECEMBER
    ? { position: 'right', verticalAlign: isAbove ? 'bottom' : 'top', distance: colors.rem * 0.5 } as const
    : { position: isAbove ? 'top' : 'bottom', align: at === 0 ? 'left' : 'center', distance: colors.rem * 0.375 } as const
  return {
    value,
    label: {
      ...place, show: true, formatter: () => text, color, fontSize: colors.rem * LABEL_REM, fontWeight: 'bold', textBorderColor: colors.surface, textBorderWidth: colors.rem / 4,
    },
  }
}

/** Room for December's words. */
function roomBehind({ thisYear, complete, pace, decimals }: TrendInput, colors: ChartColors): number {
  const words = [...(pace === null ? [] : [targetText(pace, decimals)]), ...(thisYear[DECEMBER] === null ? [] : [figureText(thisYear[DECEMBER]!, complete > DECEMBER, decimals)])]
  return colors.rem * (words.length === 0 ? 1.25 : 0.75 + LABEL_REM * Math.max(...words.map(widthInEm)))
}

const targetText = (pace: readonly number[], decimals: number) => `目标 ${formatFigure(pace[DECEMBER]!, decimals)}`
const figureText = (value: number | null, isComplete: boolean, decimals: number) => `${formatFigure(value, decimals)}${isComplete ? '' : '（未报齐）'}`

type Stroke = NonNullable<LineSeriesOption['lineStyle']>

function line(name: string, data: readonly Point[], stroke: Stroke, colors: ChartColors): LineSeriesOption {
  return {
    type: 'line', name, data: [...data], lineStyle: stroke, connectNulls: false, clip: false,
    symbol: stroke.type === 'dashed' ? 'rect' : 'circle', symbolSize: colors.rem * 0.4375, showAllSymbol: true,
    itemStyle: { color: stroke.color ?? colors.ink },
    emphasis: { disabled: true },
  }
}

function paceLine(pace: readonly number[], isBelow: boolean, decimals: number, colors: ChartColors): LineSeriesOption {
  const data = pace.map((value, k) => (k < DECEMBER ? value : labelled(value, targetText(pace, decimals), { at: k, isAbove: !isBelow, color: colors.ink }, colors)))
  return { ...line(PACE, data, { color: colors.ink, width: colors.rem / 10, type: 'dotted' }, colors), symbolSize: 0 }
}

/** One scale for a whole axis: 万 or 亿 where people would say so, but not before units that already are (万元). */
export function axisFormat(largest: number, unit: string): (value: number) => string {
  const isScaled = /^[万亿]/.test(unit)
  const [scale, word] = isScaled || largest < 1e4 ? [1, ''] : largest < 1e8 ? [1e4, '万'] : [1e8, '亿']
  return (value) => (value === 0 ? '0' : `${plain.format(value / scale)}${word}`)
}

const plain = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 })
