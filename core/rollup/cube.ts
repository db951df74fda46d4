import type { Catalogue } from '../indicator/catalogue.ts'
import { isFormMonth, type FormCode } from '../indicator/form.ts'
import { addMonths, type Month, type MonthRange } from '../period/month.ts'
import type { Basis, LineKind, ReportState } from '../report/report.ts'
import type { TreeEpoch, UnitTree } from '../unit/unit-tree.ts'
import { unpackLeaf, type TotalsRow } from './kernel.ts'

/** What a cube holds: which subtree, which months, under which basis. */
export interface CubeShape {
  readonly tree: UnitTree
  readonly catalogue: Catalogue
  /** Unit number of the subtree's root. */
  readonly root: number
  readonly range: MonthRange
  readonly basis: Basis
  /** Months that an edition has frozen: complete by definition. */
  readonly frozen: ReadonlySet<Month>
}

/** A report's state in a cube, packed in a byte: the state's number, plus flags. 0: no report. */
export const REPORT_STATES: readonly (ReportState | 'missing')[] = ['missing', 'draft', 'submitted', 'approved', 'returned']
export const STATE_MASK = 7
export const FLAG_ON_BEHALF = 8
export const FLAG_LATE = 16
/** The report counts under the cube's basis. */
export const FLAG_COUNTS = 32

export interface CubeLine {
  readonly column: number
  readonly kind: LineKind
  readonly value: number
}

/** Per epoch: who must report, and how many cells are due in each subtree (in months that hold a period of the form). */
export interface EpochDuties {
  readonly epoch: TreeEpoch
  /** By form number: 1 for slots that are fillers or lie between a filler and the root. */
  readonly mustReport: readonly Uint8Array[]
  /** By column: due cells in the subtree of each slot; 0 for slots outside the cube's subtree in the epoch. */
  readonly due: readonly Int32Array[]
}

/**
 * All figures of a subtree: every unit × entered indicator × month, rolled up. A unit's place is its slot, a figure's
 * place within a unit is its cell `month offset × columns + column`. Figures are integers in the indicator's smallest
 * unit. Read it through the functions below and `aggregate.ts`.
 */
export interface Cube extends CubeShape {
  readonly months: number
  readonly columns: number
  /** Unit number of each slot, and the reverse (−1: not in this cube). */
  readonly unitOf: Int32Array
  readonly slotOf: Int32Array
  /** Leaf figures, packed as in `kernel.ts`, and an empty row at the end; offset of each slot's row, −1 for slots with an upper row. */
  readonly leaves: Int32Array
  readonly leafOffset: Int32Array
  /** Rows of units that have children, or figures that a leaf row cannot hold. */
  readonly upper: readonly (TotalsRow | undefined)[]
  /** Own figures of slots with an upper row, NaN where absent; undefined where it has none at all. */
  readonly own: readonly (Float64Array | undefined)[]
  /** 1 where the slot owes the column in each period of its form. */
  readonly owed: readonly Uint8Array[]
  /** Cells of the slot's total that do not reach its parent, because its report does not count. */
  readonly blocked: ReadonlyMap<number, Uint8Array>
  /** 未取得 in the subtree, `slot × width + cell` → count. Rare, so kept apart. */
  readonly excused: ReadonlyMap<number, number>
  /** 未取得 of the slots' own reports that count, as `slot × width + cell`. */
  readonly notObtained: ReadonlySet<number>
  /** State bytes, `(form × slots + slot) × months + month offset`. */
  readonly states: Uint8Array
  /** Adjustment lines of reports that count, by the index of the state byte. */
  readonly lines: ReadonlyMap<number, readonly CubeLine[]>
  readonly duties: readonly EpochDuties[]
  /** In a cut (`cut.ts`), whose units do not tell it: reports due and counting in each subtree, by `slot × months + month offset`. */
  readonly reportsBelow?: { readonly due: Int32Array; readonly counted: Int32Array }
}

export function width(cube: Cube): number {
  return cube.months * cube.columns
}

export function cellOf(cube: Cube, column: number, month: Month): number {
  return (month - cube.range.from) * cube.columns + column
}

/** Index of a report's state byte. */
export function reportIndex(shape: { months: number; unitOf: Int32Array }, form: number, slot: number, monthOffset: number): number {
  return (form * shape.unitOf.length + slot) * shape.months + monthOffset
}

export function dutiesAt(cube: Cube, month: Month): EpochDuties {
  // Asked for every cell that is read: no closures here.
  for (let k = cube.duties.length - 1; k > 0; k--) if (cube.duties[k]!.epoch.from <= month) return cube.duties[k]!
  return cube.duties[0]!
}

/**
 * Whether the unit is open in the month and below the cube's root then (or the root itself). A unit that has moved away
 * keeps its place in the cube, but nothing of it in the months elsewhere: those belong to somebody else's subtree.
 */
export function isPresent(cube: Cube, unit: number, month: Month): boolean {
  const { position, end } = dutiesAt(cube, month).epoch
  const top = position[cube.root] ?? -1
  return top >= 0 && position[unit]! >= top && position[unit]! < end[cube.root]!
}

