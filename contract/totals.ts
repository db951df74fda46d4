import * as z from 'zod/mini'
import { BasisText, Coverage, Figure, IndicatorCodeText, MonthText, Ratio, SchemeText, Status, UnitCodeText } from './fields.ts'

/** Every part may be left out: the root, the newest edition's year to date, edition when frozen, the city's scheme. */
export const TotalsQuery = z.object({
  unit: z.optional(UnitCodeText),
  from: z.optional(MonthText),
  to: z.optional(MonthText),
  basis: z.optional(BasisText),
  scheme: z.optional(SchemeText),
})

export const TotalsReply = z.object({
  unit: UnitCodeText,
  from: MonthText,
  to: MonthText,
  basis: BasisText,
  /** Reports, not cells: those that count, of those due in the subtree and range. */
  coverage: z.object({
    counted: z.int(),
    due: z.int(),
    /** Topmost units without a counting report, official order: the first 200, of more than a city the first 50. */
    missing: z.array(UnitCodeText),
    /** Null: more than are named, over several months of more than a city. */
    missingTotal: z.nullable(z.int()),
  }),
  indicators: z.array(
    z.object({
      code: IndicatorCodeText,
      value: Figure,
      /** The month a stock, rate or published value stands for; null for flows and when absent. */
      month: z.nullable(MonthText),
      /** Cells over the range. */
      coverage: Coverage,
      /** Last month ≤ `to` that is complete with all earlier months of its year; null when January is not. */
      asOf: z.nullable(MonthText),
      /** The year's target in the indicator's unit. */
      target: Figure,
      completion: Ratio,
      pace: Ratio,
      index: Ratio,
      status: z.nullable(Status),
    }),
  ),
})
export type TotalsReply = z.infer<typeof TotalsReply>

export const CubeQuery = z.object({
  unit: z.optional(UnitCodeText),
  from: MonthText,
  to: MonthText,
  basis: BasisText,
  /** 1: the unit and its children, with the totals of what is below; everything below without it. */
  depth: z.optional(z.literal('1')),
})
