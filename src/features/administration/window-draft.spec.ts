import { describe, expect, it } from 'vitest'
import { DEFAULT_WINDOW, type WindowRule } from '#core/report/window-rule.ts'
import { checkRule, ruleDraft, type ExceptionDraft, type RuleDraft } from './window-draft.ts'

const LEVELS = [1, 2, 3, 4]
const start = ruleDraft(DEFAULT_WINDOW, LEVELS)
const moment = (monthsAfter: number, day: string, time = '17:00') => ({ monthsAfter, day, time })
const exception = (part: Partial<ExceptionDraft>): ExceptionDraft => ({ year: null, month: 12, opens: null, due: null, closes: null, ...part })
const check = (part: Partial<RuleDraft>) => checkRule({ ...start, ...part })

describe('a written rule', () => {
  it('comes back as it was', () => {
    const rule: WindowRule = {
      ...DEFAULT_WINDOW, closes: { monthsAfter: 1, day: 20, time: '24:00' },
      exceptions: [{ year: 2023, month: 9, opens: null, due: DEFAULT_WINDOW.due.map((line) => ({ ...line, day: 10 })), closes: null }],
    }
    for (const each of [DEFAULT_WINDOW, rule]) expect(checkRule(ruleDraft(each, LEVELS))).toEqual({ rule: each, problems: {} })
  })

  it('has a line for every level that reports, and for no other', () => {
    const few = { ...DEFAULT_WINDOW, due: DEFAULT_WINDOW.due.filter(({ level }) => level === 2) }
    expect(checkRule(ruleDraft(few, [1, 2, 3])).rule!.due.map(({ level, day }) => [level, day])).toEqual([[1, 5], [2, 5], [3, 5]])
    expect(checkRule(ruleDraft(DEFAULT_WINDOW, [1])).rule!.due).toHaveLength(1)
  })

  it('may be written as people write', () => {
    expect(check({ opens: moment(1, ' 1 ', '9：00') }).rule!.opens).toEqual({ monthsAfter: 1, day: 1, time: '09:00' })
    expect(check({ closes: moment(1, '31', '24:00') }).rule!.closes!.time).toBe('24:00')
  })

  it.each([
    ['opens', '日期写 1 至 31', { opens: moment(1, '32') }],
    ['opens', '日期写 1 至 31', { opens: moment(1, '') }],
    ['opens', '时间写成 17:00 这样', { opens: moment(1, '1', '25:00') }],
    ['closes', '时间写成 17:00 这样', { closes: moment(1, '9', '下午') }],
    ['due 4', '须晚于开始时间', { opens: moment(1, '2') }],
    ['closes', '不能早于市的截止时间', { closes: moment(1, '7') }],
    ['0 period', '请至少另定一项，或去掉这条例外', { exceptions: [exception({})] }],
    ['1 period', '这一期已经有一条例外', { exceptions: [exception({ opens: moment(0, '25') }), exception({ opens: moment(0, '26') })] }],
    ['0 due 2', '须晚于开始时间', { exceptions: [exception({ due: start.due.map((line) => (line.level === 2 ? { ...line, monthsAfter: 0 } : line)) })] }],
    ['0 opens', '须早于村社区的截止时间', { exceptions: [exception({ opens: moment(1, '3', '08:00') })] }],
    ['0 closes', '不能早于市的截止时间', { exceptions: [exception({ closes: moment(1, '6', '24:00') })] }],
    ['0 due 1', '不能晚于关闭时间', { closes: moment(1, '10'), exceptions: [exception({ due: start.due.map((line) => (line.level === 1 ? { ...line, day: '15' } : line)) })] }],
  ] as const)('says beside %s: %s', (field, words, part) => {
    const { rule, problems } = check(part as Partial<RuleDraft>)
    expect([rule, Object.keys(problems), problems[field]]).toEqual([null, [field], words])
  })
})
