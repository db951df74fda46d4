import * as z from 'zod/mini'
import { Figure, IndicatorCodeText, MonthText, UnitCodeText } from './fields.ts'

export const ReportsQuery = z.object({ from: MonthText, to: MonthText })

/** The reports of one unit as entered, newest month first; a due report that nobody began has state `missing`. */
export const ReportsReply = z.object({
  unit: UnitCodeText,
  from: MonthText,
  to: MonthText,
  reports: z.array(
    z.object({
      form: z.string(),
      month: MonthText,
      state: z.enum(['missing', 'draft', 'submitted', 'approved', 'returned']),
      version: z.int(),
      source: z.nullable(z.enum(['system', 'sheet', 'phone', 'paper'])),
      /** Differs from `unit` when filled on behalf (代报); null when missing. */
      filledBy: z.nullable(UnitCodeText),
      late: z.boolean(),
      updatedAt: z.nullable(z.string()),
      /** One per indicator that the unit owes or has: base value, or the reason it was not obtained. */
      cells: z.array(
        z.object({
          indicator: IndicatorCodeText,
          due: z.boolean(),
          value: Figure,
          notObtained: z.nullable(z.string()),
        }),
      ),
      lines: z.array(
        z.object({
          indicator: IndicatorCodeText,
          kind: z.enum(['attrition', 'duplicate', 'adjustment', 'correction']),
          value: z.number(),
          note: z.string(),
          by: z.string(),
        }),
      ),
      notes: z.array(z.object({ indicator: z.nullable(IndicatorCodeText), text: z.string(), by: z.string() })),
    }),
  ),
})
export type ReportsReply = z.infer<typeof ReportsReply>
