import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { figuresOf, indicatorOf, numberOf, wholeMonth } from './figures-fixture.ts'
import { buildHeatmap } from './heatmap-view.ts'
import { heatmapCells, rankingCells, trendCells } from './panel-cells.ts'
import { buildRanking } from './ranking-view.ts'
import { buildTrend } from './trend-view.ts'

const range = { from: monthOf(2022, 1), to: monthOf(2022, 2) }
const figures = figuresOf({
  reports: [1, 2].flatMap((month) => wholeMonth(monthOf(2022, month))),
  targets: [{ unit: '东区', indicator: 'FLOW', value: 3516 }, { unit: '西县', indicator: 'FLOW', value: 4000 }],
})
const city = numberOf(figures, '市')
const FLOW = indicatorOf('FLOW')

describe('tables behind the pictures', () => {
  it('ranking', () => {
    const [head, ...rows] = rankingCells(buildRanking(figures, city, FLOW, range), FLOW)
    expect(head).toHaveLength(9)
    expect(rows).toEqual([
      ['1', '东区', '586', '3516', '16.7', '16.7', '0.0', '快于', ''],
      ['2', '西县', '600', '4000', '15.0', '16.7', '-1.7', '慢于', '1月'],
    ])
  })

  it('heatmap', () => {
    expect(heatmapCells(buildHeatmap(figures, city, range))).toEqual([
      ['单位', 'FLOW（指数，无目标时为数值）', 'MONEY（指数，无目标时为数值）'], ['东区', '1.00', '30.50'], ['西县', '0.90', '61.00'],
    ])
  })

  it('trend, with the decimals of its indicator', () => {
    const MONEY = indicatorOf('MONEY')
    const [head, january, , march] = trendCells(buildTrend(figures, city, MONEY, range), MONEY)
    expect(head).toEqual(['月份', '2022年累计（万元）', '2021年累计（万元）'])
    expect(january).toEqual(['1月', '46.75', ''])
    expect(march).toEqual(['3月', '', ''])
    expect(trendCells(buildTrend(figures, numberOf(figures, '西县'), FLOW, range), FLOW)[1]).toEqual(['1月', '300', '', '333'])
  })
})
