import { checkWindowRule, type LevelDue, type WindowException, type WindowMoment, type WindowRule } from '#core/report/window-rule.ts'
import { dueOf } from '#core/report/window.ts'
import { levelName } from './unit-words.ts'

/** A moment as somebody writes it. */
export interface MomentDraft {
  readonly monthsAfter: number
  readonly day: string
  readonly time: string
}
export interface DueDraft extends MomentDraft {
  readonly level: number
}
/** The three parts of a rule; in an exception a null part is as in the rule. */
export interface TimesDraft {
  readonly opens: MomentDraft | null
  readonly due: readonly DueDraft[] | null
  readonly closes: MomentDraft | null
}
export interface ExceptionDraft extends TimesDraft {
  readonly year: number | null
  readonly month: number
}
export interface RuleDraft extends TimesDraft {
  readonly opens: MomentDraft
  readonly due: readonly DueDraft[]
  readonly exceptions: readonly ExceptionDraft[]
}

export interface CheckedRule {
  /** Null: it cannot be stored as it is. */
  readonly rule: WindowRule | null
  /** In words, by field (`fieldAt`). */
  readonly problems: Readonly<Record<string, string>>
}

export type TimesField = 'opens' | 'closes' | `due ${number}` | 'period'

/** Name of a field in `CheckedRule.problems`; `exception` null: of the rule itself. */
export function fieldAt(exception: number | null, field: TimesField): string {
  return exception === null ? field : `${exception} ${field}`
}

const written = ({ monthsAfter, day, time }: WindowMoment): MomentDraft => ({ monthsAfter, day: String(day), time })

/** Every level that reports gets a line. */
export function dueDrafts(due: readonly LevelDue[], levels: readonly number[]): DueDraft[] {
  return levels.map((level) => ({ level, ...written(dueOf(due, level)) }))
}

export function ruleDraft(rule: WindowRule, levels: readonly number[]): RuleDraft {
  return {
    opens: written(rule.opens),
    due: dueDrafts(rule.due, levels),
    closes: rule.closes === null ? null : written(rule.closes),
    exceptions: rule.exceptions.map(({ year, month, opens, due, closes }) => ({
      year, month,
      opens: opens === null ? null : written(opens),
      due: due === null ? null : dueDrafts(due, levels),
      closes: closes === null ? null : written(closes),
    })),
  }
}

/** Reads what was written, with what is wrong beside each field; what is in order is decided by core alone. */
export function checkRule(draft: RuleDraft): CheckedRule {
  const problems: Record<string, string> = {}
  const own = readTimes(draft, null, problems)
  const rule = own === null ? null : { opens: own.opens!, due: own.due!, closes: own.closes }
  if (rule !== null) blameOrder(rule, rule, null, problems)
  const exceptions = draft.exceptions.map((exception, k): WindowException | null => {
    const { year, month, opens, due, closes } = exception
    if (opens === null && due === null && closes === null) problems[fieldAt(k, 'period')] = '请至少另定一项，或去掉这条例外'
    else if (draft.exceptions.findIndex((each) => each.year === year && each.month === month) < k) problems[fieldAt(k, 'period')] = '这一期已经有一条例外'
    const times = readTimes(exception, k, problems)
    if (times !== null && rule !== null) blameOrder(times, { opens: times.opens ?? rule.opens, due: times.due ?? rule.due, closes: times.closes ?? rule.closes }, k, problems)
    return times === null ? null : { year, month, ...times }
  })
  if (rule === null || Object.keys(problems).length > 0 || !exceptions.every((each) => each !== null)) return { rule: null, problems }
  const whole: WindowRule = { ...rule, exceptions }
  return checkWindowRule(whole) === null ? { rule: whole, problems } : { rule: null, problems: { period: '这些时间前后矛盾，请核对' } }
}

interface Times {
  readonly opens: WindowMoment | null
  readonly due: readonly LevelDue[] | null
  readonly closes: WindowMoment | null
}

function readTimes({ opens, due, closes }: TimesDraft, exception: number | null, problems: Record<string, string>): Times | null {
  let isWhole = true
  const read = (draft: MomentDraft, field: TimesField): WindowMoment => {
    const day = /^\d{1,2}$/.test(draft.day.trim()) ? Number(draft.day) : 0
    const time = timeOf(draft.time)
    const problem = day < 1 || day > 31 ? '日期写 1 至 31' : time === null ? '时间写成 17:00 这样' : ''
    if (problem !== '') {
      problems[fieldAt(exception, field)] = problem
      isWhole = false
    }
    return { monthsAfter: draft.monthsAfter, day, time: time ?? '' }
  }
  const times = {
    opens: opens === null ? null : read(opens, 'opens'),
    due: due === null ? null : due.map((line) => ({ level: line.level, ...read(line, `due ${line.level}`) })),
    closes: closes === null ? null : read(closes, 'closes'),
  }
  return isWhole ? times : null
}

/** 9:00 and 17：00 are meant well. */
function timeOf(text: string): string | null {
  const match = /^(\d{1,2})[:：](\d{2})$/.exec(text.trim())
  const [hours, minutes] = [Number(match?.[1]), Number(match?.[2])]
  const isTime = match !== null && minutes < 60 && (hours < 24 || (hours === 24 && minutes === 0))
  return isTime ? `${match[1]!.padStart(2, '0')}:${match[2]!}` : null
}

/** Says beside a field of `own` what is out of order in what `holds`. */
function blameOrder(own: Times, holds: Omit<WindowRule, 'exceptions'>, exception: number | null, problems: Record<string, string>): void {
  const { opens, due, closes } = holds
  for (const line of due) {
    const early = checkWindowRule({ opens, due: [line], closes: null, exceptions: [] }) === 'due-before-opening'
    if (early && own.due !== null) problems[fieldAt(exception, `due ${line.level}`)] = '须晚于开始时间'
    else if (early && own.opens !== null) problems[fieldAt(exception, 'opens')] = `须早于${levelName(line.level)}的截止时间`
    if (early || closes === null || checkWindowRule({ opens, due: [line], closes, exceptions: [] }) !== 'closes-before-due') continue
    if (own.closes !== null) problems[fieldAt(exception, 'closes')] = `不能早于${levelName(line.level)}的截止时间`
    else if (own.due !== null) problems[fieldAt(exception, `due ${line.level}`)] = '不能晚于关闭时间'
    else problems[fieldAt(exception, 'period')] = '截止时间晚于关闭时间'
  }
}
