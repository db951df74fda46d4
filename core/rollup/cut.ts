import { monthsOf, type Month } from '../period/month.ts'
import type { Report } from '../report/report.ts'
import { childrenOf, type TreeEpoch } from '../unit/unit-tree.ts'
import { addOwn, CubeBuilder } from './cube-builder.ts'
import { owedMasks, slotsFor, type CubeLayout } from './cube-layout.ts'
import { cellOf, width, type Cube, type CubeShape } from './cube.ts'
import type { StoredTotals } from './stored-totals.ts'
import type { TreeDuties } from './tree-duties.ts'

/** `unit`: it alone; `children`: with its children of any month of the range. */
export type CutDepth = 'unit' | 'children'

/** What a cut is made of: its units' own reports, and the stored totals of those that have children. */
export interface CutContents {
  readonly reports: Iterable<Report>
  totalsOf(unit: number, month: Month): StoredTotals | undefined
}

/** The units of a cut, in official order. */
export function unitsOfCut(shape: CubeShape, depth: CutDepth): number[] {
  const children = depth === 'unit' ? [] : shape.tree.epochs(shape.range).flatMap((epoch) => childrenOf(epoch, shape.root))
  return [...new Set([shape.root, ...children])].sort((a, b) => a - b)
}

/**
 * A cube that holds a unit, with its children or without, and of what is below them only the totals. It is read like
 * any other, but knows nothing of the units that it leaves out: who is missing below must be asked elsewhere.
 */
export function buildCut(shape: CubeShape, duties: TreeDuties, depth: CutDepth, contents: CutContents): Cube {
  const builder = new CubeBuilder(shape, cutLayout(shape, duties, unitsOfCut(shape, depth)))
  for (const report of contents.reports) builder.addReport(report)
  const cube = builder.shape
  cube.duties.forEach(({ epoch }) => {
    cube.unitOf.forEach((unit, slot) => {
      if (!isBelow(epoch, shape.root, unit)) return
      const hasChildren = duties.at(epoch.from).hasChildren(unit)
      for (const month of monthsOf(epoch)) {
        if (hasChildren) layTotals(cube, slot, month, contents.totalsOf(unit, month))
        else layOwn(cube, slot, month)
      }
    })
  })
  return cube
}

/** The unit itself, or anything under it. */
function isBelow({ position, end }: TreeEpoch, root: number, unit: number): boolean {
  return position[unit]! >= 0 && position[root]! >= 0 && position[unit]! >= position[root]! && position[unit]! < end[root]!
}

function cutLayout(shape: CubeShape, duties: TreeDuties, units: readonly number[]): CubeLayout {
  const { tree, catalogue, root, range } = shape
  const marked = new Uint8Array(tree.units.length)
  for (const unit of units) marked[unit] = 1
  const { unitOf, slotOf } = slotsFor(marked)
  const epochs = tree.epochs(range).map((epoch) => {
    const at = duties.at(epoch.from)
    const inside = (unit: number) => isBelow(epoch, root, unit)
    return {
      epoch,
      mustReport: catalogue.forms.map((_, form) => Uint8Array.from(unitOf, (unit) => Number(inside(unit) && at.mustReport(unit, form)))),
      due: catalogue.columns.map((_, column) => Int32Array.from(unitOf, (unit) => (inside(unit) ? at.dueCells(unit, column) : 0))),
    }
  })
  return { unitOf, slotOf, owed: owedMasks(shape, unitOf), duties: epochs, leaf: new Uint8Array(unitOf.length) }
}

function layTotals(cube: Cube, slot: number, month: Month, totals: StoredTotals | undefined): void {
  const row = cube.upper[slot]!
  const excused = cube.excused as Map<number, number>
  for (const [code, cell] of totals?.cells ?? []) {
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
