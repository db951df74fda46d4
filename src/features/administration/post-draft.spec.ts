import { describe, expect, it } from 'vitest'
import { checkPosts, postText, type PostDraft } from './post-draft.ts'
import { unitDirectory } from './unit-directory.ts'

const directory = unitDirectory({ codes: ['1', '2', '3'], names: ['石峰区', '文化村', '文化村'], shortNames: ['石峰', '文化', '文化'], parents: [-1, 0, 0] })
const draft = (change: Partial<PostDraft> = {}): PostDraft => ({ unit: '石峰区', role: '填报', from: '', until: '', ...change })
const problems = (...drafts: PostDraft[]) => checkPosts(drafts, directory).problems

describe('posts as people write them', () => {
  it('are read: units by name, roles in words, days as Excel has them', () => {
    expect(checkPosts([draft(), draft({ unit: '1', role: 'reviewer', from: '2023/7/1', until: '2023年7月31日' }), draft({ role: '审核员' })], directory)).toEqual({
      problems: [],
      posts: [
        { unit: '1', role: 'reporter', from: null, until: null },
        { unit: '1', role: 'reviewer', from: '2023-07-01', until: '2023-07-31' },
        { unit: '1', role: 'reviewer', from: null, until: null },
      ],
    })
  })

  it.each([
    [draft({ unit: ' ' }), '缺单位'], [draft({ unit: '别处' }), '没有单位“别处”'], [draft({ unit: '文化村' }), '“文化村”有2个，请写代码或上级，如 石峰区/文化村、石峰区/文化村'],
    [draft({ role: '' }), '缺角色'], [draft({ role: '经理' }), '不认识角色“经理”'],
    [draft({ from: '2023-02-30' }), '日期“2023-02-30”应写成 2023-07-01'], [draft({ until: '明天' }), '日期“明天”应写成 2023-07-01'],
    [draft({ from: '2023-07-02', until: '2023-07-01' }), '起始日期晚于截止日期'],
  ])('%j: says what is wrong', (wrong, problem) => {
    expect(problems(wrong)).toEqual([problem])
  })

  it('keep administrators apart from figures and from each other', () => {
    expect(problems(draft({ role: '领导' }), draft({ role: '审计管理员' }))[0]).toMatch(/须由不同的人担任/)
    expect(problems(draft({ role: '领导' }), draft({ role: '审核' }))).toEqual([])
    expect(problems()).toEqual(['至少要有一个岗位'])
  })

  it('are told with their dates', () => {
    const text = (from: string | null, until: string | null) => postText({ unit: '1', role: 'leader', from, until }, directory)
    expect([text(null, null), text('2023-07-01', null), text(null, '2023-07-31'), text('2023-07-01', '2023-07-31')])
      .toEqual(['石峰 领导', '石峰 领导（2023-07-01 起）', '石峰 领导（至 2023-07-31）', '石峰 领导（2023-07-01 至 2023-07-31）'])
  })
})
