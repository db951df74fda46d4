import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMonth, monthOf } from '../period/month.ts'
import { checkWindowRule, DEFAULT_WINDOW, type WindowException, type WindowRule } from './window-rule.ts'
import { periodsAround, periodWindow, windowAt } from './window.ts'

const june = monthOf(2023, 6)
const december = monthOf(2023, 12)

function state(now: string, { rule = DEFAULT_WINDOW, level = 4, period = june }: { rule?: WindowRule; level?: number; period?: typeof june } = {}): string {
  const { state, overdue } = windowAt(rule, level, 'month', period, now)!
  return overdue ? `${state}, overdue` : state
}

function due(level: number, rule: WindowRule = DEFAULT_WINDOW, period = june): string {
  return windowAt(rule, level, 'month', period, '2023-07-03T10:00:00+08:00')!.due
}

function withException(more: Partial<WindowException>): WindowRule {
  return { ...DEFAULT_WINDOW, exceptions: [{ year: null, month: 12, opens: null, due: null, closes: null, ...more }] }
}

describe('the window of a form', () => {
  it('is due by level, in the month after, at 17:00 Beijing time', () => {
    expect([4, 3, 2, 1].map((level) => due(level))).toEqual([
      '2023-07-02T17:00:00+08:00', '2023-07-03T17:00:00+08:00', '2023-07-05T17:00:00+08:00', '2023-07-08T17:00:00+08:00',
    ])
    expect(due(1, DEFAULT_WINDOW, december)).toBe('2024-01-08T17:00:00+08:00')
  })

  it('says where the demo stands on 3 July at 10:00: villages are late, streets are not', () => {
    const now = '2023-07-03T10:00:00+08:00'
    expect([4, 3, 2, 1].map((level) => state(now, { level }))).toEqual(['open, overdue', 'open', 'open', 'open'])
    expect(state(now, { period: monthOf(2023, 7) })).toBe('not-yet')
    expect(state(now, { period: monthOf(2021, 1) })).toBe('open, overdue')
  })

  it('counts both its first and its last moment in', () => {
    const rule = { ...DEFAULT_WINDOW, closes: { monthsAfter: 1, day: 10, time: '24:00' } }
    const at = (now: string) => state(now, { rule })
    expect([at('2023-06-30T23:59:59+08:00'), at('2023-07-01T00:00:00+08:00')]).toEqual(['not-yet', 'open'])
    expect([at('2023-07-02T17:00:00+08:00'), at('2023-07-02T17:00:01+08:00')]).toEqual(['open', 'open, overdue'])
    expect([at('2023-07-11T00:00:00+08:00'), at('2023-07-11T00:00:01+08:00')]).toEqual(['open, overdue', 'closed, overdue'])
  })

  it('is the same moment in every zone', () => {
    const moments = ['2023-07-02T09:00:00Z', '2023-07-02T17:00:00+08:00', '2023-07-01T23:00:00-10:00', '2023-07-02T14:30:00+05:30']
    expect(moments.map((now) => state(now))).toEqual(['open', 'open', 'open', 'open'])
    expect(state('2023-07-02T09:00:01Z')).toBe('open, overdue')
    expect(() => state('昨天')).toThrow(RangeError)
  })

  it('takes the last day of a shorter month, leap years too', () => {
    const rule = { ...DEFAULT_WINDOW, due: [{ level: 1, monthsAfter: 1, day: 31, time: '17:00' }] }
    expect(due(1, rule, monthOf(2023, 1))).toBe('2023-02-28T17:00:00+08:00')
    expect(due(1, rule, monthOf(2024, 1))).toBe('2024-02-29T17:00:00+08:00')
    expect(due(1, rule, monthOf(2023, 12))).toBe('2024-01-31T17:00:00+08:00')
  })

  it('exists in the periods of the form only', () => {
    const now = '2023-07-03T10:00:00+08:00'
    expect(windowAt(DEFAULT_WINDOW, 2, 'quarter', june, now)).toMatchObject({ state: 'open', due: '2023-07-05T17:00:00+08:00' })
    expect(windowAt(DEFAULT_WINDOW, 2, 'quarter', monthOf(2023, 5), now)).toBeNull()
    expect(windowAt(DEFAULT_WINDOW, 2, 'year', june, now)).toBeNull()
  })

  it('gives a level without a line that of the next above, or of the first there is', () => {
    const rule = { ...DEFAULT_WINDOW, due: [DEFAULT_WINDOW.due[3]!, DEFAULT_WINDOW.due[1]!] }
    expect([1, 2, 3, 4, 7].map((level) => due(level, rule).slice(8, 10))).toEqual(['05', '05', '05', '02', '02'])
  })

  it('moves for a holiday in one year, and for December in every year', () => {
    const early = withException({
      opens: { monthsAfter: 0, day: 20, time: '08:00' }, due: [{ level: 1, monthsAfter: 0, day: 28, time: '12:00' }],
      closes: { monthsAfter: 0, day: 31, time: '24:00' },
    })
    expect(due(4, early, monthOf(2022, 12))).toBe('2022-12-28T12:00:00+08:00')
    expect(due(4, early)).toBe(due(4))
    expect(state('2023-12-21T09:00:00+08:00', { rule: early, period: december })).toBe('open')
    expect(state('2024-01-01T00:00:01+08:00', { rule: early, period: december })).toBe('closed, overdue')
    const shifted = { year: 2023, month: 12, opens: null, due: [{ level: 1, monthsAfter: 1, day: 10, time: '17:00' }], closes: null }
    const both = { ...early, exceptions: [...early.exceptions, shifted] }
    expect([due(1, both, december), due(1, both, monthOf(2024, 12))]).toEqual(['2024-01-10T17:00:00+08:00', '2024-12-28T12:00:00+08:00'])
  })
})

