import { addMonths, formatMonth, monthNumber, monthOf, monthsOf, yearOf, type Month } from '#core/period/month.ts'

/** The months of the demo city. */

/** Business time of the demo. */
export const DEMO_NOW = '2023-07-03T10:00:00+08:00'

export const FIRST_MONTH = monthOf(2021, 1)
export const LAST_FROZEN_MONTH = monthOf(2023, 4)
/** Approved by everyone below the city, submitted by the city, waiting for the freeze. */
export const WAITING_MONTH = monthOf(2023, 5)
/** Being entered. */
export const OPEN_MONTH = monthOf(2023, 6)

export const DEMO_MONTHS: readonly Month[] = monthsOf({ from: FIRST_MONTH, to: OPEN_MONTH })
export const DEMO_YEARS = [2021, 2022, 2023] as const
export type DemoYear = (typeof DEMO_YEARS)[number]

export function demoYearOf(month: Month): DemoYear {
  return yearOf(month) as DemoYear
}

/** Months of a year that the demo has figures for: twelve, or six in 2023. */
export function monthsInYear(year: DemoYear): number {
  return DEMO_MONTHS.filter((month) => yearOf(month) === year).length
}

/** Place of a month in the demo's tables. */
export function monthPlace(month: Month): number {
  return month - FIRST_MONTH
}

/** A time on a day of the month after: reports and editions of a month are made then. */
export function timeAfter(month: Month, day: number, hour: number, minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${formatMonth(addMonths(month, 1))}-${two(day)}T${two(hour)}:${two(minute)}:00+08:00`
}

export function isLastOfQuarter(month: Month): boolean {
  return monthNumber(month) % 3 === 0
}
