import * as z from 'zod/mini'
import { MonthText, UnitCodeText } from './fields.ts'

export const UnitsQuery = z.object({
  /** Root of the subtree; the whole tree without it. */
  root: z.optional(UnitCodeText),
  /** 1: with every move, opening and closing, as without `root`; today's tree otherwise. */
  history: z.optional(z.literal('1')),
  /** 1: with the order numbers, for who changes them. */
  orders: z.optional(z.literal('1')),
})

/** The subtree in official preorder, column by column: entry k of every column is the k-th unit. */
export const UnitsReply = z.object({
  codes: z.array(UnitCodeText),
  names: z.array(z.string()),
  shortNames: z.array(z.string()),
  levels: z.array(z.int()),
  /** Distinct kinds; `kind[k]` is an index into it. */
  kindNames: z.array(z.string()),
  kinds: z.array(z.int()),
  /** Order numbers among siblings, ascending; only when asked for: the columns are in order as they are. */
  orders: z.optional(z.array(z.int())),
  /** Index of the first parent in these columns; −1 for the subtree's root. */
  parents: z.array(z.int()),
  /** Months of opening and closing, only of units that have one, and moves: the parent that holds from a month on. */
  opened: z.array(z.object({ unit: z.int(), month: MonthText })),
  closed: z.array(z.object({ unit: z.int(), month: MonthText })),
  moves: z.array(z.object({ unit: z.int(), from: MonthText, parent: z.int() })),
})
export type UnitsReply = z.infer<typeof UnitsReply>

export const UnitReply = z.object({
  code: UnitCodeText,
  parent: z.nullable(UnitCodeText),
  level: z.int(),
  name: z.string(),
  shortName: z.string(),
  kind: z.string(),
  /** Official place among the siblings, ascending. */
  order: z.int(),
  /** First month, and first month no longer; null: no bound. */
  opened: z.nullable(MonthText),
  closed: z.nullable(MonthText),
  /** From the root down to the unit itself. */
  path: z.array(z.object({ code: UnitCodeText, name: z.string() })),
  children: z.array(z.object({ code: UnitCodeText, name: z.string(), level: z.int(), kind: z.string() })),
})
export type UnitReply = z.infer<typeof UnitReply>

export const SearchQuery = z.object({
  /** Part of a name, pinyin initials (whl for 文化路) or the beginning of a code. */
  q: z.string().check(z.minLength(1), z.maxLength(64)),
})

export const SearchReply = z.object({
  results: z.array(
    z.object({
      code: UnitCodeText,
      name: z.string(),
      level: z.int(),
      kind: z.string(),
      /** Names from the root down to the parent. */
      path: z.array(z.string()),
    }),
  ),
  /** All that match; at most 20 are in `results`. */
  total: z.int(),
})
export type SearchReply = z.infer<typeof SearchReply>
