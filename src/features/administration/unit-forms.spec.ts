import { describe, expect, it } from 'vitest'
import type { PeriodsReply } from '#contract/periods.ts'
import { ApiProblem } from '#src/api/api-problem.ts'
import { formatMonth, monthOf } from '#core/period/month.ts'
import { openMonths } from './open-months.ts'
import { smallOutline } from './outline-fixture.ts'
import { draftProblems, kindsOf, newDraft } from './unit-draft.ts'
import { refusalAt } from './unit-refusal.ts'
import { targetNamed, targetsOf } from './unit-targets.ts'

const outline = smallOutline()
const unit = (code: string) => outline.get(code)!

describe('the months of a change', () => {
  const reply = (months: PeriodsReply['months'], entering: string | null): PeriodsReply => ({ now: '2023-07-03T10:00:00+08:00', demo: true, months, newestEdition: null, entering })

  it('are those that are not frozen, a year ahead, from the month being entered', () => {
    const found = openMonths(reply([{ month: '2023-03', edition: 1 }, { month: '2023-04', edition: 2 }, { month: '2023-05', edition: null }, { month: '2023-06', edition: null }], '2023-06'))
    expect([found.months.length, formatMonth(found.months[0]!), formatMonth(found.months.at(-1)!), formatMonth(found.likely), found.hasFrozen]).toEqual([15, '2023-05', '2024-07', '2023-06', true])
  })

  it('begin after what is frozen, and with today where nothing is', () => {
    const frozen = openMonths(reply([{ month: '2023-07', edition: 1 }], '2023-07'))
    expect([formatMonth(frozen.months[0]!), formatMonth(frozen.likely)]).toEqual(['2023-08', '2023-08'])
    const empty = openMonths(reply([], null))
    expect([formatMonth(empty.months[0]!), formatMonth(empty.likely), empty.hasFrozen]).toEqual(['2023-07', '2023-07', false])
  })
})

describe('the form of a unit', () => {
  it('begins behind the siblings, as one of their kind', () => {
    expect(newDraft(unit('111'), outline)).toEqual({ name: '', shortName: '', kind: '居委会', order: '5' })
    expect(newDraft(unit('112'), outline)).toMatchObject({ kind: '村委会', order: '2' })
    expect(newDraft(unit('11'), outline)).toMatchObject({ kind: '街道', order: '1' })
    expect(kindsOf(outline, 4)).toEqual(['居委会', '村委会', '虚拟'])
  })

  it('says what is missing', () => {
    expect(draftProblems({ name: '东山社区', shortName: '', kind: '居委会', order: ' 3 ' })).toEqual({})
    expect(Object.keys(draftProblems({ name: ' ', shortName: '', kind: '', order: '1.5' }))).toEqual(['name', 'kind', 'order'])
  })

  it('shows a refusal beside what it is about', () => {
    const refused = (code: ApiProblem['code'], details: Record<string, unknown>) => refusalAt('不行。', new ApiProblem(code, '不行。', 409, details), ['code', 'name', 'month', 'parent'])
    expect([
      refused('unit-exists', {}), refused('unit-change-refused', { problem: 'has-children' }), refused('unit-change-refused', { problem: 'level' }),
      refused('unit-change-refused', { problem: 'own-unit' }), refused('body-invalid', { field: 'opened' }), refused('unit-change-refused', { problem: 'kind-frozen' }), refusalAt('连不上服务器。', null, ['name']), refusalAt('', null, ['name']),
    ]).toEqual([{ code: '不行。' }, { month: '不行。' }, { parent: '不行。' }, { form: '不行。' }, { month: '不行。' }, { form: '不行。' }, { form: '连不上服务器。' }, {}])
  })
})

describe('where a unit may go', () => {
  const named = (code: string, text: string, month = monthOf(2023, 6)) => targetNamed(text, targetsOf(unit(code), month, outline))

  it('is another unit of the level above, open in that month', () => {
    expect(targetsOf(unit('111'), monthOf(2023, 6), outline).suggestions).toEqual(['荷塘区'])
    // By then it belongs to 荷塘区.
    expect(targetsOf(unit('111'), monthOf(2023, 9), outline).suggestions).toEqual(['石峰区'])
    expect(targetsOf(unit('1112'), monthOf(2023, 6), outline).suggestions).toEqual(['石峰区/清水塘街道'])
    expect([named('111', '荷塘区'), named('111', '11'), named('1112', '石峰区/清水塘街道')].map((each) => ('code' in each ? each.code : each.problem))).toEqual(['11', '11', '112'])
  })

  it('is said not to be found where it cannot go', () => {
    for (const text of ['石峰区', '株洲市', '清水塘街道', '别处']) expect(named('111', text)).toEqual({ problem: expect.stringContaining(`“${text}”不能接收`) as string })
    expect(named('111', ' ')).toEqual({ problem: '请写明划归哪个单位。' })
  })
})
