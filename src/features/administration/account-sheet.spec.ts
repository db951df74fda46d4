import { describe, expect, it } from 'vitest'
import { readAccountSheet } from './account-sheet.ts'
import { unitDirectory } from './unit-directory.ts'

const directory = unitDirectory({ codes: ['1', '2'], names: ['石峰区', '田心街道'], shortNames: ['石峰', '田心'], parents: [-1, 0] })
const read = (text: string) => readAccountSheet(text, directory, new Set(['taken']))
const problems = (text: string) => read(text).map((row) => row.problems)
const reporter = { unit: '1', role: 'reporter', from: null, until: null }

describe('a pasted sheet of accounts', () => {
  it('is read from tabs and commas, with or without headings, several roles in a cell, days of leave cover', () => {
    const row = { account: 'a', displayName: '区填报', unit: '石峰区', role: '填报', posts: [reporter], problems: [] }
    expect(read('账号\t姓名\t单位\t角色\na\t区填报\t石峰区\t填报\n\n')).toEqual([row])
    expect(read('a,区填报,石峰区,填报')).toEqual([row])
    expect(read('a，区填报，石峰区，填报')).toEqual([row])
    expect(read('a\t区填报\t石峰区\t填报、审核\t2023-07-01\t2023-07-31')[0]!.posts).toEqual([
      { ...reporter, from: '2023-07-01', until: '2023-07-31' }, { ...reporter, role: 'reviewer', from: '2023-07-01', until: '2023-07-31' },
    ])
    // As spreadsheets quote cells that hold quotes or line breaks.
    expect(read('a\t"区""填报"""\t石峰区\t填报')[0]!.displayName).toBe('区"填报"')
  })

  it.each([
    ['\t名\t1\t领导', ['缺账号']], ['taken\t名\t1\t领导', ['账号已被使用']], ['a\t\t1\t领导', ['缺姓名或岗位名']],
    ['a\t名\t别处\t经理', ['没有单位“别处”', '不认识角色“经理”']], ['a\t名\t1\t领导、审计管理员', [expect.stringContaining('须由不同的人担任')]],
    ['System\t名\t1\t领导', ['这个账号名由系统保留']], ['..\t名\t1\t领导', ['账号名不能只是点号']],
    [`${'x'.repeat(65)}\t名\t1\t领导`, ['账号过长']], ['a', ['缺姓名或岗位名', '缺单位', '缺角色']],
  ])('%j: says what is wrong', (line, expected) => {
    expect(problems(line)).toEqual([expected])
  })

  it('names an account that comes twice, in whatever letters', () => {
    expect(problems('a\t名\t1\t领导\nA\t名\t1\t审核')).toEqual([[], ['账号写了两次']])
  })

  it('is empty for nothing, and never drops a line', () => {
    expect(read(' \n\n')).toEqual([])
    expect(read(Array.from({ length: 1200 }, (_, k) => `a${k}\t名\t1\t领导`).join('\n'))).toHaveLength(1200)
  })
})
