import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { coverageFromFigures, judgedMonthNote } from './coverage-view.ts'
import { figuresOf, indicatorOf, numberOf, wholeMonth } from './figures-fixture.ts'

const range = { from: monthOf(2022, 1), to: monthOf(2022, 3) }
const whole = [1, 2, 3].flatMap((month) => wholeMonth(monthOf(2022, month)))

describe('coverage', () => {
  it('names the topmost units that lack a report, and why', () => {
    const reports = whole
      .filter((each) => !(each.unit === '二村' && each.month === range.to))
      .map((each) => (each.unit === '三村' && each.month === range.to ? { ...each, state: 'returned' as const } : each))
    const figures = figuresOf({ reports })
    expect(coverageFromFigures(figures, figures.tree.root, range)).toEqual({
      due: 24, counted: 22, missingTotal: 2,
      missing: [{ code: '二村', name: '二村', state: '3月未报' }, { code: '三村', name: '三村', state: '3月退回修改' }],
    })
  })

  it('says at which month is judged', () => {
    const gap = figuresOf({ reports: whole.filter((each) => !(each.unit === '二村' && each.month === range.to)) })
    const FLOW = indicatorOf('FLOW')
    expect(judgedMonthNote(gap, gap.tree.root, FLOW, range.to)).toBe('未报齐，按2月评价')
    expect(judgedMonthNote(gap, numberOf(gap, '西县'), FLOW, range.to)).toBeNull()
    const late = figuresOf({ reports: whole.filter((each) => each.month !== range.from) })
    expect(judgedMonthNote(late, late.tree.root, FLOW, range.to)).toBe('未报齐，本年暂不评价')
  })
})
