/**
 * Months as integers: `year * 12 + (month - 1)`. Inside core a month is always this index, so that ranges are
 * subtraction and comparison; text `YYYY-MM` exists at the edges only (HTTP, files, database, screen).
 */
export type Month = number & { readonly __brand: 'Month' }

const MONTH_TEXT = /^(\d{4})-(0[1-9]|1[0-2])$/

/** Builds a month from a calendar year and a month number 1–12. */
export function monthOf(year: number, month: number): Month {
  return (year * 12 + month - 1) as Month
}

/** Parses `YYYY-MM`; null when the text is not a month. */
export function parseMonth(text: string): Month | null {
  const match = MONTH_TEXT.exec(text)
  return match ? monthOf(Number(match[1]), Number(match[2])) : null
}

/** `YYYY-MM` of a month. */
export function formatMonth(month: Month): string {
  return `${String(yearOf(month)).padStart(4, '0')}-${String(monthNumber(month)).padStart(2, '0')}`
}

export function yearOf(month: Month): number {
  return Math.floor(month / 12)
}

/** 1–12. */
export function monthNumber(month: Month): number {
  return (month % 12) + 1
}

export function addMonths(month: Month, count: number): Month {
  return (month + count) as Month
}

export function januaryOf(month: Month): Month {
  return monthOf(yearOf(month), 1)
}

/** A closed range of months: both ends belong to it. */
export interface MonthRange {
  readonly from: Month
  readonly to: Month
}

export function monthCount(range: MonthRange): number {
  return range.to - range.from + 1
}

export function monthsOf(range: MonthRange): Month[] {
  return Array.from({ length: monthCount(range) }, (_, i) => addMonths(range.from, i))
}
