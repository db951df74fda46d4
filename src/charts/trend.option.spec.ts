import { LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { describe, expect, it } from 'vitest'
import { COLORS } from './chart-colors-fixture.ts'
import { axisFormat, buildTrendOption, type TrendInput } from './trend.option.ts'

use([LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

const upTo = (months: number, step: number) => Array.from({ length: 12 }, (_, k) => (k < months ? (k + 1) * step : null))
const input: TrendInput = {
  year: 2023, isCumulative: true, thisYear: upTo(4, 1000), complete: 4, lastYear: upTo(12, 900), pace: upTo(12, 1100) as number[], unit: '人', decimals: 0,
}

/** Texts as ECharts draws them. */
function drawnTexts(part: Partial<TrendInput>): string[] {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 900, height: 300 })
  chart.setOption(buildTrendOption({ ...input, ...part }, COLORS))
  const svg = chart.renderToSVGString()
  chart.dispose()
  return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!)
}

interface DrawnLine { name: string; data: unknown[]; lineStyle: { type?: string }; symbolSize: number }
const linesOf = (part: Partial<TrendInput> = {}) => buildTrendOption({ ...input, ...part }, COLORS).series as unknown as DrawnLine[]

describe('trend option', () => {
  it('draws this year, last year and the pace, told apart without colour', () => {
    expect(linesOf().map(({ name, lineStyle, symbolSize }) => [name, lineStyle.type ?? 'solid', symbolSize > 0])).toEqual([
      ['2022年', 'dashed', true], ['2023年', 'solid', true], ['序时进度', 'dotted', false],
    ])
    expect(linesOf({ pace: null, isCumulative: false }).map(({ name }) => name)).toEqual(['2022年', '2023年'])
  })

  it('draws each figure at its month and nothing where there is none', () => {
    const values = linesOf()[1]!.data.map((point) => (typeof point === 'object' && point !== null ? (point as { value: unknown }).value : point))
    expect(values).toEqual(input.thisYear)
  })

  it('writes twelve months, where this year stands and where it should end', () => {
    const texts = drawnTexts({})
    expect(texts).toEqual(expect.arrayContaining(['1月', '12月', '4,000', '目标 13,200', '2023年', '2022年', '序时进度']))
    expect(drawnTexts({ unit: '万元', decimals: 2 })).toEqual(expect.arrayContaining(['4,000.00', '目标 13,200.00']))
  })

  it('says of a figure that reports are missing', () => {
    expect(drawnTexts({ complete: 3 })).toContain('4,000（未报齐）')
    expect(linesOf({ complete: 3 })[1]!.data.slice(2, 4)).toMatchObject([3000, { value: 4000, symbol: 'emptyCircle' }])
  })

  it('keeps its two figures apart: the higher line has its own above it', () => {
    const placeOf = (part: Partial<TrendInput>) => linesOf(part).slice(1).map(({ data }) => (data.find((point) => typeof point === 'object' && point !== null) as { label: { position: string; verticalAlign?: string } }).label).map(({ position, verticalAlign }) => verticalAlign ?? position)
    expect(placeOf({})).toEqual(['bottom', 'bottom'])
    expect(placeOf({ thisYear: upTo(4, 1200) })).toEqual(['top', 'top'])
    expect(placeOf({ thisYear: upTo(12, 1200), complete: 12 })).toEqual(['bottom', 'top'])
    expect(placeOf({ complete: 12, thisYear: upTo(12, 1000) })).toEqual(['top', 'bottom'])
  })

  it('has nothing to write without figures', () => {
    const none = Array.from({ length: 12 }, () => null)
    expect(drawnTexts({ thisYear: none, lastYear: none, pace: null, complete: 0 })).toContain('1月')
  })

  it('has tooltips of text only, with units', () => {
    const tooltip = buildTrendOption({ ...input, decimals: 2, unit: '万元{a|x}' }, COLORS).tooltip as { renderMode: string; confine: boolean; formatter?: unknown; valueFormatter: (value: unknown) => string }
    expect(tooltip).toMatchObject({ renderMode: 'richText', confine: true })
    expect(tooltip.formatter).toBeUndefined()
    expect(tooltip.valueFormatter(8000)).toBe('8,000.00 万元｛a|x｝')
    expect(tooltip.valueFormatter(null)).toBe('—')
  })

  it.each([
    [950, '人', [0, 500], ['0', '500']],
    [9000, '人', [5000], ['5,000']],
    [58_300, '人', [5000, 20_000, -20_000], ['0.5万', '2万', '-2万']],
    [250_000_000, '元', [100_000_000], ['1亿']],
    [12_000, '万元', [5000, 10_000], ['5,000', '10,000']],
    [3.2, '%', [2.5], ['2.5']],
  ])('one scale for an axis up to %j %s', (largest, unit, values, texts) => {
    expect(values.map(axisFormat(largest, unit))).toEqual(texts)
  })
})
