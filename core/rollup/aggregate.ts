import { isFormMonth, monthsBetween } from '../indicator/form.ts'
import type { Indicator, IndicatorCode } from '../indicator/indicator.ts'
import { divideRounded } from '../number/decimal.ts'
import { addMonths, januaryOf, type Month, type MonthRange } from '../period/month.ts'
import type { TreeEpoch } from '../unit/unit-tree.ts'
import { cellCountsAt, dutiesAt, FLAG_COUNTS, isPresent, ownAt, reportAt, reportIndex, totalAt, type Cube } from './cube.ts'

/** An indicator over a range of months (design rule 4). */
export interface FigureOverRange {
  /** Smallest units; null: absent. */
  readonly value: number | null
  /** The month that a stock, rate or published value stands for; null for flows and when absent. */
  readonly month: Month | null
}

const NOTHING: FigureOverRange = { value: null, month: null }

/** Percent and per mille scale a rate; any other unit leaves the ratio as it is. */
export function rateScale(unit: string): number {
  return unit === '%' ? 100 : unit === '‰' ? 1000 : 1
}

/** Reads any indicator of a unit over a range. Unknown indicators are absent. */
export function readFigure(cube: Cube, unit: number, code: IndicatorCode, range: MonthRange): FigureOverRange {
  const indicator = cube.catalogue.indicator(code)
  if (indicator === undefined) return NOTHING
  switch (indicator.kind) {
    case 'flow':
      return { value: sumFlow(cube, unit, cube.catalogue.columnOf(code), range), month: null }
    case 'stock':
      return readStock(cube, unit, code, range)
    case 'published':
      return readPublished(cube, unit, code, range)
    case 'rate':
      return readRate(cube, unit, indicator, range)
  }
}

function sumFlow(cube: Cube, unit: number, column: number, range: MonthRange): number | null {
  if (column < 0) return null
  let sum: number | null = null
  for (let month = range.from; month <= range.to; month = addMonths(month, 1)) {
    const total = isPresent(cube, unit, month) ? totalAt(cube, unit, column, month) : null
    if (total !== null) sum = (sum ?? 0) + total
  }
  return sum
}

function lastValue(cube: Cube, unit: number, column: number, from: Month, to: Month, read = totalAt): FigureOverRange {
  if (column < 0) return NOTHING
  for (let month = to; month >= Math.max(from, cube.range.from); month = addMonths(month, -1)) {
    const value = isPresent(cube, unit, month) ? read(cube, unit, column, month) : null
    if (value !== null) return { value, month }
  }
  return NOTHING
}

/** A stock of a quarter or year form stands until the next is due, so a range may read back to one before it. */
function readStock(cube: Cube, unit: number, code: IndicatorCode, range: MonthRange): FigureOverRange {
  const form = cube.catalogue.formOf(code)
  if (form === undefined) return NOTHING
  const lookBack = monthsBetween(form.frequency) - 1
  return lastValue(cube, unit, cube.catalogue.columnOf(code), addMonths(range.from, -lookBack), range.to)
}

/** A published figure exists at its own unit only: what units below publish is no part of it. */
function readPublished(cube: Cube, unit: number, code: IndicatorCode, range: MonthRange): FigureOverRange {
  return lastValue(cube, unit, cube.catalogue.columnOf(code), range.from, range.to, ownAt)
}

function readRate(cube: Cube, unit: number, rate: Indicator, range: MonthRange): FigureOverRange {
  const numerator = part(cube, unit, rate.numerator, range)
  const denominator = part(cube, unit, rate.denominator, range)
  if (numerator === null || denominator === null) return NOTHING
  const value = divideRounded(numerator, denominator, rateScale(rate.unit), rate.decimals)
  if (value === null) return NOTHING
  return { value, month: numerator.month ?? denominator.month ?? range.to }
}

function part(cube: Cube, unit: number, code: IndicatorCode | null, range: MonthRange) {
  const indicator = code === null ? undefined : cube.catalogue.indicator(code)
  if (indicator === undefined) return null
  const { value, month } = readFigure(cube, unit, indicator.code, range)
  return value === null ? null : { value, month, decimals: indicator.decimals }
}

/** The entered indicators that a figure is made of: itself, or the two parts of a rate. */
export function partsOf(cube: Cube, code: IndicatorCode): number[] {
  const indicator = cube.catalogue.indicator(code)
  const codes = indicator?.kind === 'rate' ? [indicator.numerator, indicator.denominator] : [code]
  return codes.flatMap((each) => {
    const column = each === null ? -1 : cube.catalogue.columnOf(each)
    return column >= 0 ? [column] : []
  })
}

