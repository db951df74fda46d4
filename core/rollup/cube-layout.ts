import type { Catalogue } from '../indicator/catalogue.ts'
import { isFiller } from '../indicator/form.ts'
import { monthCount } from '../period/month.ts'
import { subtreeOf, type UnitTree } from '../unit/unit-tree.ts'
import { VIRTUAL_KIND } from '../unit/unit.ts'
import type { CubeShape, EpochDuties } from './cube.ts'

/** What a cube's places and duties are: follows from tree, catalogue and range alone, before any report. */
export interface CubeLayout {
  readonly unitOf: Int32Array
  readonly slotOf: Int32Array
  readonly owed: readonly Uint8Array[]
  readonly duties: readonly EpochDuties[]
  /** 1 for slots whose figures fit the leaf block: those without children in any month of the range. */
  readonly leaf: Uint8Array
}

/** Places for all units of the subtree. */
export function subtreeLayout(shape: CubeShape): CubeLayout {
  const { unitOf, slotOf } = assignSlots(shape)
  const owed = owedMasks(shape, unitOf)
  const duties = countDuties(shape, unitOf, slotOf, owed)
  return { unitOf, slotOf, owed, duties, leaf: leafSlots(shape, duties, slotOf, unitOf.length) }
}

/** Places for the units that belong to the subtree in any month of the range, in official order. */
function assignSlots(shape: CubeShape): { unitOf: Int32Array; slotOf: Int32Array } {
  const known = new Uint8Array(shape.tree.units.length)
  const inside: number[] = []
  for (const epoch of shape.tree.epochs(shape.range)) {
    for (const unit of subtreeOf(epoch, shape.root)) {
      if (known[unit] === 1) continue
      known[unit] = 1
      inside.push(unit)
    }
  }
  return slotsFor(shape.tree, inside)
}

/** Places for some units, in official order. */
export function slotsFor(tree: UnitTree, units: readonly number[]): { unitOf: Int32Array; slotOf: Int32Array } {
  const unitOf = Int32Array.from(units).sort()
  const slotOf = new Int32Array(tree.units.length).fill(-1)
  unitOf.forEach((unit, slot) => (slotOf[unit] = slot))
  return { unitOf, slotOf }
}

/** By slot, 1 for the columns that the unit owes in each period of their form. Units that owe the same share a mask. */
export function owedMasks({ tree, catalogue }: { tree: UnitTree; catalogue: Catalogue }, unitOf: Int32Array): Uint8Array[] {
  const masks = new Map<unknown, Uint8Array>()
  return Array.from(unitOf, (unit) => {
    const owed = catalogue.owedColumns(tree.units[unit]!)
    const known = masks.get(owed)
    if (known !== undefined) return known
    const mask = new Uint8Array(catalogue.columns.length)
    for (const column of owed.flat()) mask[column] = 1
    masks.set(owed, mask)
    return mask
  })
}

/** Who must report and what is due, for each epoch of the range. */
export function countDuties(shape: Omit<CubeShape, 'basis' | 'frozen'>, unitOf: Int32Array, slotOf: Int32Array, owed: readonly Uint8Array[]): EpochDuties[] {
  const { forms, columns } = shape.catalogue
  const fills = forms.map((form) => Uint8Array.from(unitOf, (unit) => Number(isFiller(form, shape.tree.units[unit]!))))
  const reports = Uint8Array.from(unitOf, (unit) => Number(shape.tree.units[unit]!.kind !== VIRTUAL_KIND))
  return shape.tree.epochs(shape.range).map((epoch) => {
    const must = forms.map(() => new Uint8Array(unitOf.length))
    // A 虚拟 unit between a filler and the root reports nothing itself, but those above it do.
    const leads = forms.map((_, f) => fills[f]!.slice())
    const due = columns.map(() => new Int32Array(unitOf.length))
    const inside = subtreeOf(epoch, shape.root)
    for (let k = inside.length - 1; k >= 0; k--) {
      const unit = inside[k]!
      const slot = slotOf[unit]!
      const up = unit === shape.root ? -1 : slotOf[epoch.parent[unit]!]!
      for (let f = 0; f < forms.length; f++) {
        if (leads[f]![slot] === 0) continue
        must[f]![slot] = reports[slot]!
        if (up >= 0) leads[f]![up] = 1
      }
      for (let c = 0; c < columns.length; c++) {
        const below = due[c]!
        below[slot] = below[slot]! + owed[slot]![c]!
        if (up >= 0) below[up] = below[up]! + below[slot]!
      }
    }
    return { epoch, mustReport: must, due }
  })
}

/** 1 for slots that have no child in any month of the range. */
function leafSlots(shape: CubeShape, duties: readonly EpochDuties[], slotOf: Int32Array, slots: number): Uint8Array {
  const leaf = new Uint8Array(slots).fill(1)
  for (const { epoch } of duties) {
    for (const unit of subtreeOf(epoch, shape.root)) if (unit !== shape.root) leaf[slotOf[epoch.parent[unit]!]!] = 0
  }
  return leaf
}

export function shapeSize(shape: CubeShape): { months: number; columns: number } {
  return { months: monthCount(shape.range), columns: shape.catalogue.columns.length }
}
