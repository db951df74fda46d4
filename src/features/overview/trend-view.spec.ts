import { describe, expect, it } from 'vitest'
import { STRAIGHT } from '#core/pace/pace.ts'
import { monthOf } from '#core/period/month.ts'
import type { Figures } from './figures.ts'
import { figuresOf, indicatorOf, numberOf, wholeMonth } from './figures-fixture.ts'
import { buildTrend, trendSummary } from './trend-view.ts'

const FLOW = indicatorOf('FLOW')
const targets = [{ unit: '市', indicator: 'FLOW', value: 6876 }]
const reports = [2021, 2022].flatMap((year) => [1, 2, 3].map((month) => wholeMonth(monthOf(year, month)))).flat()
const range = { from: monthOf(2022, 1), to: monthOf(2022, 3) }

/** Every past year was a straight line. */
const withSeason = (figures: Figures): Figures => ({
  ...figures,
  paces: new Map([[FLOW.code, { curve: STRAIGHT, seasonal: { years: [2021], mean: STRAIGHT, smallest: STRAIGHT, largest: STRAIGHT } }]]),
})

describe('trend in words', () => {
  it('says where the year stands', () => {
    const figures = figuresOf({ reports, targets })
    const trend = buildTrend(figures, numberOf(figures, '市'), FLOW, range)
    expect(trend.complete).toBe(3)
    expect(trendSummary(trend, FLOW)).toBe('FLOW走势图，2022年1—3月累计 1,719 人，上年同期 1,719 人，按序时进度应为 1,719 人，年度目标 6,876 人。选择“表”可逐月查看。')
  })

  it('marks months that lack reports', () => {
    const figures = figuresOf({ reports: reports.filter(({ unit, month }) => !(unit === '二村' && month === range.to)), targets })
    const trend = buildTrend(figures, numberOf(figures, '市'), FLOW, range)
    expect(trend.complete).toBe(2)
    expect(trendSummary(trend, FLOW)).toContain('人（未报齐），')
  })

  it('has nothing to say of a year without figures', () => {
    const figures = figuresOf({ reports: [] })
    expect(trendSummary(buildTrend(figures, numberOf(figures, '市'), FLOW, range), FLOW)).toBe('FLOW走势图，2022年没有数据。选择“表”可逐月查看。')
  })

  it('projects a year that is not over yet', () => {
    const whole = withSeason(figuresOf({ reports: [2021, 2022].flatMap((year) => Array.from({ length: 12 }, (_, k) => wholeMonth(monthOf(year, k + 1)))).flat(), targets }))
    const year = { from: monthOf(2022, 1), to: monthOf(2022, 12) }
    const city = numberOf(whole, '市')
    expect(buildTrend(whole, city, FLOW, year)).toMatchObject({ complete: 12, projection: null })
    expect(buildTrend(whole, city, FLOW, range)).toMatchObject({ complete: 3, projection: { expected: 6876, low: 6876, high: 6876 } })
  })
})
