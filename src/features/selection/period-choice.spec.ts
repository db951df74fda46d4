import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { choicesOf, kindsOf, nearestChoice, PERIOD_KINDS } from './period-choice.ts'

const range = (from: number, to: number) => ({ from: monthOf(2022, from), to: monthOf(2022, to) })

describe('period choices', () => {
  it.each([
    [range(5, 5), ['month']],
    [range(1, 1), ['ytd', 'month']],
    [range(4, 6), ['quarter']],
    [range(1, 3), ['ytd', 'quarter']],
    [range(7, 12), ['half']],
    [range(1, 12), ['ytd', 'year']],
    [range(1, 5), ['ytd']],
    [range(2, 4), []],
    [{ from: monthOf(2021, 7), to: monthOf(2022, 6) }, []],
  ])('knows what kinds a range is: %j', (given, kinds) => {
    expect(kindsOf(given)).toEqual(kinds)
  })

  it('lists choices that are of their own kind', () => {
    for (const { kind } of PERIOD_KINDS) {
      for (const choice of choicesOf(kind, 2022)) expect(kindsOf(choice)).toContain(kind)
    }
    expect(choicesOf('quarter', 2022).map((c) => c.label)).toEqual(['一季度', '二季度', '三季度', '四季度'])
    expect(choicesOf('ytd', 2022)).toHaveLength(12)
  })

  it('keeps near the present range when the kind or the year changes', () => {
    const last = monthOf(2023, 6)
    expect(nearestChoice('quarter', range(1, 5), 2022, last)?.label).toBe('二季度')
    expect(nearestChoice('ytd', range(4, 6), 2022, last)?.label).toBe('1—6月')
    expect(nearestChoice('ytd', range(1, 12), 2023, last)?.label).toBe('1—6月')
    expect(nearestChoice('year', range(1, 12), 2023, last)).toBeNull()
  })
})
