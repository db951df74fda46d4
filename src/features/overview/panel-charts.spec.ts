import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { figuresOf, indicatorOf, numberOf, report, wholeMonth } from './figures-fixture.ts'
import { detailsText, heatmapSquares, heatmapSummary } from './heatmap-squares.ts'
import { buildHeatmap } from './heatmap-view.ts'
import { rankingBars, rankingSummary } from './ranking-bars.ts'
import { buildRanking } from './ranking-view.ts'

const range = { from: monthOf(2022, 1), to: monthOf(2022, 2) }
const reports = [1, 2].flatMap((month) => wholeMonth(monthOf(2022, month)))
const figures = figuresOf({
  reports,
  targets: [{ unit: '东区', indicator: 'FLOW', value: 3516 }, { unit: '西县', indicator: 'FLOW', value: 4000 }],
})
const city = numberOf(figures, '市')
const FLOW = indicatorOf('FLOW')

describe('ranking in words', () => {
  const ranking = buildRanking(figures, city, FLOW, range)

  it('by completion, with the pace', () => {
    expect(rankingBars(ranking, FLOW, false)).toEqual({
      name: 'FLOW',
      details: ['本期', '年度目标', '完成率', '评价'],
      pace: 2 / 12,
      reach: 1,
      bars: [
        { name: '东区', rank: 1, length: 586 / 3516, figure: '16.7%', tone: 'ahead', status: '▲ 快于', details: ['586 人', '3,516 人', '16.7%', '▲ 快于，较序时进度 0.0个百分点'] },
        {
          name: '西县', rank: 2, length: 0.15, figure: '15.0%', tone: 'behind', status: '▼ 慢于 1月起',
          details: ['600 人', '4,000 人', '15.0%', '▼ 慢于，较序时进度 -1.7个百分点，自1月起慢于序时进度'],
        },
      ],
    })
    expect(rankingBars(ranking, FLOW, true).bars[1]!.status).toBe('▼ 慢于')
  })

  it('by value, where there is no target, and says where there is no figure', () => {
    const some = figuresOf({ reports: [report({ unit: '一村', month: range.from, cells: { FLOW: 1200 } })] })
    const { bars, pace, reach } = rankingBars(buildRanking(some, numberOf(some, '甲街道'), FLOW, range), FLOW, false)
    expect({ pace, reach }).toEqual({ pace: null, reach: 0 })
    expect(bars.map(({ name, length, figure, tone, status }) => [name, length, figure, tone, status])).toEqual([['一村', 1200, '1,200 人', null, ''], ['二村', null, '无数据', null, '']])
  })

  it('in a sentence', () => {
    expect(rankingSummary(ranking, FLOW)).toBe('FLOW排名图，2个下级单位，首位东区 16.7%，末位西县 15.0%，1个慢于序时进度。选择“表”可逐个查看和打开。')
  })
})

describe('heatmap in words', () => {
  it('gives index, figure, or why there is neither', () => {
    const gap = figuresOf({
      reports: reports.filter(({ unit }) => unit !== '三村'),
      targets: [{ unit: '东区', indicator: 'FLOW', value: 3516 }],
    })
    const heatmap = buildHeatmap(gap, numberOf(gap, '市'), range)
    const { columns, selected, rows, squares, details } = heatmapSquares(heatmap, 'MONEY')
    expect({ columns, selected, rows }).toEqual({ columns: ['FLOW', 'MONEY'], selected: 1, rows: ['东区', '西县'] })
    expect(squares.map((row) => row.map(({ text, isMissing }) => [text, isMissing]))).toEqual([[['586', false], ['30.50', false]], [['未报', true], ['61.00', false]]])
    expect(detailsText(details, squares[1]![0]!.details)).toBe('本期 未报，完成率 —，进度指数 —，评价 不作评价')
  })

  it('in a sentence', () => {
    expect(heatmapSummary(buildHeatmap(figures, city, range))).toBe('进度热力图，2个下级单位，2项指标，1格快于序时进度，1格慢于序时进度。选择“表”可逐个查看和打开。')
  })
})
