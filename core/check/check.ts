import type { Indicator, IndicatorCode } from '../indicator/indicator.ts'
import type { UnitCode } from '../unit/unit.ts'

/**
 * Explain and pass (说明后上报): a figure that looks wrong is asked about, and goes on with an explanation. What cannot
 * be right at all is an `EntryProblem` instead. Rules are data: a city may have its own.
 */
export type CheckRule =
  /** 其中: the part's gross figures of the year so far exceed the whole's. */
  | { readonly kind: 'subset'; readonly part: IndicatorCode; readonly whole: IndicatorCode }
  /** Far from the own history, and not because the siblings moved alike: modified z-scores, where `from` or more are expected. */
  | { readonly kind: 'outlier'; readonly score: number; readonly from: number }
  /** Where fewer are expected, chance alone moves figures: only `times` the own maximum, and `least` at least. */
  | { readonly kind: 'jump'; readonly times: number; readonly least: number; readonly below: number }
  /** As much as the year had before, or more, after `months` months: the year's sum may stand where the month's figure belongs. */
  | { readonly kind: 'cumulative'; readonly months: number; readonly least: number }
  /** 111, 2222: `digits` or more, all alike. */
  | { readonly kind: 'same-digits'; readonly digits: number }
  /** Every figure is last month's, `figures` of them not zero. */
  | { readonly kind: 'copied'; readonly figures: number }

/** The rules that need no knowledge of a city's indicators. */
export const GENERAL_RULES: readonly CheckRule[] = [
  { kind: 'jump', times: 10, least: 20, below: 30 },
  { kind: 'outlier', score: 3.5, from: 30 },
  { kind: 'cumulative', months: 3, least: 20 },
  { kind: 'same-digits', digits: 3 },
  { kind: 'copied', figures: 3 },
]

/** One indicator of one unit, in its smallest unit; null: absent. */
export interface CheckedFigure {
  /** Base and lines of the month. */
  readonly own: number | null
  /** Bases of the year so far, this month's in it: lines take away what was counted. */
  readonly grossYear: number | null
  /** Base and lines of the months before, oldest first, to the month before; from January of last year. */
  readonly history: readonly (number | null)[]
  /** A stock stands; a flow is new every month. */
  readonly isFlow: boolean
}

export interface CheckedUnit {
  readonly unit: UnitCode
  readonly figures: ReadonlyMap<IndicatorCode, CheckedFigure>
}

/** Something to be explained. `about` names the figures that the question compares. */
export interface Query {
  readonly unit: UnitCode
  readonly kind: CheckRule['kind']
  /** Null: the report as a whole. */
  readonly indicator: IndicatorCode | null
  /** The whole of a subset. */
  readonly other: IndicatorCode | null
  readonly value: number | null
  /** What it was compared with: the whole, the usual figure, the own maximum, the year before it. */
  readonly against: number | null
}

/** The general rules, and what the catalogue says is a part of what. */
export function checkRules(indicators: readonly Pick<Indicator, 'code' | 'subsetOf'>[]): readonly CheckRule[] {
  return [...GENERAL_RULES, ...indicators.flatMap(({ code, subsetOf }): CheckRule[] => (subsetOf === null ? [] : [{ kind: 'subset', part: code, whole: subsetOf }]))]
}
