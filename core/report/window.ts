import { isFormMonth, monthsBetween, type Form, type Frequency } from '../indicator/form.ts'
import { addMonths, formatMonth, monthNumber, yearOf, type Month } from '../period/month.ts'
import { DEFAULT_WINDOW, type LevelDue, type WindowException, type WindowMoment, type WindowRule } from './window-rule.ts'

/** China has one time zone and no summer time; a window is the same moment wherever the server stands. */
const OFFSET = '+08:00'

export interface FormWindow {
  readonly state: 'not-yet' | 'open' | 'closed'
  /** A report submitted at this moment is late (逾期). */
  readonly overdue: boolean
  /** ISO 8601 with offset; each moment itself still belongs to the window. */
  readonly opens: string
  readonly due: string
  readonly closes: string | null
}

/**
 * A form's window as a level sees it at a moment of business time; null when the month holds no period of the form.
 * @throws RangeError when `now` is no ISO time.
 */
export function windowAt(rule: WindowRule, level: number, frequency: Frequency, period: Month, now: string): FormWindow | null {
  const at = Date.parse(now)
  if (Number.isNaN(at)) throw new RangeError(`not a time: ${now}`)
  if (!isFormMonth(frequency, period)) return null
  const { opens, due, closes } = momentsOf(rule, level, period)
  const overdue = at > Date.parse(due)
  const isClosed = closes !== null && at > Date.parse(closes)
  return { state: at < Date.parse(opens) ? 'not-yet' : isClosed ? 'closed' : 'open', overdue, opens, due, closes }
}

/** The rule of a form that may have none of its own. */
export function windowRuleOf({ window }: Pick<Form, 'window'>): WindowRule {
  return window ?? DEFAULT_WINDOW
}

/** The window of one period, for several levels at once. */
export interface PeriodWindow {
  readonly period: Month
  readonly opens: string
  /** In the order of the levels that were asked for. */
  readonly due: readonly { readonly level: number; readonly at: string }[]
  readonly closes: string | null
}

export function periodWindow(rule: WindowRule, levels: readonly number[], period: Month): PeriodWindow {
  const { opens, closes } = momentsOf(rule, 1, period)
  return { period, opens, due: levels.map((level) => ({ level, at: momentsOf(rule, level, period).due })), closes }
}

/** Periods of a form about a month, ascending: the last that ended before it, and those from it on. */
export function periodsAround(frequency: Frequency, month: Month, before: number, from: number): Month[] {
  const step = monthsBetween(frequency)
  let first = month
  while (!isFormMonth(frequency, first)) first = addMonths(first, 1)
  return Array.from({ length: before + from }, (_, k) => addMonths(first, (k - before) * step))
}

function momentsOf(rule: WindowRule, level: number, period: Month): Pick<FormWindow, 'opens' | 'due' | 'closes'> {
  const special = exceptionOf(rule, period)
  const closes = special?.closes ?? rule.closes
  return {
    opens: timeOf(special?.opens ?? rule.opens, period),
    due: timeOf(dueOf(special?.due ?? rule.due, level), period),
    closes: closes === null ? null : timeOf(closes, period),
  }
}

/** What holds in a period instead of the rule. */
export function exceptionOf({ exceptions }: WindowRule, period: Month): WindowException | undefined {
  const ofMonth = exceptions.filter(({ month }) => month === monthNumber(period))
  return ofMonth.find(({ year }) => year === yearOf(period)) ?? ofMonth.find(({ year }) => year === null)
}

export function dueOf(due: readonly LevelDue[], level: number): WindowMoment {
  const byLevel = [...due].sort((a, b) => a.level - b.level)
  const line = byLevel.findLast((each) => each.level <= level) ?? byLevel[0]
  if (line === undefined) throw new RangeError('a window without a due day')
  return line
}

function timeOf({ monthsAfter, day, time }: WindowMoment, period: Month): string {
  const month = addMonths(period, monthsAfter)
  const date = String(Math.min(day, lastDay(month))).padStart(2, '0')
  return `${formatMonth(month)}-${date}T${time}:00${OFFSET}`
}

function lastDay(month: Month): number {
  const next = addMonths(month, 1)
  return new Date(Date.UTC(yearOf(next), monthNumber(next) - 1, 0)).getUTCDate()
}
