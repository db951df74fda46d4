import * as z from 'zod/mini'
import { IndicatorCodeText, SchemeText, UnitCodeText, YearText } from './fields.ts'

export const TargetsQuery = z.object({
  unit: z.optional(UnitCodeText),
  year: YearText,
  scheme: z.optional(SchemeText),
})

/** Targets of the subtree, every version: of those effective in a month, the last one holds. */
export const TargetsReply = z.object({
  unit: UnitCodeText,
  year: z.int(),
  scheme: SchemeText,
  targets: z.array(
    z.object({
      unit: UnitCodeText,
      indicator: IndicatorCodeText,
      /** In the indicator's unit. */
      value: z.number(),
      status: z.enum(['provisional', 'official']),
      document: z.nullable(z.string()),
      /** 1–12. */
      effectiveMonth: z.int(),
    }),
  ),
})
export type TargetsReply = z.infer<typeof TargetsReply>
