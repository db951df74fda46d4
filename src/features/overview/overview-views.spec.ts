import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { figuresOf, INDICATORS, indicatorOf, numberOf, report, wholeMonth } from './figures-fixture.ts'
import { buildHeatmap } from './heatmap-view.ts'
import { buildRanking } from './ranking-view.ts'
import { buildTile, tilesFromFigures, tilesFromTotals } from './tiles-view.ts'
import { buildTrend } from './trend-view.ts'

const months = [1, 2, 3].map((m) => monthOf(2022, m))
const lastYear = [1, 2, 3].map((m) => monthOf(2021, m))
const reports = [...lastYear, ...months].flatMap(wholeMonth)
const range = { from: monthOf(2022, 1), to: monthOf(2022, 3) }
const targets = [
  { unit: '市', indicator: 'FLOW', value: 6876 },
  { unit: '东区', indicator: 'FLOW', value: 3000 },
  { unit: '西县', indicator: 'FLOW', value: 4000 },
]
const FLOW = indicatorOf('FLOW')

describe('tiles', () => {
  const figures = figuresOf({ reports, targets })
  const city = numberOf(figures, '市')

  it('show the indicators with a pace that the unit has', () => {
    expect(tilesFromFigures(figures, city, range).map((tile) => tile.code)).toEqual(['FLOW', 'MONEY'])
    expect(tilesFromFigures(figures, numberOf(figures, '一村'), range).map((tile) => tile.code)).toEqual(['FLOW'])
  })

  it('carry value, completion, pace and comparisons', () => {
    const tile = buildTile(figures, city, FLOW, range)
    expect(tile).toMatchObject({ value: 1719, target: 6876, completion: 0.25, pace: 0.25, index: 1, status: 'ahead' })
    expect(tile.yearOnYear).toEqual({ ratio: 0, isPoints: false, reason: null })
    expect(tile.monthOnMonth).toBeNull()
    expect(tile.monthly?.slice(0, 4)).toEqual([573, 573, 573, null])
    expect(buildTile(figures, city, FLOW, { from: months[2]!, to: months[2]! }).monthOnMonth?.ratio).toBe(0)
  })

  it('do not compare what is not complete', () => {
    const gap = figuresOf({ reports: reports.filter((r) => !(r.unit === '二村' && r.month === months[2])), targets })
    expect(buildTile(gap, city, FLOW, range)).toMatchObject({ asOf: months[1], yearOnYear: { ratio: null, reason: '本期未报齐' } })
  })

  it('compare rates in points', () => {
    expect(buildTile(figures, city, indicatorOf('RATE'), range).yearOnYear).toEqual({ ratio: 0, isPoints: true, reason: null })
  })

  it('come from ready-made totals first', () => {
    const coverage = { counted: 1, due: 1 }
    const entry = { value: 5, month: null, coverage, asOf: '2022-03', target: 10, completion: 0.5, pace: 0.25, index: 2, status: 'ahead' as const }
    const totals = {
      unit: '市', from: '2022-01', to: '2022-03', basis: 'live' as const,
      coverage: { counted: 1, due: 1, missing: [], missingTotal: 0 },
      indicators: [{ code: 'STOCK', ...entry }, { code: 'FLOW', ...entry }, { code: 'MONEY', ...entry, value: null, coverage: { counted: 0, due: 0 } }],
    }
    expect(tilesFromTotals(totals, INDICATORS)).toMatchObject([{ code: 'FLOW', value: 5, asOf: monthOf(2022, 3), yearOnYear: null }])
  })
})

describe('ranking', () => {
  it('orders children by completion at their parent’s month', () => {
    const gap = figuresOf({ reports: reports.filter((r) => !(r.unit === '三村' && r.month === months[2])), targets })
    const ranking = buildRanking(gap, numberOf(gap, '市'), FLOW, range)
    expect(ranking).toMatchObject({ by: 'completion', asOf: months[1] })
    // 东区 two months of 293 of 3000, 西县 two of 300 of 4000: the missing village costs 西县 nothing.
    expect(ranking.children.map((c) => [c.name, c.rank, c.completion])).toEqual([['东区', 1, 586 / 3000], ['西县', 2, 600 / 4000]])
  })

  it('falls back to the figure, gives ties one rank and puts units without a figure last', () => {
    const figures = figuresOf({
      reports: [report({ unit: '一村', month: months[0]!, cells: { FLOW: 0 } })],
    })
    const ranking = buildRanking(figures, numberOf(figures, '甲街道'), FLOW, range)
    expect(ranking.by).toBe('value')
    expect(ranking.children.map((c) => [c.name, c.rank, c.value])).toEqual([['一村', 1, 0], ['二村', null, null]])
  })
})

describe('trend', () => {
  it('accumulates a flow and draws the pace towards its target', () => {
    const figures = figuresOf({ reports, targets })
    const trend = buildTrend(figures, numberOf(figures, '市'), FLOW, range)
    expect(trend.thisYear.slice(0, 4)).toEqual([573, 1146, 1719, null])
    expect(trend.lastYear.slice(0, 3)).toEqual([573, 1146, 1719])
    expect(trend.pace?.[2]).toBe(1719)
    expect(trend).toMatchObject({ year: 2022, isCumulative: true, target: 6876, projection: null })
  })

  it('shows each month of a stock', () => {
    const figures = figuresOf({ reports })
    const trend = buildTrend(figures, numberOf(figures, '市'), indicatorOf('STOCK'), range)
    expect(trend).toMatchObject({ isCumulative: false, pace: null })
    expect(trend.thisYear.slice(0, 4)).toEqual([80, 80, 80, null])
  })
})

describe('heatmap', () => {
  it('judges every child by every indicator with a pace', () => {
    const figures = figuresOf({ reports, targets })
    const heatmap = buildHeatmap(figures, numberOf(figures, '市'), range)
    expect(heatmap.indicators.map((i) => i.code)).toEqual(['FLOW', 'MONEY'])
    expect(heatmap.children.map((c) => c.name)).toEqual(['东区', '西县'])
    expect(heatmap.cells[0]![0]).toMatchObject({ status: 'ahead' })
    expect(heatmap.cells[1]![0]).toMatchObject({ status: 'behind', index: 900 / 4000 / 0.25 })
    expect(heatmap.cells[0]![1]).toEqual({ index: null, completion: null, status: null, value: 45.75, fifth: 3, mark: null })
  })
})
