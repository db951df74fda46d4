import * as z from 'zod/mini'
import { Figure, IndicatorCodeText, MonthText, UnitCodeText } from './fields.ts'
import { LineValue, ReportBody } from './report-writes.ts'

/** How a report stands, whoever tells it. */
export const ReportStanding = z.object({
  state: z.enum(['missing', 'draft', 'submitted', 'approved', 'returned']),
  /** 0: nobody has begun it. What a write sends as `If-Match`. */
  version: z.int(),
  source: z.nullable(ReportBody.shape.source),
  /** Differs from `unit` when filled on behalf (代报); null when missing. */
  filledBy: z.nullable(UnitCodeText),
  late: z.boolean(),
  updatedAt: z.nullable(z.string()),
  lines: z.array(z.extend(LineValue, { note: z.string(), by: z.string() })),
  notes: z.array(z.object({ indicator: z.nullable(IndicatorCodeText), text: z.string(), by: z.string() })),
})

export const ReportsQuery = z.object({ from: MonthText, to: MonthText })

/** The reports of one unit as entered, newest month first; a due report that nobody began has state `missing`. */
export const ReportsReply = z.object({
  unit: UnitCodeText,
  from: MonthText,
  to: MonthText,
  reports: z.array(
    z.extend(ReportStanding, {
      form: z.string(),
      month: MonthText,
      /** One per indicator that the unit owes or has: base value, or the reason it was not obtained. */
      cells: z.array(
        z.object({
          indicator: IndicatorCodeText,
          due: z.boolean(),
          value: Figure,
          notObtained: z.nullable(z.string()),
        }),
      ),
    }),
  ),
})
export type ReportsReply = z.infer<typeof ReportsReply>
