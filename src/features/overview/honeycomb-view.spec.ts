import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { figuresOf, indicatorOf, numberOf, report } from './figures-fixture.ts'
import { boundsOfFifths, buildHoneycomb } from './honeycomb-view.ts'

const month = monthOf(2022, 3)
const range = { from: month, to: month }

describe('fifths', () => {
  it('hold a fifth of the values each', () => {
    expect(boundsOfFifths([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual([2, 4, 6, 8, 10])
    expect(boundsOfFifths([])).toEqual([])
  })

  it('keep equal values together', () => {
    expect(boundsOfFifths([0, 0, 0, 0, 0, 0, 0, 0, 3, 9])).toEqual([0, 9])
  })
})

describe('honeycomb', () => {
  it('colours by fifth where there is no status, and marks what is not a plain figure', () => {
    const figures = figuresOf({
      reports: [
        report({ unit: '一村', month, cells: { FLOW: 0 } }),
        report({ unit: '二村', month, cells: { FLOW: 9 } }),
        report({ unit: '三村', month, cells: { FLOW: 5 }, state: 'returned' }),
      ],
    })
    const villages = ['一村', '二村', '三村'].map((name) => numberOf(figures, name))
    const { hexagons } = buildHoneycomb(figures, figures.tree.root, villages, indicatorOf('FLOW'), range)
    expect(hexagons.map(({ tone, mark }) => [tone, mark])).toEqual([[3, '零报告'], [4, null], ['none', '退回']])
  })

  it('colours by status where there is one, judged at the parent’s month', () => {
    const months = [1, 2, 3].map((m) => monthOf(2022, m))
    // 一村 did nothing in March: behind by then, but March is not complete, so nobody is judged by it.
    const flow = (unit: string, m: number) => (unit === '一村' && m === month ? 0 : 100)
    const all = months.flatMap((m) => ['一村', '二村', '三村'].map((unit) => report({ unit, month: m, cells: { FLOW: flow(unit, m) } })))
    const figures = figuresOf({
      reports: all.filter((r) => !(r.unit === '三村' && r.month === month)),
      targets: [{ unit: '一村', indicator: 'FLOW', value: 1200 }, { unit: '二村', indicator: 'FLOW', value: 9000 }, { unit: '三村', indicator: 'FLOW', value: 1200 }],
    })
    const villages = ['一村', '二村', '三村'].map((name) => numberOf(figures, name))
    const { hexagons, fifths } = buildHoneycomb(figures, figures.tree.root, villages, indicatorOf('FLOW'), { from: months[0]!, to: month })
    expect(hexagons.map(({ tone, mark }) => [tone, mark])).toEqual([['ahead', null], ['behind', null], ['ahead', '未报']])
    expect(fifths).toEqual([])
  })
})
