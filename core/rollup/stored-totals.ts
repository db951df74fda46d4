import type { IndicatorCode } from '../indicator/indicator.ts'
import type { Month } from '../period/month.ts'
import { cellOf, FLAG_COUNTS, mustReport, reportIndex, width, type Cube } from './cube.ts'
import { isFormMonth } from '../indicator/form.ts'

/** What is kept of one indicator in a subtree and month; a cell of nothing but zeros is left out. */
export interface StoredCell {
  readonly sum: number
  /** Cells with any value, those of them that are due, and due cells that are 未取得 (as in a cube's row). */
  readonly filled: number
  readonly counted: number
  readonly excused: number
}

/** Totals of one unit with children, in one month, under one basis. */
export interface StoredTotals {
  /** Reports that count, of those due in the subtree. */
  readonly reports: number
  /** Topmost units below the unit that lack a counting report. */
  readonly missingBelow: number
  readonly cells: ReadonlyMap<IndicatorCode, StoredCell>
}

export const NO_CELL: StoredCell = { sum: 0, filled: 0, counted: 0, excused: 0 }

type Numbers = [sum: number, filled: number, counted?: number, excused?: number]

/** By indicator's code, so that one that is added or dropped later breaks nothing; short where the counts agree. */
export function formatTotals({ reports, missingBelow, cells }: StoredTotals): string {
  const entries = [...cells].map(([code, { sum, filled, counted, excused }]): [string, Numbers] =>
    [code, excused !== 0 ? [sum, filled, counted, excused] : counted !== filled ? [sum, filled, counted] : [sum, filled]])
  return JSON.stringify([reports, missingBelow, Object.fromEntries(entries)])
}

export function parseTotals(text: string): StoredTotals {
  const [reports, missingBelow, entries] = JSON.parse(text) as [number, number, Record<string, Numbers>]
  const cells = Object.entries(entries).map(([code, [sum, filled, counted = filled, excused = 0]]) =>
    [code as IndicatorCode, { sum, filled, counted, excused }] as const)
  return { reports, missingBelow, cells: new Map(cells) }
}

/** Reports alone, from the beginning of the text: who looks for gaps reads thousands. */
export function parseReports(text: string): number {
  return Number.parseInt(text.slice(1), 10)
}

export function addCells(a: StoredCell, b: StoredCell): StoredCell {
  return { sum: a.sum + b.sum, filled: a.filled + b.filled, counted: a.counted + b.counted, excused: a.excused + b.excused }
}

export function subtractCells(a: StoredCell, b: StoredCell): StoredCell {
  return { sum: a.sum - b.sum, filled: a.filled - b.filled, counted: a.counted - b.counted, excused: a.excused - b.excused }
}

export function isNothing({ sum, filled, counted, excused }: StoredCell): boolean {
  return sum === 0 && filled === 0 && counted === 0 && excused === 0
}

/** The totals of every unit with children in a month of a cube of the whole tree. */
export function* totalsOfMonth(cube: Cube, month: Month): Generator<[unit: number, totals: StoredTotals]> {
  const { epoch } = cube.duties.findLast(({ epoch: each }) => each.from <= month)!
  const { reports, missingBelow } = countReports(cube, month, epoch.order, epoch.parent)
  for (const unit of epoch.order) {
    if (epoch.end[unit]! === epoch.position[unit]! + 1) continue
    const slot = cube.slotOf[unit]!
    yield [unit, { reports: reports[slot]!, missingBelow: missingBelow[slot]!, cells: cellsOf(cube, slot, month) }]
  }
}

/** What a cut holds of a unit's totals. */
export function totalsOfSlot(cube: Cube, slot: number, month: Month): StoredTotals {
  const reports = cube.reportsBelow!.counted[slot * cube.months + month - cube.range.from]!
  // How many are missing is asked where their names are.
  return { reports, missingBelow: 0, cells: cellsOf(cube, slot, month) }
}

function cellsOf(cube: Cube, slot: number, month: Month): Map<IndicatorCode, StoredCell> {
  const row = cube.upper[slot]!
  const cells = new Map<IndicatorCode, StoredCell>()
  cube.catalogue.columns.forEach(({ code }, column) => {
    const cell = cellOf(cube, column, month)
    const excused = cube.excused.get(slot * width(cube) + cell) ?? 0
    const made = { sum: row.sums[cell]!, filled: row.filled[cell]!, counted: row.counted[cell]!, excused }
    if (!isNothing(made)) cells.set(code, made)
  })
  return cells
}

/** By slot: due reports that count in the subtree, and topmost units below that lack one. */
function countReports(cube: Cube, month: Month, order: Int32Array, parent: Int32Array) {
  const reports = new Int32Array(cube.unitOf.length)
  const missingBelow = new Int32Array(cube.unitOf.length)
  const forms = [...cube.catalogue.forms.keys()].filter((form) => isFormMonth(cube.catalogue.forms[form]!.frequency, month))
  for (let k = order.length - 1; k >= 0; k--) {
    const unit = order[k]!
    const slot = cube.slotOf[unit]!
    let lacks = false
    for (const form of forms) {
      if (!mustReport(cube, form, slot, month)) continue
      const counts = (cube.states[reportIndex(cube, form, slot, month - cube.range.from)]! & FLAG_COUNTS) !== 0
      if (counts) reports[slot] = reports[slot]! + 1
      else lacks = true
    }
    if (k === 0) break
    const up = cube.slotOf[parent[unit]!]!
    reports[up] = reports[up]! + reports[slot]!
    missingBelow[up] = missingBelow[up]! + (lacks ? 1 : missingBelow[slot]!)
  }
  return { reports, missingBelow }
}
