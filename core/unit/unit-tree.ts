import { addMonths, type Month, type MonthRange } from '../period/month.ts'
import { isOpen, parentIn, type Unit, type UnitCode } from './unit.ts'

export type UnitTreeProblem = 'second-root' | 'unknown-parent' | 'cycle' | 'duplicate-code'

/** The units do not form one tree in some month. `units` names the offenders. */
export class UnitTreeError extends Error {
  readonly problem: UnitTreeProblem
  readonly units: readonly UnitCode[]

  constructor(problem: UnitTreeProblem, units: readonly UnitCode[]) {
    super(`${problem}: ${units.join(', ')}`)
    this.name = 'UnitTreeError'
    this.problem = problem
    this.units = units
  }
}

/**
 * Months in which the tree does not change: a move, an opening or a closing begins the next epoch. Units are numbers:
 * indexes into `UnitTree.units`. Only units that hang on the root by open parents are in it.
 */
export interface TreeEpoch {
  readonly from: Month
  readonly to: Month
  /** Parent number of each unit; −1 for the root and for units not in the tree. */
  readonly parent: Int32Array
  /** The units in official preorder. A subtree is `order[position[u]] … order[end[u] − 1]`. */
  readonly order: Int32Array
  /** Place in `order`; −1 when not in the tree. */
  readonly position: Int32Array
  /** Place after the last unit of the subtree. */
  readonly end: Int32Array
}

export interface UnitTree {
  /** Official preorder of the newest tree, then units that are no longer in it. A unit's number is its index here. */
  readonly units: readonly Unit[]
  /** −1 in a tree without units. */
  readonly root: number
  /** Number of a unit; undefined when unknown. */
  indexOf(code: UnitCode): number | undefined
  /** The tree of a month. */
  epochAt(month: Month): TreeEpoch
  /** Epochs that touch the range, ascending and clipped to it. */
  epochs(range: MonthRange): TreeEpoch[]
}

/** Children in official order. Empty for a leaf and for a unit not in the tree. */
export function childrenOf(epoch: TreeEpoch, unit: number): number[] {
  const children: number[] = []
  const position = epoch.position[unit] ?? -1
  if (position < 0) return children
  let next = position + 1
  while (next < epoch.end[unit]!) {
    const child = epoch.order[next]!
    children.push(child)
    next = epoch.end[child]!
  }
  return children
}

/** The unit and all below it, preorder; empty when it is not in the tree. */
export function subtreeOf(epoch: TreeEpoch, unit: number): Int32Array {
  const position = epoch.position[unit] ?? -1
  return position < 0 ? new Int32Array(0) : epoch.order.subarray(position, epoch.end[unit]!)
}

/** From the root down to the unit itself. */
export function pathOf(epoch: TreeEpoch, unit: number): number[] {
  const path = [unit]
  for (let up = epoch.parent[unit] ?? -1; up >= 0; up = epoch.parent[up]!) path.push(up)
  return path.reverse()
}

const FIRST_MONTH = 0 as Month
const LAST_MONTH = (9999 * 12 + 11) as Month

/** Months at which the tree changes, ascending, beginning with the first month there is. */
function changeMonths(units: readonly Unit[]): Month[] {
  const months = new Set<Month>([FIRST_MONTH])
  for (const unit of units) {
    if (unit.opened !== null) months.add(unit.opened)
    if (unit.closed !== null) months.add(unit.closed)
    for (const span of unit.parents) if (span.from !== null) months.add(span.from)
  }
  return [...months].sort((a, b) => a - b)
}

/**
 * Builds the tree of every month at once.
 * @throws UnitTreeError when some month has two roots, an unknown parent or a cycle.
 */
