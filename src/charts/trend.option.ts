import type { LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { ChartColors } from './theme-colors.ts'

export type TrendOption = ComposeOption<LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption>

export interface TrendInput {
  readonly year: number
  readonly isCumulative: boolean
  /** Twelve months each, in the indicator's unit; null where there is no figure. */
  readonly thisYear: readonly (number | null)[]
  readonly lastYear: readonly (number | null)[]
  readonly pace: readonly number[] | null
  readonly unit: string
  readonly decimals: number
}

const MONTHS = Array.from({ length: 12 }, (_, k) => `${k + 1}月`)

/** This year against its pace and last year. Lines differ by dash and symbol too: colour is never the only signal. */
export function buildTrendOption(input: TrendInput, colors: ChartColors): TrendOption {
  const { year, isCumulative, unit, decimals } = input
  const figure = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  const say = (value: unknown) => (typeof value === 'number' ? `${figure.format(value)} ${unit}` : '—')
  const what = isCumulative ? '累计' : ''
  const series: LineSeriesOption[] = [
    line(`${year}年${what}`, input.thisYear, { color: colors.accent, width: colors.rem / 5.5 }, 'circle', colors.rem),
    line(`${year - 1}年${what}`, input.lastYear, { color: colors.inkSoft, width: colors.rem / 10, type: 'dashed' }, 'emptyCircle', colors.rem),
  ]
  if (input.pace !== null) series.push(line('序时进度', input.pace, { color: colors.ink, width: colors.rem / 10, type: 'dotted' }, 'none', colors.rem))
  const text = { color: colors.inkSoft, fontSize: colors.rem * 0.8 }
  return {
    animation: false,
    textStyle: { fontFamily: colors.font },
    aria: { enabled: true },
    grid: { left: colors.rem / 2, right: colors.rem, top: colors.rem * 2.25, bottom: colors.rem / 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: colors.rem * 1.75, itemHeight: colors.rem * 0.8, textStyle: text },
    tooltip: {
      trigger: 'axis',
      // Text only: HTML tooltips would let names become markup, and break the page's CSP.
      renderMode: 'richText',
      backgroundColor: colors.surface,
      borderColor: colors.line,
      // Lines of text tooltips are 22 px apart, whatever their letters.
      textStyle: { color: colors.ink, fontSize: Math.min(colors.rem * 0.875, 18) },
      valueFormatter: say,
    },
    xAxis: { type: 'category', data: MONTHS, axisLabel: text, axisLine: { lineStyle: { color: colors.line } }, axisTick: { show: false } },
    yAxis: {
      type: 'value',
      scale: !isCumulative,
      axisLabel: { ...text, formatter: (value: number) => shortFigure(value) },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series,
  }
}

type Stroke = NonNullable<LineSeriesOption['lineStyle']>

function line(name: string, data: readonly (number | null)[], stroke: Stroke, symbol: string, rem: number): LineSeriesOption {
  return { type: 'line', name, data: [...data], symbol, symbolSize: rem * 0.45, lineStyle: stroke, itemStyle: { color: stroke.color ?? 'inherit' }, connectNulls: false }
}

/** 万 and 亿 where people would say so. */
export function shortFigure(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e8) return `${trim(value / 1e8)}亿`
  if (size >= 1e4) return `${trim(value / 1e4)}万`
  return trim(value)
}

function trim(value: number): string {
  return String(Number(value.toFixed(2)))
}
