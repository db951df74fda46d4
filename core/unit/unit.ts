import type { Month } from '../period/month.ts'

/** Identifies a unit. Opaque: nothing is read out of its digits except while importing. */
export type UnitCode = string & { readonly __brand: 'UnitCode' }

/** Units of this kind exist in the statistical tree only: they fill nothing and are never due. */
export const VIRTUAL_KIND = '虚拟'

/** A parent that holds from a month on. `from` null: since ever. */
export interface ParentSpan {
  readonly from: Month | null
  readonly parent: UnitCode | null
}

/** A reporting unit 填报单位. It is open in month m when opened ≤ m < closed (null: no bound). */
export interface Unit {
  readonly code: UnitCode
  readonly name: string
  /** For tables: 文化路社区, where the full name is 文化路社区居委会. */
  readonly shortName: string
  /** 1 is the root's level; the default names of 1–4 are city, district, street, village. */
  readonly level: number
  readonly kind: string
  /** Official order among siblings, ascending. Never sort by code on screen. */
  readonly order: number
  readonly opened: Month | null
  readonly closed: Month | null
  /** Ascending by `from`; the first has `from` null. One entry unless the unit has moved. */
  readonly parents: readonly ParentSpan[]
}

/** Default names of the levels 1–4, as used in import files. */
export const LEVEL_NAMES = ['city', 'district', 'street', 'village'] as const

export function isOpen(unit: Unit, month: Month): boolean {
  return (unit.opened === null || unit.opened <= month) && (unit.closed === null || month < unit.closed)
}

/** The parent that holds in a month. */
export function parentIn(unit: Unit, month: Month): UnitCode | null {
  let parent: UnitCode | null = null
  for (const span of unit.parents) if (span.from === null || span.from <= month) parent = span.parent
  return parent
}
