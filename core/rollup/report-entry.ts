import type { IndicatorCode } from '../indicator/indicator.ts'
import { addMonths, type Month } from '../period/month.ts'
import { ownFigure, reportCounts, type Report } from '../report/report.ts'
import {
  cellOf, dutiesAt, FLAG_COUNTS, FLAG_LATE, FLAG_ON_BEHALF, isPresent, mustReport, REPORT_STATES, reportIndex, width,
  type Cube, type CubeLine,
} from './cube.ts'

/** How one report is laid into a cube: shared by the first build and by a later change. */

/** Marks (or clears) the cells of one report that do not reach the parent's total. */
export function setBlocked(cube: Cube, blocked: Map<number, Uint8Array>, form: number, slot: number, month: Month): void {
  const counts = (cube.states[reportIndex(cube, form, slot, month - cube.range.from)]! & FLAG_COUNTS) !== 0
  const block = cube.basis !== 'live' && !counts && mustReport(cube, form, slot, month)
  if (!block && !blocked.has(slot)) return
  const cells = blocked.get(slot) ?? new Uint8Array(width(cube))
  blocked.set(slot, cells)
  for (const code of cube.catalogue.forms[form]!.indicators) {
    const column = cube.catalogue.columnOf(code)
    if (column >= 0) cells[cellOf(cube, column, month)] = Number(block)
  }
}

/** Slot of the parent in the month's tree; −1 above the cube's root. */
export function parentSlot(cube: Cube, slot: number, month: Month): number {
  const unit = cube.unitOf[slot]!
  // What stands above the root may have been below it in another month, and have a slot.
  return unit === cube.root ? -1 : (cube.slotOf[dutiesAt(cube, month).epoch.parent[unit]!] ?? -1)
}

export function monthOfCell(cube: Cube, cell: number): Month {
  return addMonths(cube.range.from, Math.floor(cell / cube.columns))
}

/** Adds a 未取得 to the unit at `place` and to every ancestor that its figures reach. */
export function carryExcused(cube: Cube, excused: Map<number, number>, place: number, change: number): void {
  const cells = width(cube)
  const cell = place % cells
  const month = monthOfCell(cube, cell)
  for (let slot = (place - cell) / cells; slot >= 0; slot = parentSlot(cube, slot, month)) {
    excused.set(slot * cells + cell, (excused.get(slot * cells + cell) ?? 0) + change)
    if (cube.blocked.get(slot)?.[cell] === 1) return
  }
}

export interface ReportPlace {
  readonly slot: number
  readonly form: number
  readonly monthOffset: number
  readonly index: number
}

/** Where a report goes; null when its unit is not open, or not in the cube's subtree, in the report's month. */
export function placeOf(cube: Cube, report: Report): ReportPlace | null {
  const unit = cube.tree.indexOf(report.unit)
  if (unit === undefined) return null
  const slot = cube.slotOf[unit]!
  const form = cube.catalogue.forms.findIndex((candidate) => candidate.code === report.form)
  const inRange = report.month >= cube.range.from && report.month <= cube.range.to
  if (slot < 0 || form < 0 || !inRange || !isPresent(cube, unit, report.month)) return null
  const monthOffset = report.month - cube.range.from
  return { slot, form, monthOffset, index: reportIndex(cube, form, slot, monthOffset) }
}

export function stateByte(cube: Cube, report: Report): number {
  const root = cube.tree.units[cube.tree.root]!.code
  const isRoots = report.unit === root || report.filledBy === root
  return (
    REPORT_STATES.indexOf(report.state) |
    (report.filledBy !== report.unit ? FLAG_ON_BEHALF : 0) |
    (report.late ? FLAG_LATE : 0) |
    (reportCounts(cube.basis, report.state, isRoots) ? FLAG_COUNTS : 0)
  )
}

export function columnsOf(cube: Cube, report: Report): number[] {
  return cube.catalogue.form(report.form)!.indicators.map((code) => cube.catalogue.columnOf(code)).filter((c) => c >= 0)
}

/** A line beside a 未取得 makes a figure: then the cell counts as one, and never as both. */
export function isNotObtained(report: Report, code: IndicatorCode): boolean {
  return typeof report.cells[code] === 'object' && ownFigure(report, code) === null
}

export function linesFor(cube: Cube, report: Report): CubeLine[] {
  return report.lines
    .map((line) => ({ column: cube.catalogue.columnOf(line.indicator), kind: line.kind, value: line.value }))
    .filter((line) => line.column >= 0)
}
