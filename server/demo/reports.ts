import { entersIndicator, isFiller, isFormMonth, type Form } from '#core/indicator/form.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { addMonths, januaryOf, type Month } from '#core/period/month.ts'
import type { Cell, Report } from '#core/report/report.ts'
import { DEMO_MONTHS, OPEN_MONTH, WAITING_MONTH } from './calendar.ts'
import { DEMO_FORMS, DEMO_INDICATORS } from './catalogue.ts'
import { standInClosedMonth } from './closed-month.ts'
import type { Division, Divisions } from './divisions.ts'
import type { DemoFigures, FigureBook } from './figures.ts'
import { COPIED_UNIT, NOT_OBTAINED, RETURNED_CUMULATIVE_UNIT, RETURNED_PUSHES_UNIT, TYPING_ERROR_UNIT } from './incidents.ts'
import { standInOpenMonth } from './open-month.ts'
import { fraction, hashText } from './seeded.ts'
import type { Standing } from './standing.ts'

/** A form that a unit must hand in, with the figures that it owes: none, if it only stands above those that do. */
interface Duty {
  readonly form: Form
  readonly owed: readonly IndicatorCode[]
}

/** By division number. */
export type Duties = readonly (readonly Duty[])[]

export function listDuties(divisions: Divisions): Duties {
  const required = DEMO_FORMS.map((form) => unitsThatReport(divisions, form))
  const indicators = new Map(DEMO_INDICATORS.map((indicator) => [indicator.code, indicator]))
  return divisions.all.map((division) =>
    DEMO_FORMS.filter((_, f) => required[f]!.has(division.number)).map((form) => ({
      form,
      owed: form.indicators.filter((code) => entersIndicator(form, indicators.get(code)!, division.unit)),
    })),
  )
}

/** Fillers, and everybody between a filler and the root. */
function unitsThatReport(divisions: Divisions, form: Form): ReadonlySet<number> {
  const found = new Set<number>()
  for (const division of divisions.all) {
    if (!isFiller(form, division.unit)) continue
    for (let at = division.number; at >= 0; at = divisions.all[at]!.parent) found.add(at)
  }
  return found
}

/** How a due report stands; null: it is missing. */
function standingOf(divisions: Divisions, division: Division, form: Form, month: Month): Standing | null {
  if (month === OPEN_MONTH) return standInOpenMonth(divisions, division, form.code)
  return standInClosedMonth(divisions, division, form, month)
}

/** All due reports that are there, by month, then unit in official order. */
export function* writeReports(divisions: Divisions, duties: Duties, figures: DemoFigures): Generator<Report> {
  for (const month of DEMO_MONTHS) {
    for (const division of divisions.all) {
      for (const duty of duties[division.number]!) {
        const report = isFormMonth(duty.form.frequency, month) ? writeReport(divisions, division, duty, month, figures) : null
        if (report !== null) yield report
      }
    }
  }
}

export function countReports(divisions: Divisions, duties: Duties): number {
  let count = 0
  for (const month of DEMO_MONTHS) {
    for (const division of divisions.all) {
      for (const { form } of duties[division.number]!) {
        if (!isFormMonth(form.frequency, month)) continue
        // Only the month that is being entered has missing reports.
        if (month < OPEN_MONTH || standingOf(divisions, division, form, month) !== null) count++
      }
    }
  }
  return count
}

function writeReport(divisions: Divisions, division: Division, { form, owed }: Duty, month: Month, { book, lines }: DemoFigures): Report | null {
  const standing = standingOf(divisions, division, form, month)
  if (standing === null) return null
  const isDraft = standing.state === 'draft'
  const cells: Record<IndicatorCode, Cell> = {}
  for (const code of owed) {
    if (!isDraft || !isStillBlank(division, code)) cells[code] = cellOf(book, division, code, month)
  }
  // The lines come with the last look before submitting.
  const own = isDraft ? [] : lines.at(division.number, month).filter((line) => form.indicators.includes(line.indicator))
  return { unit: division.unit.code, form: form.code, month, cells, lines: own, ...standing }
}

/** Half of the drafts are half empty. */
function isStillBlank({ seed }: Division, code: string): boolean {
  return fraction(seed, 31) < 0.5 && fraction(seed, hashText(code), 32) < 0.5
}

function cellOf(book: FigureBook, division: Division, code: string, month: Month): Cell {
  const { number, unit } = division
  const gap = NOT_OBTAINED.find((each) => each.unit === unit.code && each.indicator === code && each.month === month)
  if (gap !== undefined) return { notObtained: gap.reason }
  const figure = book.at(code, number, month)
  return month === OPEN_MONTH ? mistaken(book, division, code, figure) : figure
}

/** What is wrong in the month being entered. */
function mistaken(book: FigureBook, { number, unit }: Division, code: string, figure: number): number {
  if (unit.code === COPIED_UNIT) return book.at(code, number, WAITING_MONTH)
  if (unit.code === TYPING_ERROR_UNIT && code === 'E01') return figure * 10
  if (unit.code === RETURNED_PUSHES_UNIT && code === 'S03') return figure * 40 + 300
  if (unit.code === RETURNED_CUMULATIVE_UNIT && code === 'E01') {
    let sum = 0
    for (let month = januaryOf(OPEN_MONTH); month <= OPEN_MONTH; month = addMonths(month, 1)) sum += book.at(code, number, month)
    return sum
  }
  return figure
}
