import { describe, expect, it } from 'vitest'
import { COLORS } from './chart-colors-fixture.ts'
import { buildTrendOption, shortFigure, type TrendInput } from './trend.option.ts'

const input: TrendInput = {
  year: 2022, isCumulative: true, thisYear: [1, 2, null], lastYear: [1, 1, 3], pace: [1, 2, 3], unit: '万元', decimals: 2,
}

describe('trend option', () => {
  it('draws this year, last year and the pace, told apart without colour', () => {
    const { series } = buildTrendOption(input, COLORS)
    const lines = series as { name: string; data: unknown; lineStyle: { type?: string } }[]
    expect(lines.map((each) => [each.name, each.lineStyle.type ?? 'solid'])).toEqual([
      ['2022年累计', 'solid'], ['2021年累计', 'dashed'], ['序时进度', 'dotted'],
    ])
    expect(lines[0]!.data).toEqual([1, 2, null])
  })

  it('leaves the pace out where there is none', () => {
    expect(buildTrendOption({ ...input, pace: null, isCumulative: false }, COLORS).series).toHaveLength(2)
  })

  it('has tooltips of text only, with units', () => {
    const tooltip = buildTrendOption(input, COLORS).tooltip as { renderMode: string; formatter?: unknown; valueFormatter: (value: unknown) => string }
    expect(tooltip.renderMode).toBe('richText')
    expect(tooltip.formatter).toBeUndefined()
    expect(tooltip.valueFormatter(8000)).toBe('8,000.00 万元')
    expect(tooltip.valueFormatter(null)).toBe('—')
  })

  it('says 万 and 亿', () => {
    expect([0, 950, 12_000, 58_300, 250_000_000, -20_000].map(shortFigure)).toEqual(['0', '950', '1.2万', '5.83万', '2.5亿', '-2万'])
  })
})
