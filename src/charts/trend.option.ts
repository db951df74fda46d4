import type { LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'

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

/** Colours come from the page's style sheet, so that both themes agree with everything around the chart. */
export interface TrendColors {
  readonly ink: string
  readonly inkSoft: string
  readonly line: string
  readonly surface: string
  readonly accent: string
}

const MONTHS = Array.from({ length: 12 }, (_, k) => `${k + 1}月`)

/** This year against its pace and last year. Lines differ by dash and symbol too: colour is never the only signal. */
export function buildTrendOption(input: TrendInput, colors: TrendColors): TrendOption {
  const { year, isCumulative, unit, decimals } = input
  const figure = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  const say = (value: unknown) => (typeof value === 'number' ? `${figure.format(value)} ${unit}` : '—')
  const what = isCumulative ? '累计' : ''
  const series: LineSeriesOption[] = [
    line(`${year}年${what}`, input.thisYear, { color: colors.accent, width: 3 }, 'circle'),
    line(`${year - 1}年${what}`, input.lastYear, { color: colors.inkSoft, width: 1.5, type: 'dashed' }, 'emptyCircle'),
  ]
  if (input.pace !== null) series.push(line('序时进度', input.pace, { color: colors.ink, width: 1.5, type: 'dotted' }, 'none'))
  const text = { color: colors.inkSoft }
  return {
    animation: false,
    aria: { enabled: true },
    grid: { left: 8, right: 12, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 28, textStyle: text },
    tooltip: {
      trigger: 'axis',
      // Text only: HTML tooltips would let names become markup, and break the page's CSP.
      renderMode: 'richText',
      backgroundColor: colors.surface,
      borderColor: colors.line,
      textStyle: { color: colors.ink },
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

function line(name: string, data: readonly (number | null)[], stroke: Stroke, symbol: string): LineSeriesOption {
  return { type: 'line', name, data: [...data], symbol, symbolSize: 7, lineStyle: stroke, itemStyle: { color: stroke.color ?? 'inherit' }, connectNulls: false }
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
