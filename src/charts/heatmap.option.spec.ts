import { HeatmapChart } from 'echarts/charts'
import { GridComponent, TooltipComponent, VisualMapPiecewiseComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { describe, expect, it } from 'vitest'
import { COLORS } from './chart-colors-fixture.ts'
import { buildHeatmapOption, heatmapFrame, heatmapPlace, type HeatmapInput, type HeatmapSquare } from './heatmap.option.ts'

use([HeatmapChart, GridComponent, TooltipComponent, VisualMapPiecewiseComponent, SVGRenderer])

const square = (part: Partial<HeatmapSquare>): HeatmapSquare => ({ text: '▲ 1.12', tone: 'ahead', fifth: null, isMissing: false, details: ['58 人'], ...part })
const input: HeatmapInput = {
  details: ['本期'],
  columns: ['新增就业', '就业服务'],
  selected: 1,
  rows: ['东区', '西县'],
  squares: [
    [square({}), square({ text: '▼ 0.90', tone: 'behind' })],
    [square({ text: '120', tone: null, fifth: 4 }), square({ text: '未报', tone: null, isMissing: true })],
  ],
}
const frame = heatmapFrame(input, 600, false, 16)

/** Texts and fills of cells as ECharts draws them. */
function drawn(given: HeatmapInput): { texts: string[]; fills: string[] } {
  const at = heatmapFrame(given, 600, false, 16)
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: at.width, height: at.height })
  chart.setOption(buildHeatmapOption(given, at, COLORS))
  const svg = chart.renderToSVGString()
  chart.dispose()
  return {
    texts: [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>')),
    fills: [...svg.matchAll(/<path[^>]* fill="([a-z0-9-]+)"/g)].map(([, fill]) => fill!).filter((fill) => /soft|fifth|track/.test(fill)),
  }
}

describe('heatmap option', () => {
  it('writes sign and number into every cell, and says where there is none', () => {
    const { texts, fills } = drawn(input)
    expect(texts).toEqual(expect.arrayContaining(['新增就业', '就业服务', '东区', '西县', '▲ 1.12', '▼ 0.90', '120', '未报']))
    expect(fills).toEqual(['ahead-soft', 'behind-soft', 'fifth-4', 'track'])
  })

  it('lets no name become markup, in labels or tooltip', () => {
    const hostile = { ...input, rows: ['{a|甲}<i>', '乙|}'], columns: ['{b|就业}', '服务'], details: ['{c|本期}'] }
    expect(drawn(hostile).texts).toEqual(expect.arrayContaining(['｛a|甲｝<i>', '乙|｝', '｛b|就业｝']))
    const option = buildHeatmapOption(hostile, frame, COLORS)
    expect(JSON.stringify(option.series)).not.toMatch(/\{[a-zA-Z0-9_]+\|/)
    expect(option.tooltip).toMatchObject({ renderMode: 'richText' })
    expect(option.tooltip).not.toHaveProperty('formatter')
  })

  it('shows which column the other charts show', () => {
    const { data } = buildHeatmapOption(input, frame, COLORS).xAxis as { data: { textStyle: { fontWeight: string } }[] }
    expect(data.map(({ textStyle }) => textStyle.fontWeight)).toEqual(['normal', 'bold'])
  })
})

describe('heatmap frame', () => {
  it('fills its room, and scrolls where that is too narrow', () => {
    expect(frame.width).toBe(600)
    expect(heatmapFrame(input, 100, false, 16).width).toBeGreaterThan(200)
    expect(heatmapFrame(input, 0, false, 16).width).toBeGreaterThan(200)
  })

  it('grows with its rows, and for fingers', () => {
    const many = { ...input, rows: Array.from({ length: 40 }, () => '村') }
    expect(heatmapFrame(many, 600, false, 16).height).toBeGreaterThan(40 * 24)
    expect(heatmapFrame(input, 600, true, 16).height).toBeGreaterThan(frame.height)
  })

  it('gives long names a second line', () => {
    expect(heatmapFrame({ ...input, columns: ['就业困难人员就近就地就业率', '服务'] }, 100, false, 16).top).toBeGreaterThan(frame.top)
  })

  it('knows what is where', () => {
    const at = (x: number, y: number) => heatmapPlace(input, frame, { x, y })
    expect(at(frame.left + 1, frame.top + 1)).toEqual({ row: 0, column: 0 })
    expect(at(frame.width - 1, frame.height - 1)).toEqual({ row: 1, column: 1 })
    expect(at(2, frame.height - 1)).toEqual({ row: 1, column: -1 })
    expect(at(frame.width - 1, 2)).toEqual({ row: -1, column: 1 })
  })
})
