import type { UnitCode } from '../unit/unit.ts'

export type IndicatorCode = string & { readonly __brand: 'IndicatorCode' }

/**
 * How figures combine (design rules 4–5): a `flow` adds over months, a `stock` takes the last month, a `rate` is
 * computed from two others and never entered, a `published` figure is entered at one unit from a named source.
 */
export type IndicatorKind = 'flow' | 'stock' | 'rate' | 'published'

/** What a target asks for. `zero` is 动态清零: the only good value is 0. */
export type IndicatorSense = 'atLeast' | 'atMost' | 'zero' | 'none'

/** 考核 or 监测. */
export type IndicatorRole = 'assessed' | 'monitored'

export type PaceKind = 'straight' | 'seasonal' | 'milestones'

/** Which units something applies to: a level, a level's units of one kind, or one unit. */
export type UnitPattern =
  | { readonly level: number; readonly kind?: string }
  | { readonly unit: UnitCode }

/** 口径: what the figure means and where that is laid down. Any part may be unknown; then it is left out. */
export interface DefinitionCard {
  readonly formula?: string
  readonly counted?: string
  /** 文号 or the name of the document. */
  readonly document?: string
  readonly version?: string
  /** What the source leaves open, quoted (近, 余, 原文未注明年度). */
  readonly open?: string
}

export interface Indicator {
  readonly code: IndicatorCode
  readonly name: string
  /** 计量单位. `%` and `‰` scale a rate by 100 and 1000. */
  readonly unit: string
  /** Figures are integers of `10^-decimals` units. */
  readonly decimals: number
  readonly kind: IndicatorKind
  readonly sense: IndicatorSense
  readonly role: IndicatorRole
  /** Who enters it; empty: every level of its form. Rates: empty. */
  readonly entry: readonly UnitPattern[]
  /** Rates only. */
  readonly numerator: IndicatorCode | null
  readonly denominator: IndicatorCode | null
  /** 其中: the indicator this one is a part of (explain-and-pass, on gross figures). */
  readonly subsetOf: IndicatorCode | null
  readonly pace: PaceKind
  /** Cumulative shares of the year for `milestones`, twelve of them. */
  readonly milestones: readonly number[] | null
  readonly definition: DefinitionCard
}

/** Indicators counted in these have no status below `smallTarget`: chance alone would colour them. */
export const COUNTED_UNITS: readonly string[] = ['人', '户', '次', '条', '个次']
