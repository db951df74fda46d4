import { CustomChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { describe, expect, it } from 'vitest'
import { COLORS } from './chart-colors-fixture.ts'
import { buildRankingOption, rankingRowRem, type RankingBar, type RankingInput } from './ranking.option.ts'

use([CustomChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

const bar = (part: Partial<RankingBar>): RankingBar => ({ name: '东区', rank: 1, length: 0.5, figure: '50.0%', tone: 'ahead', status: '▲ 快于', details: ['58 人', '▲ 快于'], ...part })
const inputOf = (bars: readonly RankingBar[], part: Partial<RankingInput> = {}): RankingInput => ({ name: '新增就业', details: ['本期', '评价'], bars, pace: 0.5, reach: 1, ...part })

/** What is made of the input's chart, drawn without a browser. */
function drawn<T>(input: RankingInput, read: (chart: ECharts) => T): T {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 500, height: 40 * input.bars.length })
  chart.setOption(buildRankingOption(input, COLORS))
  chart.getZr().flush()
  try {
    return read(chart)
  } finally {
    chart.dispose()
  }
}

/** Texts as ECharts draws them. */
function drawnTexts(input: RankingInput): string[] {
  const svg = drawn(input, (chart) => chart.renderToSVGString())
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
}

/** Start and length of what is filled with a colour, as shares of the first track. */
function drawnBars(input: RankingInput, color: string): { from: number; length: number }[] {
  const rects = drawn(input, (chart) => chart.getZr().storage.getDisplayList(true).filter(({ type }) => type === 'rect'))
    .map((rect) => ({ fill: rect.style.fill as string, ...(rect as unknown as { shape: { x: number; width: number } }).shape }))
  const track = rects.find(({ fill }) => fill === COLORS.track)!
  const share = (px: number) => Math.round((px / track.width) * 1000) / 1000
  return rects.filter(({ fill }) => fill === color).map(({ x, width }) => ({ from: share(x - track.x), length: share(width) }))
}

interface Series { readonly data: { value: unknown[]; itemStyle: { color: string } }[]; readonly markLine?: { data: unknown } }
const seriesOf = (input: RankingInput) => (buildRankingOption(input, COLORS).series as unknown as Series[])[0]!

describe('ranking option', () => {
  it('draws each child in the order of the ranking, with sign and word beside the colour', () => {
    const bars = [bar({}), bar({ name: '西县', rank: 2, length: 0.4, figure: '40.0%', tone: 'behind', status: '▼ 慢于' })]
    expect(seriesOf(inputOf(bars)).data.map(({ value, itemStyle }) => [value[0], value[1], itemStyle.color])).toEqual([[0.5, 0, 'ahead'], [0.4, 1, 'behind']])
    expect(drawnTexts(inputOf(bars))).toEqual(['1', '东区', '50.0%', '▲ 快于', '2', '西县', '40.0%', '▼ 慢于'])
  })

  it('draws all of forty children, two of one name, and cuts no name', () => {
    const long = '攸县网岭循环经济园虚拟社区'
    const bars = Array.from({ length: 40 }, (_, k) => bar({ name: k < 2 ? '湾塘村' : `${long}${k}`, rank: k + 1 }))
    const texts = drawnTexts(inputOf(bars))
    expect(texts.filter((text) => text === '湾塘村')).toHaveLength(2)
    // A long name takes two lines.
    expect(texts.join('')).toContain(`${long}39`)
    expect(texts.join('')).not.toContain('…')
    expect(rankingRowRem(inputOf(bars), false)).toBeGreaterThan(rankingRowRem(inputOf(bars.map((each) => ({ ...each, name: '村' }))), false))
  })

  it('marks the pace, and leaves it out where there is none', () => {
    expect(seriesOf(inputOf([bar({})])).markLine?.data).toEqual([{ xAxis: 0.5 }])
    expect(seriesOf(inputOf([bar({})], { pace: null })).markLine).toBeUndefined()
  })

  it.each([
    ['the target is in sight', [0.2], { min: 0, max: 1 }],
    ['somebody is past it', [1.5, 0.2], { min: 0, max: 1.5 }],
    ['a correction was larger than the figure', [3, -2], { min: -2, max: 3 }],
    ['there is nothing', [null], { min: 0, max: 1 }],
  ])('scales so that %s', (_name, lengths, scale) => {
    expect(buildRankingOption(inputOf(lengths.map((length) => bar({ length }))), COLORS).xAxis).toMatchObject(scale)
  })

  it('draws bars from zero to their lengths, to the left where a correction was larger', () => {
    const bars = [bar({ length: 3 }), bar({ length: -1 }), bar({ length: null }), bar({ length: 0 })]
    expect(drawnBars(inputOf(bars), 'ahead')).toEqual([{ from: 0.25, length: 0.75 }, { from: 0, length: 0.25 }])
    expect(drawnBars(inputOf(bars), COLORS.track)).toEqual(bars.map(() => ({ from: 0, length: 1 })))
  })

  it('draws no bar for a child without a figure, and no colour of a status without one', () => {
    const bars = [bar({}), bar({ length: null, tone: null, status: '', figure: '无数据' })]
    expect(seriesOf(inputOf(bars)).data[1]).toMatchObject({ value: ['-', 1, '58 人', '▲ 快于'], itemStyle: { color: 'neutral' } })
    expect(seriesOf(inputOf([bar({ tone: null })])).data[0]!.itemStyle.color).toBe('accent')
  })

  it('lets no name become markup, in labels or tooltip', () => {
    const hostile = '{rank|甲}<b>|乙}'
    const input = inputOf([bar({ name: hostile, details: ['5 {x|人}', ''] })], { name: '{a|就业}', details: ['{b|本期}', '评价'] })
    expect(drawnTexts(input).join('')).toContain('｛rank|甲｝<b>|乙｝')
    const option = buildRankingOption(input, COLORS)
    expect(JSON.stringify(option.series)).not.toMatch(/\{[a-zA-Z0-9_]+\|/)
    const axis = option.yAxis as { axisPointer: { label: { formatter: (at: { value: string }) => string } } }
    expect(axis.axisPointer.label.formatter({ value: '0' })).toBe('｛rank|甲｝<b>|乙｝')
    expect(option.tooltip).toMatchObject({ renderMode: 'richText' })
    expect(option.tooltip).not.toHaveProperty('formatter')
  })
})
