import type { IndicatorCode } from '#core/indicator/indicator.ts'
import type { TargetScheme } from '#core/indicator/target.ts'
import { formatMonth, januaryOf, monthNumber, monthOf, monthsOf, parseMonth, yearOf, type Month, type MonthRange } from '#core/period/month.ts'
import type { Basis } from '#core/report/report.ts'
import type { UnitCode } from '#core/unit/unit.ts'

/** What the page shows. It lives in the URL and nowhere else, so that every view can be sent to a colleague. */
export interface Selection extends MonthRange {
  readonly unit: UnitCode
  readonly indicator: IndicatorCode
  readonly basis: Basis
  readonly scheme: TargetScheme
}

/** A selection as the URL has it: any part may be missing. */
export type PartialSelection = { readonly [K in keyof Selection]?: Selection[K] | undefined }

export type SelectionPart = 'unit' | 'indicator' | 'month' | 'range' | 'basis' | 'scheme'

/** A part of the URL that names nothing there is. */
export interface SelectionProblem {
  readonly part: SelectionPart
  readonly given: string
}

export interface ParsedSelection {
  readonly partial: PartialSelection
  readonly problems: readonly SelectionProblem[]
}

/** Where a person begins: leaders at what is frozen, who reviews at what is live, who reports at the month in progress. */
export type SelectionStart = 'edition' | 'live' | 'entering'

/** What defaults are taken from. */
export interface SelectionContext {
  readonly root: UnitCode
  /** Months with data, ascending, and which of them are frozen. */
  readonly months: readonly { readonly month: Month; readonly edition: number | null }[]
  readonly newestEdition: Month | null
  /** The month being entered. */
  readonly entering: Month | null
  readonly start: SelectionStart
  /** In official order. */
  readonly indicators: readonly { readonly code: IndicatorCode; readonly role: string }[]
}

/** A route's parameters and query, as vue-router hands them out. */
export interface SelectionSource {
  readonly unit?: string | readonly string[] | undefined
  readonly query: Readonly<Record<string, unknown>>
}

const BASES: readonly Basis[] = ['live', 'approved', 'edition']
const SCHEMES: readonly TargetScheme[] = ['city', 'province']
const LONGEST_RANGE = 60

function textOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' && first !== '' ? first : undefined
}

/** Reads a selection from a URL; what cannot be read is a problem, not a guess. */
export function parseSelection(source: SelectionSource): ParsedSelection {
  const problems: SelectionProblem[] = []
  const month = (name: string): Month | undefined => {
    const text = textOf(source.query[name])
    if (text === undefined) return undefined
    const parsed = parseMonth(text)
    if (parsed === null) problems.push({ part: 'month', given: text })
    return parsed ?? undefined
  }
  const oneOf = <T extends string>(part: 'basis' | 'scheme', choices: readonly T[]): T | undefined => {
    const text = textOf(source.query[part])
    const found = choices.find((choice) => choice === text)
    if (text !== undefined && found === undefined) problems.push({ part, given: text })
    return found
  }
  const from = month('from')
  const to = month('to')
  if (from !== undefined && to !== undefined && (from > to || to - from >= LONGEST_RANGE)) {
    problems.push({ part: 'range', given: `${formatMonth(from)}—${formatMonth(to)}` })
  }
  return {
    partial: {
      unit: textOf(source.unit) as UnitCode | undefined,
      indicator: textOf(source.query['indicator']) as IndicatorCode | undefined,
      from,
      to,
      basis: oneOf('basis', BASES),
      scheme: oneOf('scheme', SCHEMES),
    },
    problems,
  }
}

/**
 * Fills what the URL leaves out: the own unit, the newest edition's year to date (for who reports, the month in progress),
 * an edition where there is one and leaders look, the first assessed indicator, the city's scheme. Null when there is no
 * month or no indicator to choose.
 */
export function completeSelection(partial: PartialSelection, context: SelectionContext): Selection | null {
  const last = context.months.at(-1)?.month
  const newest = context.start === 'entering' ? (context.entering ?? last) : (context.newestEdition ?? last)
  const indicator = partial.indicator ?? (context.indicators.find((i) => i.role === 'assessed') ?? context.indicators[0])?.code
  if (newest === undefined || indicator === undefined) return null
  const to = partial.to ?? (partial.from === undefined ? newest : lastOfYear(partial.from, newest))
  const from = partial.from ?? (context.start === 'entering' && partial.to === undefined ? to : januaryOf(to))
  return {
    unit: partial.unit ?? context.root,
    indicator,
    from,
    to,
    basis: partial.basis ?? (isFrozen({ from, to }, context) && context.start === 'edition' ? 'edition' : 'live'),
    scheme: partial.scheme ?? 'city',
  }
}

/** The newest month of the year of `from`, or `from` itself when the year has none yet. */
function lastOfYear(from: Month, newest: Month): Month {
  const december = monthOf(yearOf(from), 12)
  return Math.max(from, Math.min(december, newest)) as Month
}

/** Whether every month of the range has an edition. */
export function isFrozen(range: MonthRange, context: Pick<SelectionContext, 'months'>): boolean {
  return unfrozenMonths(range, context).length === 0
}

export function unfrozenMonths(range: MonthRange, context: Pick<SelectionContext, 'months'>): Month[] {
  const frozen = new Set(context.months.filter((m) => m.edition !== null).map((m) => m.month))
  return monthsOf(range).filter((month) => !frozen.has(month))
}

/** Parts of a complete selection that name nothing there is (the unit is judged where the tree is known). */
export function selectionProblems(selection: Selection, context: SelectionContext): SelectionProblem[] {
  const problems: SelectionProblem[] = []
  if (!context.indicators.some((indicator) => indicator.code === selection.indicator)) {
    problems.push({ part: 'indicator', given: selection.indicator })
  }
  const known = new Set(context.months.map((m) => m.month))
  const unknown = [selection.from, selection.to].find((month) => !known.has(month))
  if (unknown !== undefined) problems.push({ part: 'month', given: formatMonth(unknown) })
  else if (selection.basis === 'edition' && !isFrozen(selection, context)) {
    problems.push({ part: 'basis', given: 'edition' })
  }
  return problems
}

/** The URL of a selection: `#/overview/430200000000?indicator=E01&from=…`. */
export function serialiseSelection(selection: Selection): { name: 'overview'; params: { unit: string }; query: Record<string, string> } {
  return {
    name: 'overview',
    params: { unit: selection.unit },
    query: {
      indicator: selection.indicator,
      from: formatMonth(selection.from),
      to: formatMonth(selection.to),
      basis: selection.basis,
      scheme: selection.scheme,
    },
  }
}

/** The same selection with a basis that its months allow: an edition only where all of them are frozen. */
export function withAllowedBasis(selection: Selection, context: Pick<SelectionContext, 'months'>): Selection {
  return selection.basis === 'edition' && !isFrozen(selection, context) ? { ...selection, basis: 'live' } : selection
}

/** Known month nearest to a given one. */
export function nearestMonth(month: Month, months: readonly Month[]): Month | null {
  let best: Month | null = null
  for (const candidate of months) {
    if (best === null || Math.abs(candidate - month) < Math.abs(best - month)) best = candidate
  }
  return best
}

/** `2022年1—12月`, `2022年12月`, `2021年11月—2022年2月`. */
export function formatRange({ from, to }: MonthRange): string {
  const start = `${yearOf(from)}年${monthNumber(from)}`
  if (from === to) return `${start}月`
  if (yearOf(from) === yearOf(to)) return `${start}—${monthNumber(to)}月`
  return `${start}月—${yearOf(to)}年${monthNumber(to)}月`
}
