import type { Catalogue } from '../indicator/catalogue.ts'
import { isDueCell, isFormMonth, type Form } from '../indicator/form.ts'
import type { Indicator, IndicatorCode } from '../indicator/indicator.ts'
import type { Month } from '../period/month.ts'
import { isOpen, VIRTUAL_KIND, type Unit } from '../unit/unit.ts'
import type { Cell, Line, LineKind } from './report.ts'

/** Characters of a note or reason. */
export const NOTE_LIMIT = 500

export const LINE_KINDS: readonly LineKind[] = ['attrition', 'duplicate', 'adjustment', 'correction']

/** What must not be stored at all: no draft may hold it. */
export type StorageFault =
  /** The month holds no period of the form (a quarter is stored at its last month). */
  | 'no-period'
  /** Closed in the month, or 虚拟. */
  | 'unit-not-reporting'
  /** Not of this form, or a rate, which is never entered. */
  | 'unknown-indicator'
  /** A base value, a 未取得, or a line of a published figure, where the unit owes no such figure. */
  | 'not-due'
  | 'not-integer'
  /** Beyond 2^53 − 1, alone or with its lines: it could not be kept exactly. */
  | 'too-large'
  | 'line-kind-unknown'
  | 'text-too-long'
  /** Control characters or halves of characters, which not every database takes. */
  | 'text-unreadable'

/** What a draft may hold for a while, but nobody may submit. */
export type SubmitFault =
  /** A due cell without figure, 零报告 or 未取得. Lines alone do not fill it. */
  | 'blank'
  /** A base value below zero; only lines, and figures published elsewhere, may be. */
  | 'negative'
  /** 未取得 without a reason. */
  | 'reason-missing'
  /** A line without a note. */
  | 'note-missing'

/** A hard error. `line`: place in the lines, of errors in one. */
export type EntryProblem = { readonly indicator: IndicatorCode | null; readonly line: number | null } & (
  | { readonly code: StorageFault; readonly blocks: 'save' }
  | { readonly code: SubmitFault; readonly blocks: 'submit' }
)

/** Which report is filled. Whether the unit must have one (a filler, or above one) follows from the whole tree. */
export interface EntryPlace {
  readonly form: Form
  readonly catalogue: Catalogue
  readonly unit: Unit
  readonly month: Month
}

/** A line as a person types it. */
export type LineDraft = Omit<Line, 'by'>

/** What a person types into a report. */
export interface Entry {
  readonly cells: Readonly<Record<IndicatorCode, Cell>>
  readonly lines: readonly LineDraft[]
}

/** All hard errors: of the place, then of the cells as entered, then blank cells in the form's order, then of the lines. */
export function checkEntry(place: EntryPlace, entry: Entry): EntryProblem[] {
  const found = checkPlace(place)
  if (found !== null) return [fault(found, null)]
  const cells = (Object.entries(entry.cells) as [IndicatorCode, Cell][]).flatMap(([code, cell]) => checkCell(place, code, cell))
  const blank = place.form.indicators
    .filter((code) => isDue(place, code) && !Object.hasOwn(entry.cells, code))
    .map((code) => unfinished('blank', code))
  const lines = entry.lines.flatMap((line, at) => checkLine(place, line, at))
  const sums = lines.some(({ blocks }) => blocks === 'save') ? [] : checkSums(entry)
  return [...cells, ...blank, ...lines, ...sums]
}

/** Whether it may be submitted. */
export function isComplete(place: EntryPlace, entry: Entry): boolean {
  return checkEntry(place, entry).length === 0
}

function checkPlace({ form, unit, month }: EntryPlace): StorageFault | null {
  if (!isFormMonth(form.frequency, month)) return 'no-period'
  return isOpen(unit, month) && unit.kind !== VIRTUAL_KIND ? null : 'unit-not-reporting'
}