/** total(u, i, m), rule 2; null when nothing in the subtree has a value. */
export function totalAt(cube: Cube, unit: number, column: number, month: Month): number | null {
  const slot = cube.slotOf[unit] ?? -1
  if (slot < 0) return null
  const cell = cellOf(cube, column, month)
  const row = cube.upper[slot]
  if (row !== undefined) return row.filled[cell]! > 0 ? row.sums[cell]! : null
  return unpackLeaf(cube.leaves[cube.leafOffset[slot]! + cell]!)
}

/** own(u, i, m), rule 1: base plus lines of the unit's own report; null when there is neither. */
export function ownAt(cube: Cube, unit: number, column: number, month: Month): number | null {
  const slot = cube.slotOf[unit] ?? -1
  if (slot < 0) return null
  const cell = cellOf(cube, column, month)
  const offset = cube.leafOffset[slot]!
  if (offset >= 0) return unpackLeaf(cube.leaves[offset + cell]!)
  const figure = cube.own[slot]?.[cell] ?? NaN
  return Number.isNaN(figure) ? null : figure
}

/** Adjustment lines of the unit's own reports for an indicator in a range, summed by kind. */
export function linesOf(cube: Cube, unit: number, column: number, range: MonthRange): Map<LineKind, number> {
  const sums = new Map<LineKind, number>()
  const slot = cube.slotOf[unit] ?? -1
  const form = formNumber(cube, column)
  for (let month = range.from; month <= range.to; month = addMonths(month, 1)) {
    const lines = slot < 0 ? undefined : cube.lines.get(reportIndex(cube, form, slot, month - cube.range.from))
    for (const line of lines ?? []) {
      if (line.column === column) sums.set(line.kind, (sums.get(line.kind) ?? 0) + line.value)
    }
  }
  return sums
}

/** Cells that are due, that hold a figure, and that are 未取得, in the subtree (rule 3). */
export interface CellCounts {
  readonly due: number
  readonly counted: number
  readonly excused: number
}

export function cellCountsAt(cube: Cube, unit: number, column: number, month: Month): CellCounts {
  const slot = cube.slotOf[unit] ?? -1
  if (slot < 0) return { due: 0, counted: 0, excused: 0 }
  const cell = cellOf(cube, column, month)
  const row = cube.upper[slot]
  const counted = row !== undefined ? row.counted[cell]! : Number(cube.leaves[cube.leafOffset[slot]! + cell] !== 0)
  const form = cube.catalogue.forms[formNumber(cube, column)]!
  const due = isFormMonth(form.frequency, month) ? dutiesAt(cube, month).due[column]![slot]! : 0
  return { due, counted, excused: cube.excused.get(slot * width(cube) + cell) ?? 0 }
}

/** Whether the slot owes a figure of the column in the month (open units only). */
export function isDueAt(cube: Cube, slot: number, column: number, month: Month): boolean {
  const form = cube.catalogue.forms[formNumber(cube, column)]!
  return cube.owed[slot]![column] === 1 && isFormMonth(form.frequency, month)
}

/** State and flags of a report; `required` says whether the unit must have one in that month. */
export interface ReportStanding {
  readonly state: ReportState | 'missing'
  readonly counts: boolean
  readonly onBehalf: boolean
  readonly late: boolean
  readonly required: boolean
}

export function reportAt(cube: Cube, unit: number, form: FormCode, month: Month): ReportStanding {
  const slot = cube.slotOf[unit] ?? -1
  const number = cube.catalogue.forms.findIndex((f) => f.code === form)
  if (slot < 0 || number < 0) return { state: 'missing', counts: false, onBehalf: false, late: false, required: false }
  const byte = cube.states[reportIndex(cube, number, slot, month - cube.range.from)]!
  return {
    state: REPORT_STATES[byte & STATE_MASK]!,
    counts: (byte & FLAG_COUNTS) !== 0,
    onBehalf: (byte & FLAG_ON_BEHALF) !== 0,
    late: (byte & FLAG_LATE) !== 0,
    required: mustReport(cube, number, slot, month),
  }
}

/** Whether the slot owes a report of the form in the month: a filler, or on the way from a filler to the root. */
export function mustReport(cube: Cube, form: number, slot: number, month: Month): boolean {
  return isFormMonth(cube.catalogue.forms[form]!.frequency, month) && dutiesAt(cube, month).mustReport[form]![slot] === 1
}

/** Whether the child's figures of an indicator reach its parent's total in the month (under `approved`, 待审 ones do not). */
export function reachesParent(cube: Cube, unit: number, column: number, month: Month): boolean {
  const slot = cube.slotOf[unit] ?? -1
  if (slot < 0) return false
  const form = formNumber(cube, column)
  if (cube.basis === 'live' || !mustReport(cube, form, slot, month)) return true
  return (cube.states[reportIndex(cube, form, slot, month - cube.range.from)]! & FLAG_COUNTS) !== 0
}

/** Number of the form that carries a column. */
export function formNumber(cube: { catalogue: Catalogue }, column: number): number {
  return cube.catalogue.formNumbers[column]!
}
