import type { Catalogue } from '../indicator/catalogue.ts'
import type { Month } from '../period/month.ts'
import { shortNameOf } from './short-name.ts'
import { frozenFault, hasSameDuties, parentsWith, treeChangesFrom, type FrozenFault } from './unit-rules.ts'
import { buildUnitTree, childrenOf, UnitTreeError, type TreeEpoch, type UnitTree } from './unit-tree.ts'
import { isOpen, type Unit, type UnitCode } from './unit.ts'

/** Why a change of units is refused. Permanent: told as `details.problem`. */
export type UnitChangeProblem =
  /** Some month that would change is frozen. */
  | 'month-frozen'
  /** A first month must be given: some month is frozen. */
  | 'month-needed'
  /** The unit is not open in the month of a move, or would close before it opens. */
  | 'not-open'
  /** The parent is not in the tree in every month in which the unit would be below it. */
  | 'parent-closed'
  | 'cycle'
  /** The parent's level and one is not the unit's. */
  | 'level'
  /** Units below it are open in months in which it would not be in the tree. */
  | 'has-children'
  /** It has reports of months in which it would be closed. */
  | 'has-reports'
  /** A sibling of some month has the name or the short name. */
  | 'name-taken'
  | 'name-blank'
  /** The unit of one's own post. */
  | 'own-unit'
  /** The new kind would change who owes what in a frozen month. */
  | 'kind-frozen'

/** The change is refused; `units` and `month` name what stands in its way. */
export class UnitChangeError extends Error {
  readonly problem: UnitChangeProblem
  readonly units: readonly Unit[]
  readonly month: Month | null

  constructor(problem: UnitChangeProblem, { units = [], month = null }: { readonly units?: readonly Unit[]; readonly month?: Month | null } = {}) {
    super(problem)
    this.name = 'UnitChangeError'
    this.problem = problem
    this.units = units
    this.month = month
  }
}

/** What units are changed in. */
export interface UnitRegister {
  readonly tree: UnitTree
  readonly frozen: ReadonlySet<Month>
  readonly catalogue: Catalogue
}

export interface UnitChange {
  readonly before: Unit | undefined
  readonly after: Unit
  /** The tree with the change in it. */
  readonly tree: UnitTree
  /** First month whose totals may be others; null: none. */
  readonly countsFrom: Month | null
}

export interface NewUnit {
  readonly code: UnitCode
  readonly parent: UnitCode
  readonly name: string
  /** Null: derived. */
  readonly shortName: string | null
  readonly kind: string
  readonly opened: Month | null
  /** Null: behind all siblings. */
  readonly order: number | null
}

/** @throws UnitChangeError */
export function addUnit(register: UnitRegister, { code, parent: parentCode, name, shortName, kind, opened, order }: NewUnit): UnitChange {
  if (opened === null && register.frozen.size > 0) throw new UnitChangeError('month-needed', { month: newest(register.frozen) })
  const parent = unitOf(register.tree, parentCode)
  const siblings = register.tree.units.filter(({ parents }) => parents.some((span) => span.parent === parentCode))
  const after: Unit = {
    code, name, kind, opened, closed: null,
    shortName: shortName ?? derivedShortName(name, siblings),
    level: parent.level + 1,
    order: order ?? Math.max(0, ...siblings.map((sibling) => sibling.order)) + 1,
    parents: [{ from: null, parent: parentCode }],
  }
  return checked(register, undefined, after)
}

/** Short where no sibling is called so. */
function derivedShortName(name: string, siblings: readonly Unit[]): string {
  const short = shortNameOf(name)
  return siblings.some((sibling) => sibling.shortName === short) ? name : short
}

/** @throws UnitChangeError */
export function describeUnit(register: UnitRegister, code: UnitCode, description: Pick<Unit, 'name' | 'shortName' | 'kind' | 'order'>): UnitChange {
  const before = unitOf(register.tree, code)
  return checked(register, before, { ...before, ...description })
}

/** @throws UnitChangeError */
export function moveUnit(register: UnitRegister, code: UnitCode, parentCode: UnitCode, from: Month): UnitChange {
  const { tree } = register
  const [before, parent] = [unitOf(tree, code), unitOf(tree, parentCode)]
  if (!isOpen(before, from)) throw new UnitChangeError('not-open', { units: [before], month: from })
  if (isWithin(tree.epochAt(from), tree.indexOf(code)!, tree.indexOf(parentCode)!)) throw new UnitChangeError('cycle', { units: [parent], month: from })
  if (before.level !== parent.level + 1) throw new UnitChangeError('level', { units: [parent] })
  return checked(register, before, { ...before, parents: parentsWith(before.parents, from, parentCode) })
}