export function buildUnitTree(given: readonly Unit[]): UnitTree {
  const known = new Map(given.map((unit, i) => [unit.code, i]))
  if (known.size < given.length) {
    const twice = given.filter((unit, i) => known.get(unit.code) !== i)
    throw new UnitTreeError('duplicate-code', twice.map((unit) => unit.code))
  }
  const root = given.length === 0 ? -1 : findRoot(given, known)
  const starts = changeMonths(given)

  // Number the units by the newest tree's preorder, so that subtrees are ranges of numbers in the common case.
  const newest = buildEpoch(given, known, root, starts.at(-1)!, LAST_MONTH)
  const inNewest = Array.from(newest.order, (i) => given[i]!)
  const gone = given.filter((_, i) => newest.position[i]! < 0)
  const units = [...inNewest, ...gone]
  const numbers = new Map(units.map((unit, i) => [unit.code, i]))
  const rootNumber = root < 0 ? -1 : numbers.get(given[root]!.code)!

  const all = starts.map((from, i) =>
    buildEpoch(units, numbers, rootNumber, from, i + 1 < starts.length ? addMonths(starts[i + 1]!, -1) : LAST_MONTH),
  )
  return {
    units,
    root: rootNumber,
    indexOf: (code) => numbers.get(code),
    epochAt: (month) => all.findLast((epoch) => epoch.from <= month) ?? all[0]!,
    epochs: (range) =>
      all
        .filter((epoch) => epoch.from <= range.to && epoch.to >= range.from)
        .map((epoch) => ({
          ...epoch,
          from: Math.max(epoch.from, range.from) as Month,
          to: Math.min(epoch.to, range.to) as Month,
        })),
  }
}

function findRoot(units: readonly Unit[], known: ReadonlyMap<UnitCode, number>): number {
  const roots: UnitCode[] = []
  for (const unit of units) {
    for (const { parent } of unit.parents) {
      if (parent !== null && !known.has(parent)) throw new UnitTreeError('unknown-parent', [unit.code])
    }
    if (unit.parents.some((span) => span.parent === null)) roots.push(unit.code)
  }
  if (roots.length > 1) throw new UnitTreeError('second-root', roots)
  if (roots.length === 0) throw new UnitTreeError('cycle', units.slice(0, 1).map((u) => u.code))
  return known.get(roots[0]!)!
}

function buildEpoch(
  units: readonly Unit[],
  numbers: ReadonlyMap<UnitCode, number>,
  root: number,
  from: Month,
  to: Month,
): TreeEpoch {
  const parent = new Int32Array(units.length).fill(-1)
  const children: number[][] = units.map(() => [])
  units.forEach((unit, i) => {
    const up = parentIn(unit, from)
    if (up === null) return
    const upNumber = numbers.get(up)!
    parent[i] = upNumber
    if (isOpen(unit, from)) children[upNumber]!.push(i)
  })
  refuseCycles(units, parent)
  for (const siblings of children) siblings.sort((a, b) => units[a]!.order - units[b]!.order || a - b)

  const order: number[] = []
  const position = new Int32Array(units.length).fill(-1)
  const end = new Int32Array(units.length).fill(-1)
  // An explicit stack: imported trees may be deeper than the call stack likes. ~u on the stack means "leave u".
  const stack = root >= 0 && isOpen(units[root]!, from) ? [root] : []
  while (stack.length > 0) {
    const entry = stack.pop()!
    if (entry < 0) {
      end[~entry] = order.length
      continue
    }
    position[entry] = order.length
    order.push(entry)
    stack.push(~entry)
    const below = children[entry]!
    for (let k = below.length - 1; k >= 0; k--) stack.push(below[k]!)
  }
  for (let i = 0; i < parent.length; i++) if (position[i]! < 0) parent[i] = -1
  return { from, to, parent, order: Int32Array.from(order), position, end }
}

function refuseCycles(units: readonly Unit[], parent: Int32Array): void {
  // 0 unseen, 1 on the path being walked, 2 known to reach a root
  const state = new Uint8Array(parent.length)
  for (let start = 0; start < parent.length; start++) {
    const walked: number[] = []
    let at = start
    while (at >= 0 && state[at] === 0) {
      state[at] = 1
      walked.push(at)
      at = parent[at]!
    }
    if (at >= 0 && state[at] === 1) throw new UnitTreeError('cycle', walked.slice(walked.indexOf(at)).map((u) => units[u]!.code))
    for (const unit of walked) state[unit] = 2
  }
}
