import { describe, expect, it } from 'vitest'
import type { ReportsReply } from '#contract/reports.ts'
import { monthOf } from '#core/period/month.ts'
import { buildReportCards, type ReportNames } from './reports-view.ts'

const names: ReportNames = {
  indicators: [{ code: 'E01', name: '城镇新增就业', unit: '人', decimals: 0 }],
  forms: [{ code: 'M', name: '月报' }],
  unitName: (code) => `${code}街道`,
}

type Report = ReportsReply['reports'][number]

function cardOf(report: Partial<Report>) {
  const reply: ReportsReply = {
    unit: 'V', from: '2022-01', to: '2022-12',
    reports: [{
      form: 'M', month: '2022-05', state: 'approved', version: 2, source: 'phone', filledBy: 'V', late: false,
      updatedAt: null, cells: [], lines: [], notes: [], ...report,
    }],
  }
  return buildReportCards(reply, names)[0]!
}

const cell = (part: Partial<Report['cells'][number]>) => ({ indicator: 'E01', due: true, value: null, notObtained: null, ...part })
const markOf = (state: Report['state'], part: Partial<Report['cells'][number]>) => cardOf({ state, cells: [cell(part)] }).cells[0]!.mark

describe('reports as entered', () => {
  it('says who filled it and how', () => {
    expect(cardOf({})).toMatchObject({ month: monthOf(2022, 5), formName: '月报', stateLabel: '已审定', tags: ['自报'], source: '电话' })
    expect(cardOf({ filledBy: 'S', late: true }).tags).toEqual(['代报（S街道）', '补报'])
    expect(cardOf({ state: 'missing', filledBy: null, source: null })).toMatchObject({ stateLabel: '未报', tags: [], source: null })
  })

  it('tells zero, not obtained, not filled and not reported apart', () => {
    expect(markOf('approved', { value: 0 })).toBe('零报告')
    expect(markOf('approved', { notObtained: '系统停机' })).toBe('未取得：系统停机')
    expect(markOf('draft', {})).toBe('未填')
    expect(markOf('missing', {})).toBe('未报')
    expect(markOf('approved', { value: 3 })).toBeNull()
    expect(markOf('approved', { due: false })).toBeNull()
  })

  it('names lines and notes, also of indicators that are unknown', () => {
    const card = cardOf({
      lines: [{ indicator: 'E01', kind: 'correction', value: -3, note: '更正3月多报', by: '报表岗' }],
      notes: [{ indicator: 'X', text: '请核对', by: '审核岗' }, { indicator: null, text: '全表重报', by: '审核岗' }],
    })
    expect(card.lines[0]).toMatchObject({ label: '更正', name: '城镇新增就业', value: -3 })
    expect(card.notes.map((note) => note.name)).toEqual(['X', null])
  })
})
