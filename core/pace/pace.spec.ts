import { describe, expect, it } from 'vitest'
import { neededPerMonth, projectYear, seasonalShape, STRAIGHT } from './pace.ts'

const straightYear = Array.from({ length: 12 }, (_, m) => (m + 1) * 10)
const earlyYear = [40, 60, 80, 90, 95, 100, 104, 108, 112, 115, 118, 120]

describe('pace', () => {
  it('expects three quarters of the year by September on a straight line', () => {
    expect(STRAIGHT[8]).toBe(0.75)
    expect(STRAIGHT[11]).toBe(1)
  })

  it('takes the mean of own years, and says which', () => {
    const shape = seasonalShape([{ year: 2021, cumulative: straightYear }, { year: 2022, cumulative: earlyYear }])!
    expect(shape.years).toEqual([2021, 2022])
    expect(shape.mean[5]).toBeCloseTo((60 / 120 + 100 / 120) / 2, 12)
    expect([shape.smallest[5], shape.largest[5]]).toEqual([60 / 120, 100 / 120])
    expect(shape.mean[11]).toBe(1)
  })

  it('has no shape without a whole year that came to something', () => {
    expect(seasonalShape([])).toBeNull()
    expect(seasonalShape([{ year: 2021, cumulative: straightYear.map(() => 0) }])).toBeNull()
    expect(seasonalShape([{ year: 2021, cumulative: [1, 2, 3] }])).toBeNull()
  })

  it('says what is needed each month, never less than nothing, and not in December', () => {
    expect(neededPerMonth(120, 60, 9)).toBe(20)
    expect(neededPerMonth(120, 130, 9)).toBe(0)
    expect(neededPerMonth(120, 60, 12)).toBeNull()
  })

  it('projects the year with a range', () => {
    const shape = seasonalShape([{ year: 2021, cumulative: straightYear }, { year: 2022, cumulative: earlyYear }])
    const projection = projectYear(100, shape, 6)!
    expect(projection.low).toBeCloseTo(120, 9)
    expect(projection.high).toBeCloseTo(200, 9)
    expect(projection.expected).toBeCloseTo(150, 9)
    expect(projectYear(100, null, 6)).toBeNull()
  })
})
