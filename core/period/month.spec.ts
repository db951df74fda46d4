import { describe, expect, it } from 'vitest'
import { addMonths, formatMonth, januaryOf, monthCount, monthNumber, monthOf, monthsOf, parseMonth, yearOf } from './month.ts'

describe('months', () => {
  it('reads and writes YYYY-MM', () => {
    expect(formatMonth(monthOf(2022, 12))).toBe('2022-12')
    expect(parseMonth('2022-01')).toBe(monthOf(2022, 1))
  })

  it.each(['2022-13', '2022-00', '2022-1', '22-01', '2022-01-01', ' 2022-01', ''])('refuses %j', (text) => {
    expect(parseMonth(text)).toBeNull()
  })

  it('counts across the end of a year', () => {
    const november = monthOf(2022, 11)
    expect(formatMonth(addMonths(november, 2))).toBe('2023-01')
    expect(monthCount({ from: november, to: monthOf(2023, 1) })).toBe(3)
    expect(monthsOf({ from: november, to: monthOf(2023, 1) }).map(formatMonth)).toEqual(['2022-11', '2022-12', '2023-01'])
    expect([yearOf(november), monthNumber(november), formatMonth(januaryOf(november))]).toEqual([2022, 11, '2022-01'])
  })
})
