import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { fillersText, momentText, monthWord, periodMonths, periodName } from './form-words.ts'

describe('forms in words', () => {
  it('name periods and the months after them', () => {
    expect((['month', 'quarter', 'year'] as const).map((each) => periodName(each, monthOf(2023, 12)))).toEqual(['2023年12月', '2023年第4季度', '2023年'])
    expect((['month', 'quarter', 'year'] as const).map((each) => [0, 1, 2].map((k) => monthWord(each, k)).join(' '))).toEqual(['当月 次月 后第2月', '季末当月 季末次月 季末后第2月', '当年12月 次年1月 次年2月'])
    expect((['quarter', 'year'] as const).map(periodMonths)).toEqual([[3, 6, 9, 12], [12]])
  })

  it('name fillers', () => {
    expect(fillersText([{ level: 4 }, { level: 4, kind: '村委会' }, { unit: 'X', name: '石峰区' }, { unit: 'Y', name: null }])).toBe('村社区、村社区（村委会）、石峰区、Y')
  })

  it('tell moments in the city\'s time, wherever the browser is', () => {
    expect(momentText('2023-07-02T17:00:00+08:00')).toEqual({ date: '7月2日', weekday: '周日', isWeekend: true, time: '17:00' })
    expect(momentText('2024-02-29T24:00:00+08:00')).toEqual({ date: '2月29日', weekday: '周四', isWeekend: false, time: '24:00' })
  })
})
