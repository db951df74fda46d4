import * as z from 'zod/mini'
import { Figure, IndicatorCodeText, MonthText, UnitCodeText } from './fields.ts'
import { ReportStanding } from './reports.ts'

export const SheetQuery = z.object({
  /** `children`: the unit and those directly below it (a street's 27 communities); `all`: everything below; `own` without it. */
  rows: z.optional(z.enum(['children', 'all'])),
})

/** What one unit has entered, and what the signed-in person may do with it now. */
const SheetRow = z.extend(ReportStanding, {
  unit: UnitCodeText,
  /** The nearest unit above that must have a report of the form; null: nobody. */
  parent: z.nullable(UnitCodeText),
  /** Until when it is in time, ISO 8601 with offset. */
  due: z.string(),
  overdue: z.boolean(),
  may: z.array(z.enum(['save', 'submit', 'withdraw', 'approve', 'return'])),
  /** By column of the sheet; null: the unit owes no such figure and has none. */
  cells: z.array(z.nullable(z.object({ due: z.boolean(), value: Figure, notObtained: z.nullable(z.string()) }))),
  /** Own figures (base and lines) of reports that count, by column, then by month of `history`; null: absent. */
  history: z.array(z.array(Figure)),
  /** Bases alone of the year's months before, by column: lines take away what had been counted. */
  grossBefore: z.array(Figure),
})

/** Everything that is needed to fill, check and judge a form's month for a unit and those below it, also without a network. */
export const SheetReply = z.object({
  unit: UnitCodeText,
  form: z.string(),
  month: MonthText,
  window: z.object({ state: z.enum(['not-yet', 'open', 'closed']), opens: z.string(), closes: z.nullable(z.string()) }),
  frozen: z.boolean(),
  /** Columns, in the form's order. */
  indicators: z.array(IndicatorCodeText),
  /** Months that `history` tells, ascending: those before the sheet's, from January of the year before. */
  history: z.array(MonthText),
  /** The unit first, then those below it in official order. */
  rows: z.array(SheetRow),
})
export type SheetReply = z.infer<typeof SheetReply>
