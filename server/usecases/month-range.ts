import { formatMonth, januaryOf, monthOf, monthsOf, parseMonth, yearOf, type Month, type MonthRange } from '#core/period/month.ts'
import { ApiError } from '#contract/errors.ts'
import type { Master } from './read-model.ts'

const LONGEST_RANGE = 60

/** @throws ApiError `month-invalid`, `range-invalid` */
function monthRange(from: string, to: string): MonthRange {
  const range = { from: parseMonth(from), to: parseMonth(to) }
  if (range.from === null || range.to === null) throw new ApiError('month-invalid')
  if (range.from > range.to || range.to - range.from >= LONGEST_RANGE) throw new ApiError('range-invalid', undefined, { from, to })
  return range as MonthRange
}

/**
 * The asked months. Some of them must have data, or have come at least: of a month that nobody has reported yet one may
 * ask who is missing, of next year nothing.
 * @throws ApiError `month-invalid`, `range-invalid` with the nearest month that has data
 */
export function knownRange({ months }: Master, now: string, { from, to }: { from: string; to: string }): MonthRange {
  const range = monthRange(from, to)
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return range
  const end = Math.max(last, parseMonth(now.slice(0, 7))!)
  if (range.from <= end && range.to >= first) return range
  throw new ApiError('range-invalid', `${from} 至 ${to} 没有数据，现有 ${formatMonth(first)} 至 ${formatMonth(last)}，请改选其中的月份。`, {
    from, to, nearestMonth: formatMonth(range.to < first ? first : last),
  })
}

/**
 * What is left out is filled in as the page does: the year to date of the newest edition, or of the newest month with
 * data; with only `from`, up to the newest month of its year.
 */
export function askedRange(master: Master, now: string, { from, to }: { from?: string | undefined; to?: string | undefined }): MonthRange {
  const newest = newestEdition(master) ?? master.months.at(-1)
  const end = to ?? (newest === undefined ? from : formatMonth(from === undefined ? newest : lastOfYear(from, newest)))
  if (end === undefined) throw new ApiError('range-invalid', '数据库里还没有任何月份的数据，请先导入。')
  return knownRange(master, now, { from: from ?? formatMonth(januaryOf(parseMonth(end)!)), to: end })
}

export function newestEdition({ frozen }: Master): Month | undefined {
  return [...frozen].sort((a, b) => a - b).at(-1)
}

function lastOfYear(text: string, newest: Month): Month {
  const from = parseMonth(text)!
  return Math.max(from, Math.min(monthOf(yearOf(from), 12), newest)) as Month
}

/** @throws ApiError `months-not-frozen`, naming them */
export function refuseUnfrozen(master: Master, range: MonthRange): void {
  const open = monthsOf(range).filter((month) => !master.frozen.has(month)).map(formatMonth)
  if (open.length === 0) return
  throw new ApiError('months-not-frozen', `${open.join('、')} 尚未定案，请改用审定数或实时汇总。`, { months: open })
}
