import * as z from 'zod/mini'
import { FormBody } from './catalogue.ts'
import { MonthText, oneLine, UnitCodeText } from './fields.ts'

const WindowMoment = z.object({
  /** From the month of the period, for a quarter or a year its last: 0 in it, 1 in the month after. */
  monthsAfter: z.int(),
  /** 1–31; in a shorter month its last day. */
  day: z.int(),
  /** `HH:MM`, 00:00–24:00, Beijing time. */
  time: z.string().check(z.maxLength(5)),
})
const LevelDue = z.extend(WindowMoment, { level: z.int().check(z.gte(1), z.lte(20)) })
const Due = z.array(LevelDue).check(z.maxLength(20))

/** When a form is filled. */
export const WindowRuleBody = z.object({
  opens: WindowMoment,
  /** By level, 1 is the root's. A level without a line of its own takes that of the next level above that has one. */
  due: Due,
  /** Null: open until the month is frozen. Being due closes nothing. */
  closes: z.nullable(WindowMoment),
  /** Other times for some periods; a null part is as in the rule. */
  exceptions: z.array(z.object({
    /** Null: every year. */
    year: z.nullable(z.int().check(z.gte(1900), z.lte(2199))),
    /** The (last) month of the period, 1–12. */
    month: z.int().check(z.gte(1), z.lte(12)),
    opens: z.nullable(WindowMoment),
    due: z.nullable(Due),
    closes: z.nullable(WindowMoment),
  })).check(z.maxLength(60)),
})

/** A form with the times of its periods, at business time. */
export const FormSetting = z.extend(FormBody, {
  /** Whole levels, kinds of a level, or single units: their name is told to who may see them. */
  fillers: z.array(z.union([
    z.object({ unit: UnitCodeText, name: z.nullable(z.string()) }),
    z.object({ level: z.int(), kind: z.optional(z.string()) }),
  ])),
  /** What a change sends as `If-Match`, in quotes. */
  version: z.string(),
  /** Levels that report: from the root's to the deepest filler's. */
  levels: z.array(z.int()),
  window: WindowRuleBody,
  /** No times have been set for this form: those of every form hold. */
  isDefault: z.boolean(),
  /** The last two periods that began before this month, and twelve from it on. */
  periods: z.array(z.object({
    month: MonthText,
    state: z.enum(['not-yet', 'open', 'closed']),
    /** ISO 8601 with offset; each moment itself still belongs to the window. */
    opens: z.string(),
    due: z.array(z.object({
      level: z.int(),
      at: z.string(),
      /** Submitted now, it would be late (逾期). */
      overdue: z.boolean(),
    })),
    closes: z.nullable(z.string()),
  })),
})
export type FormSetting = z.infer<typeof FormSetting>

export const FormsReply = z.object({
  /** Business time that states are told at. */
  now: z.string(),
  /** Whether who asks may change them. */
  mayChange: z.boolean(),
  forms: z.array(FormSetting),
})
export type FormsReply = z.infer<typeof FormsReply>

/** Fillers, frequency and indicators come by import: frozen months depend on them. */
export const FormChangeBody = z.object({
  name: oneLine(1, 100),
  /** May be empty. */
  department: oneLine(0, 100),
  /** Null: the times of every form. */
  window: z.nullable(WindowRuleBody),
})
