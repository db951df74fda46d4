import type { Catalogue } from '../indicator/catalogue.ts'
import { isFiller, isFormMonth } from '../indicator/form.ts'
import { monthNumber, type Month } from '../period/month.ts'
import type { TreeEpoch, UnitTree } from '../unit/unit-tree.ts'
import { countDuties, owedMasks } from './cube-layout.ts'

/** Who must report and what is due in the whole tree, epoch by epoch: made when an epoch is asked for, and kept. */
export class TreeDuties {
  readonly tree: UnitTree
  readonly catalogue: Catalogue
  /** Units that have ever changed their parent. */
  readonly moving: readonly number[]
  readonly #epochs = new Map<Month, EpochTreeDuties>()

  constructor(tree: UnitTree, catalogue: Catalogue) {
    this.tree = tree
    this.moving = tree.units.flatMap(({ parents }, unit) => (parents.length > 1 ? [unit] : []))
    this.catalogue = catalogue
  }

  at(month: Month): EpochTreeDuties {
    const epoch = this.tree.epochAt(month)
    const known = this.#epochs.get(epoch.from)
    if (known !== undefined) return known
    const made = new EpochTreeDuties(this.tree, this.catalogue, epoch)
    this.#epochs.set(epoch.from, made)
    return made
  }
}

/** Reports of one month in each subtree, by upper number. */
interface MonthReports {
  readonly due: Int32Array
  /** Topmost units below that must report: the missing ones as long as nobody has. */
  readonly headsBelow: Int32Array
}

/** Duties in the months of one epoch. Of units with children they are kept; what a leaf owes is seen from the leaf. */
export class EpochTreeDuties {
  readonly epoch: TreeEpoch
  readonly #tree: UnitTree
  readonly #catalogue: Catalogue
  /** By unit: its number among those with children, −1 for leaves and units not in the tree. */
  readonly #upperOf: Int32Array
  readonly #uppers: number
  readonly #must: readonly Uint8Array[]
  readonly #due: readonly Int32Array[]
  readonly #reports = new Map<number, MonthReports>()

  constructor(tree: UnitTree, catalogue: Catalogue, epoch: TreeEpoch) {
    this.#tree = tree
    this.#catalogue = catalogue
    this.epoch = epoch
    const every = Int32Array.from(tree.units.keys())
    const range = { from: epoch.from, to: epoch.from }
    const [{ mustReport, due }] = countDuties({ tree, catalogue, root: tree.root, range }, every, every, owedMasks({ tree, catalogue }, every)) as [
      ReturnType<typeof countDuties>[number],
    ]
    this.#upperOf = new Int32Array(every.length).fill(-1)
    const uppers = epoch.order.filter((unit) => hasChildren(epoch, unit))
    uppers.forEach((unit, upper) => (this.#upperOf[unit] = upper))
    this.#uppers = uppers.length
    this.#must = mustReport.map((must) => Uint8Array.from(uppers, (unit) => must[unit]!))
    this.#due = due.map((cells) => Int32Array.from(uppers, (unit) => cells[unit]!))
  }

  isPresent(unit: number): boolean {
    return this.epoch.position[unit]! >= 0
  }

  hasChildren(unit: number): boolean {
    return this.#upperOf[unit]! >= 0
  }

  /** Whether the unit owes a report of the form in the months that hold a period of it. */
  mustReport(unit: number, form: number): boolean {
    const upper = this.#upperOf[unit]!
    if (upper >= 0) return this.#must[form]![upper] === 1
    return this.isPresent(unit) && isFiller(this.#catalogue.forms[form]!, this.#tree.units[unit]!)
  }

  /** Due cells in the subtree, in months that hold a period of the column's form. */
  dueCells(unit: number, column: number): number {
    const upper = this.#upperOf[unit]!
    if (upper >= 0) return this.#due[column]![upper]!
    return this.isPresent(unit) && this.owes(unit, column) ? 1 : 0
  }

  owes(unit: number, column: number): boolean {
    return this.#catalogue.owedColumns(this.#tree.units[unit]!)[this.#catalogue.formNumbers[column]!]!.includes(column)
  }

  /** Numbers of the forms of which the unit owes a report in the month. */
  formsDue(unit: number, month: Month): number[] {
    return this.#formsOf(month).filter((form) => this.mustReport(unit, form))
  }

  /** Reports due in the subtree in the month. */
  reportsDue(unit: number, month: Month): number {
    const upper = this.#upperOf[unit]!
    return upper >= 0 ? this.#reportsOf(month).due[upper]! : this.formsDue(unit, month).length
  }

  /** Topmost units below the unit that are missing as long as nobody has reported for the month. */
  headsBelow(unit: number, month: Month): number {
    const upper = this.#upperOf[unit]!
    return upper >= 0 ? this.#reportsOf(month).headsBelow[upper]! : 0
  }

  #formsOf(month: Month): number[] {
    return [...this.#catalogue.forms.keys()].filter((form) => isFormMonth(this.#catalogue.forms[form]!.frequency, month))
  }

  /** Months of the year with the same forms have the same duties: monthly, with quarters, with the year. */
  #reportsOf(month: Month): MonthReports {
    const kind = monthNumber(month) % 12 === 0 ? 12 : monthNumber(month) % 3 === 0 ? 3 : 1
    const known = this.#reports.get(kind)
    if (known !== undefined) return known
    const made = { due: new Int32Array(this.#uppers), headsBelow: new Int32Array(this.#uppers) }
    const { order, parent } = this.epoch
    for (let k = order.length - 1; k > 0; k--) {
      const unit = order[k]!
      const upper = this.#upperOf[unit]!
      const own = this.formsDue(unit, month).length
      if (upper >= 0) made.due[upper] = made.due[upper]! + own
      const up = this.#upperOf[parent[unit]!]!
      made.due[up] = made.due[up]! + (upper >= 0 ? made.due[upper]! : own)
      made.headsBelow[up] = made.headsBelow[up]! + (own > 0 ? 1 : upper >= 0 ? made.headsBelow[upper]! : 0)
    }
    const root = this.#upperOf[this.#tree.root] ?? -1
    if (root >= 0) made.due[root] = made.due[root]! + this.formsDue(this.#tree.root, month).length
    this.#reports.set(kind, made)
    return made
  }
}

function hasChildren({ position, end }: TreeEpoch, unit: number): boolean {
  return position[unit]! >= 0 && end[unit]! > position[unit]! + 1
}
