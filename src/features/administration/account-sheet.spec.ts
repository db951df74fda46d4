import { describe, expect, it } from 'vitest'
import { readAccountSheet } from './account-sheet.ts'

const UNITS = [{ code: '1', name: '石峰区' }, { code: '2', name: '文化村' }, { code: '3', name: '文化村' }]
const read = (text: string) => readAccountSheet(text, UNITS, new Set(['taken']))

describe('a pasted sheet of accounts', () => {
  it('is read from tabs and commas, with or without headings, roles in words', () => {
    const rows = [{ account: 'a', displayName: '区填报', unit: '1', role: 'reporter', problems: [] }]
    expect(read('账号\t显示名\t单位\t角色\na\t区填报\t石峰区\t填报\n\n')).toEqual(rows)
    expect(read('a,区填报，1,reporter')).toEqual(rows)
  })

  it.each([
    ['\t名\t1\t领导', ['缺账号']],
    ['taken\t名\t1\t领导', ['账号已被使用']],
    ['a\t\t1\t领导', ['缺显示名']],
    ['a\t名\t文化村\t领导', ['“文化村”有多个同名单位，请写代码']],
    ['a\t名\t别处\t经理', ['没有单位“别处”', '不认识角色“经理”']],
  ])('%j: says what is wrong', (line, problems) => {
    expect(read(line)[0]!.problems).toEqual(problems)
  })

  it('names an account that comes twice', () => {
    expect(read('a\t名\t1\t领导\na\t名\t1\t审核').map(({ problems }) => problems)).toEqual([[], ['账号重复']])
  })
})
