/** Units month by month, straight from their dates: nothing is numbered, sorted or shared between months. */
import type { Unit, UnitCode } from '#core/unit/unit.ts'

/** Later than anything that happens to a unit. */
const NEWEST = 9999 * 12

/** Who is open in a month, and below whom. */
interface MonthTree {
  readonly open: Set<UnitCode>
  readonly children: Map<UnitCode | null, readonly Unit[]>
}

export class NaiveTree {
  readonly root: UnitCode
  private readonly all: readonly Unit[]
  private readonly units = new Map<UnitCode, Unit>()
  private readonly trees = new Map<number, MonthTree>()

  constructor(all: readonly Unit[]) {
    this.all = all
    this.root = all.find((unit) => unit.parents.every((span) => span.parent === null))!.code
    for (const unit of all) this.units.set(unit.code, unit)
  }

  unit(code: UnitCode): Unit {
    return this.units.get(code)!
  }

  /** Open itself, and hanging on the root by open units: whoever is below a closed unit reports to nobody. */
  isOpen(code: UnitCode, month: number): boolean {
    return this.treeOf(month).open.has(code)
  }

  /** The parent of a month: the last span that has begun. */
  parent(code: UnitCode, month: number): UnitCode | null {
    const begun = this.unit(code).parents.filter((span) => span.from === null || span.from <= month)
    return begun.at(-1)?.parent ?? null
  }

  /** Children in the tree of the month that are open in it. */
  children(code: UnitCode, month: number): readonly Unit[] {
    return this.treeOf(month).children.get(code) ?? []
  }

  /** The open units at and below a unit. */
  subtree(code: UnitCode, month: number): UnitCode[] {
    if (!this.isOpen(code, month)) return []
    return [code, ...this.children(code, month).flatMap((child) => this.subtree(child.code, month))]
  }

  /** Preorder of the newest tree, siblings by their order; then the units that are no longer in it, as given. */
  officialOrder(): readonly UnitCode[] {
    const walk = (code: UnitCode): UnitCode[] => {
      const below = [...this.children(code, NEWEST)].sort((a, b) => a.order - b.order)
      return [code, ...below.flatMap((child) => walk(child.code))]
    }
    const present = this.isOpen(this.root, NEWEST) ? walk(this.root) : []
    return [...present, ...this.all.map((unit) => unit.code).filter((code) => !present.includes(code))]
  }

  /** From the unit's parent up to the root, in the tree of the month. */
  ancestors(code: UnitCode, month: number): UnitCode[] {
    const parent = this.parent(code, month)
    return parent === null ? [] : [parent, ...this.ancestors(parent, month)]
  }

  private treeOf(month: number): MonthTree {
    const known = this.trees.get(month)
    if (known) return known
    const hangs = (code: UnitCode): boolean => {
      const { opened, closed } = this.unit(code)
      if (opened !== null && month < opened) return false
      if (closed !== null && month >= closed) return false
      const parent = this.parent(code, month)
      return parent === null || hangs(parent)
    }
    const tree: MonthTree = { open: new Set(), children: new Map() }
    for (const unit of this.all.filter(({ code }) => hangs(code))) {
      tree.open.add(unit.code)
      const parent = this.parent(unit.code, month)
      tree.children.set(parent, [...(tree.children.get(parent) ?? []), unit])
    }
    this.trees.set(month, tree)
    return tree
  }
}
