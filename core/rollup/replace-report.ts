import { ownFigure, type Report } from '../report/report.ts'
import { addMonths } from '../period/month.ts'
import { FLAG_COUNTS, isDueAt, width, type Cube } from './cube.ts'
import { LEAF_LIMIT, packLeaf, unpackLeaf } from './kernel.ts'
import { columnsOf, isNotObtained, linesFor, parentSlot, placeOf, setBlocked, stateByte, type ReportPlace } from './report-entry.ts'

/** What one cell of a unit adds to its parent. */
interface Contribution {
  sum: number
  filled: number
  counted: number
  excused: number
}

/**
 * Lays a new version of a report into a finished cube, in place: its unit and all ancestors are right afterwards, in
 * O(depth) per indicator of the form. Returns false when the cube cannot hold it (a leaf's figure that is not due or
 * too large for the leaf block): then build the cube anew. A report outside the cube changes nothing.
 */
export function replaceReport(cube: Cube, report: Report): boolean {
  const place = placeOf(cube, report)
  if (place === null) return true
  const byte = stateByte(cube, report)
  const counts = (byte & FLAG_COUNTS) !== 0
  const columns = columnsOf(cube, report)
  const figures = columns.map((column) => (counts ? ownFigure(report, cube.catalogue.columns[column]!.code) : null))
  if (cube.leafOffset[place.slot]! >= 0 && !columns.every((column, k) => fitsLeaf(cube, place, column, figures[k]!))) return false

  const before = columns.map((column) => contribution(cube, place, column))
  cube.states[place.index] = byte
  if (cube.upper[place.slot] !== undefined) {
    setBlocked(cube, cube.blocked as Map<number, Uint8Array>, place.form, place.slot, report.month)
  }
  const lines = cube.lines as Map<number, ReturnType<typeof linesFor>>
  lines.delete(place.index)
  if (counts && report.lines.length > 0) lines.set(place.index, linesFor(cube, report))
  columns.forEach((column, k) => {
    const code = cube.catalogue.columns[column]!.code
    setOwn(cube, place, column, figures[k]!)
    setNotObtained(cube, place, column, counts && isNotObtained(report, code) && isDueAt(cube, place.slot, column, report.month))
    carryUp(cube, place, column, before[k]!, contribution(cube, place, column))
  })
  return true
}

function cellAt(cube: Cube, place: ReportPlace, column: number): number {
  return place.monthOffset * cube.columns + column
}

function fitsLeaf(cube: Cube, place: ReportPlace, column: number, figure: number | null): boolean {
  const month = addMonths(cube.range.from, place.monthOffset)
  return figure === null || (Math.abs(figure) < LEAF_LIMIT && isDueAt(cube, place.slot, column, month))
}

function contribution(cube: Cube, place: ReportPlace, column: number): Contribution {
  const cell = cellAt(cube, place, column)
  if (cube.blocked.get(place.slot)?.[cell] === 1) return { sum: 0, filled: 0, counted: 0, excused: 0 }
  const excused = cube.excused.get(place.slot * width(cube) + cell) ?? 0
  const row = cube.upper[place.slot]
  if (row !== undefined) return { sum: row.sums[cell]!, filled: row.filled[cell]!, counted: row.counted[cell]!, excused }
  const figure = unpackLeaf(cube.leaves[cube.leafOffset[place.slot]! + cell]!)
  return figure === null ? { sum: 0, filled: 0, counted: 0, excused } : { sum: figure, filled: 1, counted: 1, excused }
}

function setOwn(cube: Cube, place: ReportPlace, column: number, figure: number | null): void {
  const cell = cellAt(cube, place, column)
  const row = cube.upper[place.slot]
  if (row === undefined) {
    cube.leaves[cube.leafOffset[place.slot]! + cell] = packLeaf(figure)
    return
  }
  const rows = cube.own as (Float64Array | undefined)[]
  const own = rows[place.slot] ?? (rows[place.slot] = new Float64Array(width(cube)).fill(NaN))
  const old = own[cell]!
  const had = Number.isNaN(old) ? 0 : 1
  const has = figure === null ? 0 : 1
  const due = isDueAt(cube, place.slot, column, addMonths(cube.range.from, place.monthOffset)) ? 1 : 0
  own[cell] = figure ?? NaN
  row.sums[cell] = row.sums[cell]! + (figure ?? 0) - (had === 1 ? old : 0)
  row.filled[cell] = row.filled[cell]! + has - had
  row.counted[cell] = row.counted[cell]! + (has - had) * due
}

function setNotObtained(cube: Cube, place: ReportPlace, column: number, now: boolean): void {
  const key = place.slot * width(cube) + cellAt(cube, place, column)
  const marks = cube.notObtained as Set<number>
  if (marks.has(key) === now) return
  if (now) marks.add(key)
  else marks.delete(key)
  const excused = cube.excused as Map<number, number>
  excused.set(key, (excused.get(key) ?? 0) + (now ? 1 : -1))
}

function carryUp(cube: Cube, place: ReportPlace, column: number, before: Contribution, after: Contribution): void {
  const cell = cellAt(cube, place, column)
  const month = addMonths(cube.range.from, place.monthOffset)
  const excused = cube.excused as Map<number, number>
  for (let slot = parentSlot(cube, place.slot, month); slot >= 0; slot = parentSlot(cube, slot, month)) {
    const row = cube.upper[slot]!
    row.sums[cell] = row.sums[cell]! + after.sum - before.sum
    row.filled[cell] = row.filled[cell]! + after.filled - before.filled
    row.counted[cell] = row.counted[cell]! + after.counted - before.counted
    const key = slot * width(cube) + cell
    if (after.excused !== before.excused) excused.set(key, (excused.get(key) ?? 0) + after.excused - before.excused)
    if (cube.blocked.get(slot)?.[cell] === 1) return
  }
}
