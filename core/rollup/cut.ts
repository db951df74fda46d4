import { addMonths, monthsOf, type Month } from '../period/month.ts'
import type { Report } from '../report/report.ts'
import { childrenOf, type TreeEpoch } from '../unit/unit-tree.ts'
import { addOwn, CubeBuilder } from './cube-builder.ts'
import { owedMasks, slotsFor, type CubeLayout } from './cube-layout.ts'
import { cellOf, FLAG_COUNTS, isPresent, mustReport, reportIndex, width, type Cube, type CubeShape } from './cube.ts'
import type { StoredTotals } from './stored-totals.ts'
import type { TreeDuties } from './tree-duties.ts'

/** `unit`: it alone; `children`: with its children of any month of the range. */
export type CutDepth = 'unit' | 'children'

/** What a cut is made of: its units' own reports, and the stored totals of those that have children. */
export interface CutContents {
  readonly reports: Iterable<Report>
  /** Undefined for a leaf, and for a unit in whose subtree nobody has reported. */
  totalsOf(unit: number, month: Month): StoredTotals | undefined
}

/** Which units a cut holds and what is due below them. */
export interface CutLayout extends CubeLayout {
  /** Reports due in each subtree, by `slot × months + month offset`. */
  readonly reportsDue: Int32Array
}

/** The units of a cut. */
export function unitsOfCut(shape: CubeShape, depth: CutDepth): number[] {
  const children = depth === 'unit' ? [] : shape.tree.epochs(shape.range).flatMap((epoch) => childrenOf(epoch, shape.root))
  return [...new Set([shape.root, ...children])]
}

/**
 * A cube that holds a unit, with its children or without, and of what is below them only the totals. It is read like
 * any other, but knows nothing of the units that it leaves out: who is missing below must be asked elsewhere.
 */
export function buildCut(shape: CubeShape, layout: CutLayout, { reports, totalsOf }: CutContents): Cube {
  const builder = new CubeBuilder(shape, layout)
  for (const report of reports) builder.addReport(report)
  return finishCut(builder.shape, layout, totalsOf)
}

/** Lays the totals into a cube whose own figures are in it already. */
export function finishCut(cube: Cube, { reportsDue }: CutLayout, totalsOf: CutContents['totalsOf']): Cube {
  const counted = new Int32Array(reportsDue.length)
  cube.unitOf.forEach((unit, slot) => {
    for (let m = 0; m < cube.months; m++) {
      const month = addMonths(cube.range.from, m)
      if (!isPresent(cube, unit, month)) continue
      const totals = totalsOf(unit, month)
      if (totals === undefined) layOwn(cube, slot, month)
      else layTotals(cube, slot, month, totals)
      counted[slot * cube.months + m] = totals?.reports ?? ownReports(cube, slot, month)
    }
  })
  return { ...cube, reportsBelow: { due: reportsDue, counted } }
}

function ownReports(cube: Cube, slot: number, month: Month): number {
  const index = (form: number) => reportIndex(cube, form, slot, month - cube.range.from)
  return cube.catalogue.forms.filter((_, form) => mustReport(cube, form, slot, month) && (cube.states[index(form)]! & FLAG_COUNTS) !== 0).length
}

/** The unit itself, or anything under it. */
function isBelow({ position, end }: TreeEpoch, root: number, unit: number): boolean {
  return position[unit]! >= 0 && position[root]! >= 0 && position[unit]! >= position[root]! && position[unit]! < end[root]!
}

/** A cut of the whole tree at hand. */
export function cutLayout(shape: CubeShape, duties: TreeDuties, depth: CutDepth): CutLayout {
  const { tree, catalogue, root, range } = shape
  const slots = slotsFor(tree, unitsOfCut(shape, depth))
  const { unitOf } = slots
  const epochs = tree.epochs(range).map((epoch) => {
    const at = duties.at(epoch.from)
    const inside = (unit: number) => isBelow(epoch, root, unit)
    return {
      epoch,
      mustReport: catalogue.forms.map((_, form) => Uint8Array.from(unitOf, (unit) => Number(inside(unit) && at.mustReport(unit, form)))),
      due: catalogue.columns.map((_, column) => Int32Array.from(unitOf, (unit) => (inside(unit) ? at.dueCells(unit, column) : 0))),
    }
  })
  const months = monthsOf(range)
  const reportsDue = Int32Array.from([...unitOf].flatMap((unit) =>
    months.map((month) => (isBelow(tree.epochAt(month), root, unit) ? duties.at(month).reportsDue(unit, month) : 0))))
  return { ...slots, owed: owedMasks(shape, unitOf), duties: epochs, leaf: new Uint8Array(unitOf.length), reportsDue }
}

function layTotals(cube: Cube, slot: number, month: Month, totals: StoredTotals): void {
  const row = cube.upper[slot]!
  const excused = cube.excused as Map<number, number>
  for (const [code, cell] of totals.cells) {
    const column = cube.catalogue.columnOf(code)
    if (column < 0) continue
    const at = cellOf(cube, column, month)
    row.sums[at] = cell.sum
    row.filled[at] = cell.filled
    row.counted[at] = cell.counted
    if (cell.excused > 0) excused.set(slot * width(cube) + at, cell.excused)
  }
}

function layOwn(cube: Cube, slot: number, month: Month): void {
  const from = cellOf(cube, 0, month)
  addOwn(cube, slot, cube.upper[slot]!, from, from + cube.columns)
  for (let cell = from; cell < from + cube.columns; cell++) {
    const place = slot * width(cube) + cell
    if (cube.notObtained.has(place)) (cube.excused as Map<number, number>).set(place, 1)
  }
}
