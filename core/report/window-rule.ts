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

export type WindowRuleProblem = 'no-due' | 'level-twice' | 'moment-invalid' | 'due-before-opening' | 'closes-before-due' | 'exception-twice'

/** The first thing wrong with a rule, its exceptions included; null when it may be stored. */
export function checkWindowRule(rule: WindowRule): WindowRuleProblem | null {
  for (const part of [null, ...rule.exceptions]) {
    const problem = checkPart(part?.opens ?? rule.opens, part?.due ?? rule.due, part?.closes ?? rule.closes)
    if (problem !== null) return problem
  }
  const periods = rule.exceptions.map(({ year, month }) => `${year} ${month}`)
  return new Set(periods).size < periods.length ? 'exception-twice' : null
}

function checkPart(opens: WindowMoment, due: readonly LevelDue[], closes: WindowMoment | null): WindowRuleProblem | null {
  if (due.length === 0) return 'no-due'
  if (new Set(due.map(({ level }) => level)).size < due.length) return 'level-twice'
  if (![opens, ...due, ...(closes === null ? [] : [closes])].every(isMoment)) return 'moment-invalid'
  for (const days of MONTH_LENGTHS) {
    const place = (moment: WindowMoment) => placeInTime(moment, days)
    if (due.some((each) => place(each) <= place(opens))) return 'due-before-opening'
    if (closes !== null && due.some((each) => place(closes) < place(each))) return 'closes-before-due'
  }
  return null
}

function isMoment({ monthsAfter, day, time }: WindowMoment): boolean {
  return Number.isInteger(monthsAfter) && monthsAfter >= 0 && monthsAfter <= 12 &&
    Number.isInteger(day) && day >= 1 && day <= 31 && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time)
}

/** The 31st of a shorter month is its last day: what is in order in one month need not be in another. */
const MONTH_LENGTHS = [28, 29, 30, 31] as const
const MINUTES_OF_DAY = 24 * 60

/** Orders moments of one period, as minutes in months of so many days. */
function placeInTime({ monthsAfter, day, time }: WindowMoment, days: number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (monthsAfter * days + Math.min(day, days)) * MINUTES_OF_DAY + hours * 60 + minutes
}