/** `from` null: open without end. @throws UnitChangeError */
export function closeUnit(register: UnitRegister, code: UnitCode, from: Month | null): UnitChange {
  const before = unitOf(register.tree, code)
  if (from !== null && before.opened !== null && from <= before.opened) throw new UnitChangeError('not-open', { units: [before], month: before.opened })
  return checked(register, before, { ...before, closed: from })
}

function unitOf(tree: UnitTree, code: UnitCode): Unit {
  return tree.units[tree.indexOf(code)!]!
}

function newest(months: Iterable<Month>): Month {
  return Math.max(...months) as Month
}

function isWithin({ position, end }: TreeEpoch, top: number, unit: number): boolean {
  return position[top]! >= 0 && position[unit]! >= position[top]! && position[unit]! < end[top]!
}

/** The change, when every month stays one tree without clashes and no frozen month changes. */
function checked({ tree: old, frozen, catalogue }: UnitRegister, before: Unit | undefined, after: Unit): UnitChange {
  refuseFrozen(frozenFault(before, after, frozen, catalogue))
  const tree = treeWith(old, after)
  const treeFrom = treeChangesFrom(before, after)
  if (treeFrom !== null) refuseOrphans(old, tree, after, treeFrom)
  const isRenamed = before === undefined || before.name !== after.name || before.shortName !== after.shortName
  if (isRenamed) refuseSameNames(tree, after, FIRST_MONTH)
  else if (treeFrom !== null) refuseSameNames(tree, after, treeFrom)
  return { before, after, tree, countsFrom: before === undefined || hasSameDuties(before, after, catalogue) ? treeFrom : FIRST_MONTH }
}

function refuseFrozen(fault: FrozenFault | null): void {
  if (fault !== null) throw new UnitChangeError(fault.what === 'duties' ? 'kind-frozen' : 'month-frozen', { month: fault.month })
}

function treeWith(old: UnitTree, changed: Unit): UnitTree {
  const isNew = old.indexOf(changed.code) === undefined
  try {
    return buildUnitTree(isNew ? [...old.units, changed] : old.units.map((unit) => (unit.code === changed.code ? changed : unit)))
  } catch (error) {
    if (error instanceof UnitTreeError) throw new UnitChangeError('cycle', { units: [changed] })
    throw error
  }
}

const FIRST_MONTH = 0 as Month
const LAST_MONTH = (9999 * 12 + 11) as Month

/** Whoever is open hangs on the root: the changed unit itself, and all that did so before. */
function refuseOrphans(old: UnitTree, tree: UnitTree, changed: Unit, from: Month): void {
  const range = { from, to: LAST_MONTH }
  const number = tree.indexOf(changed.code)!
  for (const epoch of tree.epochs(range)) {
    if (isOpen(changed, epoch.from) && epoch.position[number]! < 0) throw new UnitChangeError('parent-closed', { units: [changed], month: epoch.from })
  }
  for (const month of bounds([old, tree], range)) {
    const epoch = tree.epochAt(month)
    const lost = Array.from(old.epochAt(month).order, (each) => old.units[each]!)
      .filter(({ code }) => code !== changed.code && epoch.position[tree.indexOf(code)!]! < 0)
    if (lost.length > 0) throw new UnitChangeError('has-children', { units: lost, month })
  }
}

/** Months at which one of the trees becomes another. */
function bounds(trees: readonly UnitTree[], range: { readonly from: Month; readonly to: Month }): Set<Month> {
  return new Set(trees.flatMap((tree) => tree.epochs(range).map((epoch) => epoch.from)))
}

function refuseSameNames(tree: UnitTree, changed: Unit, from: Month): void {
  const number = tree.indexOf(changed.code)!
  for (const epoch of tree.epochs({ from, to: LAST_MONTH })) {
    const parent = epoch.parent[number]!
    if (parent < 0) continue
    const siblings = childrenOf(epoch, parent).filter((each) => each !== number).map((each) => tree.units[each]!)
    const same = siblings.find(({ name, shortName }) => name === changed.name || shortName === changed.shortName)
    if (same !== undefined) throw new UnitChangeError('name-taken', { units: [same], month: epoch.from })
  }
}