/** Cells with a figure, of those due, over a range; of a rate: of both its parts. */
export function readCoverage(cube: Cube, unit: number, code: IndicatorCode, range: MonthRange): { counted: number; due: number } {
  let counted = 0
  let due = 0
  for (const column of partsOf(cube, code)) {
    for (let month = range.from; month <= range.to; month = addMonths(month, 1)) {
      if (!isPresent(cube, unit, month)) continue
      const cells = cellCountsAt(cube, unit, column, month)
      counted += cells.counted
      due += cells.due
    }
  }
  return { counted, due }
}

/** Whether the month is complete for the indicator (rule 3): frozen, or every due cell has a figure or 未取得. */
export function isComplete(cube: Cube, unit: number, code: IndicatorCode, month: Month): boolean {
  if (cube.frozen.has(month)) return true
  return partsOf(cube, code).every((column) => {
    const cells = cellCountsAt(cube, unit, column, month)
    return cells.counted + cells.excused >= cells.due
  })
}

/** Last month ≤ `to` that is complete together with all earlier months of its year; null when January is not. */
export function asOfMonth(cube: Cube, unit: number, code: IndicatorCode, to: Month): Month | null {
  let asOf: Month | null = null
  for (let month = januaryOf(to); month <= to; month = addMonths(month, 1)) {
    if (!isComplete(cube, unit, code, month)) break
    asOf = month
  }
  return asOf
}

/** Reports that count, of those due in the subtree, over a range. */
export interface ReportCoverage {
  readonly counted: number
  readonly due: number
  /** Unit numbers of the topmost units that lack a counting report, in official order; in a cut, of the cut's own units. */
  readonly missing: readonly number[]
}

export function readReportCoverage(cube: Cube, unit: number, range: MonthRange): ReportCoverage {
  let counted = 0
  let due = 0
  const lacking = new Set<number>()
  for (let month = range.from; month <= range.to; month = addMonths(month, 1)) {
    const position = dutiesAt(cube, month).epoch.position[unit]!
    if (position < 0) continue
    const here = cube.reportsBelow === undefined ? countReports(cube, unit, month, lacking) : reportsBelowAt(cube, unit, month, lacking)
    counted += here.counted
    due += here.due
  }
  return { counted, due, missing: topmost(lacking, range, (month) => dutiesAt(cube, month).epoch, (each, month) => isPresent(cube, each, month)) }
}

/** Every unit of the subtree is looked at on every drill-down. */
function countReports(cube: Cube, unit: number, month: Month, lacking: Set<number>): { counted: number; due: number } {
  const { epoch, mustReport } = dutiesAt(cube, month)
  let counted = 0
  let due = 0
  cube.catalogue.forms.forEach((form, number) => {
    if (!isFormMonth(form.frequency, month)) return
    const must = mustReport[number]!
    for (let k = epoch.position[unit]!; k < epoch.end[unit]!; k++) {
      const slot = cube.slotOf[epoch.order[k]!]!
      if (must[slot] !== 1) continue
      due++
      const state = cube.states[reportIndex(cube, number, slot, month - cube.range.from)]!
      if ((state & FLAG_COUNTS) !== 0) counted++
      else lacking.add(epoch.order[k]!)
    }
  })
  return { counted, due }
}

/** In a cut, where the counts are known but most units are not. */
function reportsBelowAt(cube: Cube, unit: number, month: Month, lacking: Set<number>): { counted: number; due: number } {
  const { position, end } = dutiesAt(cube, month).epoch
  for (const each of cube.unitOf) {
    const isBelow = position[each]! >= position[unit]! && position[each]! < end[unit]!
    if (isBelow && lacksReport(cube, each, month)) lacking.add(each)
  }
  const place = cube.slotOf[unit]! * cube.months + month - cube.range.from
  return { counted: cube.reportsBelow!.counted[place]!, due: cube.reportsBelow!.due[place]! }
}

function lacksReport(cube: Cube, unit: number, month: Month): boolean {
  return cube.catalogue.forms.some(({ code }) => {
    const { required, counts } = reportAt(cube, unit, code, month)
    return required && !counts
  })
}

/** Leaves out units that have a lacking ancestor, in the newest tree of the range that knows them; in official order. */
export function topmost(
  lacking: ReadonlySet<number>, range: MonthRange, epochAt: (month: Month) => TreeEpoch, isIn: (unit: number, month: Month) => boolean,
): number[] {
  return [...lacking]
    .filter((unit) => {
      let month = range.to
      while (month > range.from && !isIn(unit, month)) month = addMonths(month, -1)
      const { parent } = epochAt(month)
      for (let up = parent[unit]!; up >= 0; up = parent[up]!) if (lacking.has(up)) return false
      return true
    })
    .sort((a, b) => a - b)
}
