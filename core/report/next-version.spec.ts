import { describe, expect, it } from 'vitest'
import type { FormCode } from '../indicator/form.ts'
import type { IndicatorCode } from '../indicator/indicator.ts'
import { monthOf } from '../period/month.ts'
import type { UnitCode } from '../unit/unit.ts'
import type { Entry, LineDraft } from './entry.ts'
import { moveReport, raiseReport, saveReport, type SaveMeta } from './next-version.ts'
import type { ReportNote } from './report.ts'

const JOBS = 'JOBS' as IndicatorCode
const village = 'V' as UnitCode
const meta: SaveMeta = {
  unit: village, form: 'MONTH' as FormCode, month: monthOf(2023, 6), source: 'system', filledBy: village, by: '村填报岗', at: '2023-07-02T09:00:00+08:00',
}
const line = (value: number, note = '退休'): LineDraft => ({ indicator: JOBS, kind: 'attrition', value, note })
const entry = (figure: number, ...lines: LineDraft[]): Entry => ({ cells: { [JOBS]: figure } as Entry['cells'], lines })
const reasons: readonly ReportNote[] = [{ indicator: JOBS, text: '是累计数', by: '街道审核岗' }]

describe('the next version', () => {
  const first = saveReport(null, entry(5, line(-1)), meta)

  it('begins as draft 1 and counts every change', () => {
    expect(first).toEqual({
      unit: village, form: 'MONTH', month: meta.month, source: 'system', filledBy: village, state: 'draft', version: 1, late: false,
      cells: { JOBS: 5 }, lines: [{ ...line(-1), by: '村填报岗' }], notes: [], updatedAt: meta.at,
    })
    const submitted = moveReport(saveReport(first, entry(6), meta), { ok: true, state: 'submitted', late: false, raisesParent: false }, '2023-07-02T10:00:00+08:00')
    expect(submitted).toMatchObject({ version: 3, state: 'submitted', updatedAt: '2023-07-02T10:00:00+08:00', cells: { JOBS: 6 } })
    expect(raiseReport(submitted, '2023-07-03T08:00:00+08:00')).toEqual({ ...submitted, version: 4, updatedAt: '2023-07-03T08:00:00+08:00' })
  })

  it('keeps the name on a line that is as before, as often as it was there', () => {
    const next = saveReport(first, entry(5, line(-1), line(-1), line(-2)), { ...meta, by: '街道填报岗', filledBy: 'S' as UnitCode })
    expect(next.lines.map(({ value, by }) => `${value} ${by}`)).toEqual(['-1 村填报岗', '-1 街道填报岗', '-2 街道填报岗'])
    expect(next.filledBy).toBe('S')
  })

  it('keeps the reasons of a return until it is approved', () => {
    const returned = moveReport(first, { ok: true, state: 'returned', late: false, raisesParent: false }, meta.at, reasons)
    const saved = saveReport(returned, entry(4), meta)
    expect(saved).toMatchObject({ state: 'returned', notes: reasons, version: 3 })
    const submitted = moveReport(saved, { ok: true, state: 'submitted', late: false, raisesParent: false }, meta.at)
    expect(submitted.notes).toEqual(reasons)
    const late = moveReport(submitted, { ok: true, state: 'approved', late: true, raisesParent: true }, meta.at)
    expect(late).toMatchObject({ notes: [], late: true })
    expect(moveReport(late, { ok: true, state: 'returned', late: false, raisesParent: false }, meta.at, reasons)).toMatchObject({ late: false, notes: reasons })
  })
})
