import { isFormMonth, type Frequency } from '../indicator/form.ts'
import { addMonths, formatMonth, monthNumber, yearOf, type Month } from '../period/month.ts'

/** China has one time zone and no summer time; a window is the same moment wherever the server stands. */
const OFFSET = '+08:00'

/** A moment told from a period: for a quarter or a year, from its last month. */
export interface WindowMoment {
  /** 0: in the month itself; 1: in the month after. */
  readonly monthsAfter: number
  /** 1–31; in a shorter month its last day. */
  readonly day: number
  /** `HH:MM`, 00:00–24:00. */
  readonly time: string
}

export interface LevelDue extends WindowMoment {
  /** As in `Unit.level`; 1 is the root's. */
  readonly level: number
}

/** Another window for some periods: shifted by holidays, an early December. A null part is as in the rule. */
export interface WindowException {
  /** Null: every year. An exception of one year goes before it. */
  readonly year: number | null
  /** 1–12: the (last) month of the period. */
  readonly month: number
  readonly opens: WindowMoment | null
  readonly due: readonly LevelDue[] | null
  readonly closes: WindowMoment | null
}

/** When a form is filled, for any period. Plain JSON. */
export interface WindowRule {
  readonly opens: WindowMoment
  /** By level. A level without a line of its own takes that of the next level above that has one; none above: below. */
  readonly due: readonly LevelDue[]
  /**
   * Being due does not close a window: a late report (逾期) is better than none. Null: it stays open until the month is
   * frozen, which closes everything anyway.
   */
  readonly closes: WindowMoment | null
  readonly exceptions: readonly WindowException[]
}

/** Villages by the 2nd, streets by the 3rd, districts by the 5th, the city by the 8th of the month after. */
export const DEFAULT_WINDOW: WindowRule = {
  opens: { monthsAfter: 1, day: 1, time: '00:00' },
  due: [
    { level: 1, monthsAfter: 1, day: 8, time: '17:00' },
    { level: 2, monthsAfter: 1, day: 5, time: '17:00' },
    { level: 3, monthsAfter: 1, day: 3, time: '17:00' },
    { level: 4, monthsAfter: 1, day: 2, time: '17:00' },
  ],
  closes: null,
  exceptions: [],
}

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

function momentsOf(rule: WindowRule, level: number, period: Month): Pick<FormWindow, 'opens' | 'due' | 'closes'> {
  const special = exceptionOf(rule, period)
  const closes = special?.closes ?? rule.closes
  return {
    opens: timeOf(special?.opens ?? rule.opens, period),
    due: timeOf(dueOf(special?.due ?? rule.due, level), period),
    closes: closes === null ? null : timeOf(closes, period),
  }
}

function exceptionOf({ exceptions }: WindowRule, period: Month): WindowException | undefined {
  const ofMonth = exceptions.filter(({ month }) => month === monthNumber(period))
  return ofMonth.find(({ year }) => year === yearOf(period)) ?? ofMonth.find(({ year }) => year === null)
}

function dueOf(due: readonly LevelDue[], level: number): WindowMoment {
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

export type WindowRuleProblem = 'no-due' | 'level-twice' | 'moment-invalid' | 'due-before-opening' | 'closes-before-due'

/** The first thing wrong with a rule, its exceptions included; null when it may be stored. */
export function checkWindowRule(rule: WindowRule): WindowRuleProblem | null {
  for (const part of [null, ...rule.exceptions]) {
    const [opens, due, closes] = [part?.opens ?? rule.opens, part?.due ?? rule.due, part?.closes ?? rule.closes]
    if (due.length === 0) return 'no-due'
    if (new Set(due.map(({ level }) => level)).size < due.length) return 'level-twice'
    if (![opens, ...due, ...(closes === null ? [] : [closes])].every(isMoment)) return 'moment-invalid'
    if (due.some((each) => placeInTime(each) <= placeInTime(opens))) return 'due-before-opening'
    if (closes !== null && due.some((each) => placeInTime(closes) < placeInTime(each))) return 'closes-before-due'
  }
  return null
}

function isMoment({ monthsAfter, day, time }: WindowMoment): boolean {
  return Number.isInteger(monthsAfter) && monthsAfter >= 0 && monthsAfter <= 12 &&
    Number.isInteger(day) && day >= 1 && day <= 31 && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time)
}

/** Orders moments of one period as text. The 31st of a short month is its last day, so 30th and 31st may fall together. */
function placeInTime({ monthsAfter, day, time }: WindowMoment): string {
  return `${String(monthsAfter).padStart(2, '0')} ${String(day).padStart(2, '0')} ${time}`
}
