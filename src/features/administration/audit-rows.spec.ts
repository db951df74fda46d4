import { describe, expect, it } from 'vitest'
import { AUDIT_HEAD, auditCells, auditTime, changeText } from './audit-rows.ts'

describe('the audit trail on paper', () => {
  it('has every field, actions in words', () => {
    const record = { number: 7, at: '2026-01-01T00:00:09.000Z', account: 'a', action: 'sign-in-failed', unit: '1', subject: '=1+1', before: null, after: '{"x":1}', request: 'r', hash: 'h' }
    const [head, row] = auditCells([record], () => '石峰区')
    expect(head).toHaveLength(AUDIT_HEAD.length)
    expect(row).toEqual(['7', '2026-01-01T00:00:09.000Z', 'a', '登录失败', '1', '石峰区', '=1+1', '', '{"x":1}', 'r', 'h'])
    expect(auditCells([{ ...record, action: 'from-the-future', unit: null }], () => '')[1]!.slice(3, 6)).toEqual(['from-the-future', '', ''])
  })

  it('tells moments to the second, in the city\'s time', () => {
    expect(auditTime('2026-01-01T00:00:09.000Z')).toMatch(/^2026年1月1日 0?8:00:09$/)
  })

  it('spreads JSON and leaves other text alone', () => {
    expect([changeText('{"a":1}'), changeText('{')]).toEqual(['{\n  "a": 1\n}', '{'])
  })
})
