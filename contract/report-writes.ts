import * as z from 'zod/mini'
import { IndicatorCodeText, MonthText, UnitCodeText } from './fields.ts'

const Note = z.string().check(z.minLength(1), z.maxLength(500))
const CellValue = z.object({
  indicator: IndicatorCodeText,
  /** In the indicator's unit; 0 is a typed 零报告. */
  value: z.nullable(z.number()),
  /** Why it could not be obtained (未取得); then `value` is null. */
  notObtained: z.nullable(Note),
})
export const LineValue = z.object({
  indicator: IndicatorCodeText,
  kind: z.enum(['attrition', 'duplicate', 'adjustment', 'correction']),
  value: z.number(),
  note: Note,
})

/** The whole content of a report: what is left out is blank from then on. */
export const ReportBody = z.object({
  cells: z.array(CellValue).check(z.maxLength(500)),
  lines: z.array(LineValue).check(z.maxLength(500)),
  source: z.enum(['system', 'sheet', 'phone', 'paper']),
  /** Why, for the version's record. */
  reason: z.optional(z.string().check(z.maxLength(500))),
})

export const ReturnBody = z.object({
  /** A reason on one figure at least; `indicator` null: on the report as a whole, beside those. */
  notes: z.array(z.object({ indicator: z.nullable(IndicatorCodeText), text: Note })).check(z.minLength(1), z.maxLength(200)),
})
export const NoBody = z.object({})

/** What a report is after a write. Its version is also the `ETag`, which the next write sends as `If-Match`. */
export const ReportWritten = z.object({
  unit: UnitCodeText,
  form: z.string(),
  month: MonthText,
  state: z.enum(['draft', 'submitted', 'approved', 'returned']),
  version: z.int(),
  late: z.boolean(),
})
