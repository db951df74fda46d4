import { afterAll, beforeAll, expect, it } from 'vitest'
import { ErrorReply, errorCatalogue } from '#contract/errors.ts'
import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import { monthOf } from '#core/period/month.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import type { Dataset } from '#server/store/dataset.ts'
import { SAMPLE, sampleReport } from '#server/store/sample-dataset.ts'
import { WIDE_CASES } from './cases.ts'
import { openDoors, seen, type Doors } from './doors.ts'

const UNITS = 2000
const INDICATORS = 101
const ROOT = '0' as UnitCode
const FORM = 'wide' as FormCode

/** 2,000 units × 101 indicators: five years of it are more than twelve million cells. */
function wideTree(): Dataset {
  const units = Array.from({ length: UNITS }, (_, k): Unit => ({
    code: String(k) as UnitCode, name: `单位${k}`, shortName: `单位${k}`, level: k === 0 ? 1 : 2, kind: '', order: k, opened: null, closed: null,
    parents: [{ from: null, parent: k === 0 ? null : ROOT }],
  }))
  const indicators = Array.from({ length: INDICATORS }, (_, k): Indicator => ({ ...SAMPLE.indicators[0]!, code: `I${k}` as IndicatorCode, entry: [] }))
  const form: Form = { ...SAMPLE.forms[0]!, code: FORM, fillers: [{ level: 2 }], indicators: indicators.map(({ code }) => code) }
  const reports = [2020, 2024].map((year) =>
    sampleReport({ unit: '1' as UnitCode, filledBy: '1' as UnitCode, form: FORM, month: monthOf(year, 12), cells: { I7: 7 } as never }))
  return { units, indicators, forms: [form], targets: [], editions: [], reports, reportCount: reports.length }
}

let doors: Doors
beforeAll(async () => {
  doors = await openDoors((store) => store.replaceAll(wideTree(), { settings: { businessNow: '2025-01-03T10:00:00+08:00' } }), () => {})
})
afterAll(() => doors.close())

it.each(WIDE_CASES)('$path', async ({ path, error }) => {
  const response = await doors.node(path)
  const same = await seen(await doors.node(path))
  expect(response.status).toBe(error === undefined ? 200 : errorCatalogue[error].status)
  expect(await seen(await doors.http(path))).toEqual(same)
  expect(await seen(await doors.mock(path))).toEqual(same)
  if (error !== undefined) expect(ErrorReply.parse(await response.json()).error.code).toBe(error)
})
