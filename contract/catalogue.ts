import * as z from 'zod/mini'
import { IndicatorCodeText, UnitCodeText } from './fields.ts'

const UnitPattern = z.union([
  z.object({ unit: UnitCodeText }),
  z.object({ level: z.int(), kind: z.optional(z.string()) }),
])

export const IndicatorBody = z.object({
  code: IndicatorCodeText,
  name: z.string(),
  unit: z.string(),
  decimals: z.int(),
  kind: z.enum(['flow', 'stock', 'rate', 'published']),
  sense: z.enum(['atLeast', 'atMost', 'zero', 'none']),
  role: z.enum(['assessed', 'monitored']),
  entry: z.array(UnitPattern),
  numerator: z.nullable(IndicatorCodeText),
  denominator: z.nullable(IndicatorCodeText),
  subsetOf: z.nullable(IndicatorCodeText),
  pace: z.enum(['straight', 'seasonal', 'milestones']),
  milestones: z.nullable(z.array(z.number())),
  definition: z.object({
    formula: z.optional(z.string()),
    counted: z.optional(z.string()),
    document: z.optional(z.string()),
    version: z.optional(z.string()),
    open: z.optional(z.string()),
  }),
})

export const FormBody = z.object({
  code: z.string(),
  name: z.string(),
  frequency: z.enum(['month', 'quarter', 'year']),
  fillers: z.array(UnitPattern),
  department: z.string(),
  indicators: z.array(IndicatorCodeText),
})

/** The catalogue in its official order, with what judging needs beside the indicators. */
export const CatalogueReply = z.object({
  indicators: z.array(IndicatorBody),
  forms: z.array(FormBody),
  /** Below this target, indicators counted in persons, households, times … have no status. */
  smallTarget: z.int(),
  /** Index from which a unit is `near`; `ahead` starts at 1. */
  nearIndex: z.number(),
})
export type CatalogueReply = z.infer<typeof CatalogueReply>