function checkCell(place: EntryPlace, code: IndicatorCode, cell: Cell): EntryProblem[] {
  const indicator = enteredIndicator(place, code)
  if (indicator === undefined) return [fault('unknown-indicator', code)]
  if (!isDue(place, code)) return [fault('not-due', code)]
  if (typeof cell === 'object') return checkText(cell.notObtained, 'reason-missing', code, null)
  const figure = checkFigure(cell)
  if (figure !== null) return [fault(figure, code)]
  return cell < 0 && indicator.kind !== 'published' ? [unfinished('negative', code)] : []
}

/** Lines stand at any level, due or not (an upper unit's 重复核减); but a published figure exists at its own unit only. */
function checkLine(place: EntryPlace, line: LineDraft, at: number): EntryProblem[] {
  const indicator = enteredIndicator(place, line.indicator)
  if (indicator === undefined) return [fault('unknown-indicator', line.indicator, at)]
  const problems = checkText(line.note, 'note-missing', line.indicator, at)
  if (indicator.kind === 'published' && !isDue(place, line.indicator)) problems.unshift(fault('not-due', line.indicator, at))
  if (!LINE_KINDS.includes(line.kind)) problems.unshift(fault('line-kind-unknown', line.indicator, at))
  const figure = checkFigure(line.value)
  if (figure !== null) problems.unshift(fault(figure, line.indicator, at))
  return problems
}

/** Parts that are exact may add up to what is not. */
function checkSums({ cells, lines }: Entry): EntryProblem[] {
  const sums = new Map<IndicatorCode, number>()
  const wrong = new Set<IndicatorCode>()
  for (const { indicator, value } of lines) {
    const base = Object.hasOwn(cells, indicator) ? cells[indicator] : 0
    const sum = (sums.get(indicator) ?? (typeof base === 'number' ? base : 0)) + value
    sums.set(indicator, sum)
    if (!Number.isSafeInteger(sum)) wrong.add(indicator)
  }
  return [...wrong]
    .filter((code) => !Object.hasOwn(cells, code) || typeof cells[code] !== 'number' || checkFigure(cells[code]) === null)
    .map((code) => fault('too-large', code))
}

function checkFigure(value: number): StorageFault | null {
  if (!Number.isInteger(value)) return 'not-integer'
  return Number.isSafeInteger(value) ? null : 'too-large'
}

/** Control characters but tab and line feed, and lone surrogates. */
const UNREADABLE = /[\p{Cs}\u0000-\u0008\u000b-\u001f\u007f]/u

/** What is wrong with a text that a person must write: a note, a reason (of a 未取得, of a return). */
export function noteFault(text: string): 'empty' | 'text-unreadable' | 'text-too-long' | null {
  if (text.trim() === '') return 'empty'
  if (UNREADABLE.test(text)) return 'text-unreadable'
  return text.length > NOTE_LIMIT ? 'text-too-long' : null
}

function checkText(text: string, missing: 'reason-missing' | 'note-missing', code: IndicatorCode, line: number | null): EntryProblem[] {
  const found = noteFault(text)
  if (found === null) return []
  return [found === 'empty' ? unfinished(missing, code, line) : fault(found, code, line)]
}

function enteredIndicator({ form, catalogue }: EntryPlace, code: IndicatorCode): Indicator | undefined {
  return form.indicators.includes(code) ? catalogue.columns[catalogue.columnOf(code)] : undefined
}

function isDue(place: EntryPlace, code: IndicatorCode): boolean {
  const indicator = enteredIndicator(place, code)
  return indicator !== undefined && isDueCell(place.form, indicator, place.unit, place.month)
}

function fault(code: StorageFault, indicator: IndicatorCode | null, line: number | null = null): EntryProblem {
  return { code, indicator, line, blocks: 'save' }
}

function unfinished(code: SubmitFault, indicator: IndicatorCode, line: number | null = null): EntryProblem {
  return { code, indicator, line, blocks: 'submit' }
}