describe('a rule', () => {
  const day = (monthsAfter: number, day: number, time = '17:00') => ({ monthsAfter, day, time })
  const level = (n: number, ...moment: Parameters<typeof day>) => ({ level: n, ...day(...moment) })

  it('is sound by default, and as JSON', () => {
    expect(checkWindowRule(DEFAULT_WINDOW)).toBeNull()
    expect(JSON.parse(JSON.stringify(DEFAULT_WINDOW))).toEqual(DEFAULT_WINDOW)
  })

  it.each([
    ['no-due', { ...DEFAULT_WINDOW, due: [] }],
    ['level-twice', { ...DEFAULT_WINDOW, due: [level(1, 1, 3), level(1, 1, 4)] }],
    ['moment-invalid', { ...DEFAULT_WINDOW, due: [level(1, 1, 0)] }],
    ['moment-invalid', { ...DEFAULT_WINDOW, due: [level(1, 1, 32)] }],
    ['moment-invalid', { ...DEFAULT_WINDOW, due: [level(1, 1, 3, '24:01')] }],
    ['moment-invalid', { ...DEFAULT_WINDOW, closes: day(1, 9, '9:00') }],
    ['moment-invalid', { ...DEFAULT_WINDOW, closes: day(0.5, 9) }],
    ['due-before-opening', { ...DEFAULT_WINDOW, opens: day(1, 3) }],
    ['closes-before-due', { ...DEFAULT_WINDOW, closes: day(1, 7) }],
    ['due-before-opening', withException({ due: [level(1, 0, 28)] })],
    ['closes-before-due', withException({ closes: day(1, 1) })],
  ] as const)('is refused: %s', (problem, rule) => {
    expect(checkWindowRule(rule)).toBe(problem)
  })

  it('is refused: exception-twice, when two exceptions are for one period', () => {
    const exception = { year: 2023, month: 12, opens: null, due: null, closes: null }
    expect(checkWindowRule({ ...DEFAULT_WINDOW, exceptions: [exception, { ...exception, year: null }] })).toBeNull()
    expect(checkWindowRule({ ...DEFAULT_WINDOW, exceptions: [exception, { ...exception }] })).toBe('exception-twice')
  })

  it('is refused when it is out of order in a shorter month only', () => {
    expect(checkWindowRule({ ...DEFAULT_WINDOW, opens: day(0, 30, '12:00'), due: [level(1, 0, 31, '10:00')] })).toBe('due-before-opening')
    expect(checkWindowRule({ ...DEFAULT_WINDOW, opens: day(0, 31, '24:00'), due: [level(1, 1, 1, '00:00')] })).toBe('due-before-opening')
    expect(checkWindowRule({ ...DEFAULT_WINDOW, due: [level(1, 0, 31, '10:00')], opens: day(0, 1), closes: day(0, 30, '24:00') })).toBe('closes-before-due')
  })

  it('that is sound gives windows that open before they are due, and close after, in every period', () => {
    const moment = fc.record({ monthsAfter: fc.constantFrom(0, 0, 1, 2), day: fc.constantFrom(1, 2, 27, 28, 29, 30, 31), time: fc.constantFrom('00:00', '12:00', '24:00') })
    const due = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), moment).map(([n, each]) => ({ level: n, ...each })), { minLength: 1, maxLength: 2 })
    const parts = { opens: moment, due, closes: fc.option(moment) }
    const exception = fc.record({ year: fc.constantFrom(null, 2024), month: fc.constantFrom(2, 4), opens: fc.option(moment), due: fc.option(due), closes: fc.option(moment) })
    let sound = 0
    fc.assert(fc.property(fc.record({ ...parts, exceptions: fc.array(exception, { maxLength: 2 }) }), (rule) => {
      if (checkWindowRule(rule) !== null) return
      sound++
      for (const period of periodsAround('month', monthOf(2023, 6), 0, 14)) {
        const { opens, due, closes } = periodWindow(rule, [1, 2, 3, 4], period)
        for (const { at } of due) {
          expect(Date.parse(at), `${formatMonth(period)} ${opens} ${at}`).toBeGreaterThan(Date.parse(opens))
          if (closes !== null) expect(Date.parse(closes)).toBeGreaterThanOrEqual(Date.parse(at))
        }
      }
    }), { numRuns: 2000 })
    expect(sound).toBeGreaterThan(100)
  })
})

describe('the periods around a month', () => {
  it.each([
    ['month', '2023-05 2023-06 2023-07 2023-08'],
    ['quarter', '2023-03 2023-06 2023-09 2023-12'],
    ['year', '2021-12 2022-12 2023-12 2024-12'],
  ] as const)('of a form by the %s: those before, and those from it on', (frequency, expected) => {
    expect(periodsAround(frequency, monthOf(2023, 7), 2, 2).map(formatMonth).join(' ')).toBe(expected)
  })
})
