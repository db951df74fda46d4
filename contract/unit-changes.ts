import * as z from 'zod/mini'
import { oneLine, UnitCodeText } from './fields.ts'

/** A name on one line; blank ones are refused after trimming. */
const OneLine = oneLine(1, 200)
const KindText = oneLine(0, 32)
/** A code given by hand: a statistical one, or the city's own. */
const NewCode = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/))
/** A month from which something holds. */
export const ChangeMonth = z.string().check(z.regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/))
/** Place among the siblings, ascending; equal ones stand by code. */
const OrderNumber = z.int().check(z.gte(0), z.lte(999_999_999))

/** The level is the parent's and one. */
export const NewUnitBody = z.object({
  /** Without one the server makes one that no statistical code can be: `M` and eleven digits. */
  code: z.optional(NewCode),
  parent: UnitCodeText,
  name: OneLine,
  /** Derived from the name without one. */
  shortName: z.optional(OneLine),
  kind: KindText,
  /** First month, not frozen; null: since ever, only while no month is frozen. */
  opened: z.nullable(ChangeMonth),
  /** Behind all siblings without one. */
  order: z.optional(OrderNumber),
})
export const NewUnitReply = z.object({ code: UnitCodeText })

export const UnitChangeBody = z.object({ name: OneLine, shortName: OneLine, kind: KindText, order: OrderNumber })

/** The new parent holds from the month on, in place of every parent that was planned for that month or later. */
export const UnitMoveBody = z.object({ parent: UnitCodeText, from: ChangeMonth })

/** The first month in which the unit is no longer; null: it is open without end (again). */
export const UnitCloseBody = z.object({ from: z.nullable(ChangeMonth) })
