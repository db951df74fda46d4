import { isFiller } from '../indicator/form.ts'
import { monthCount } from '../period/month.ts'
import { subtreeOf } from '../unit/unit-tree.ts'
import { VIRTUAL_KIND } from '../unit/unit.ts'
import type { CubeShape, EpochDuties } from './cube.ts'

/** What a cube's places and duties are: follows from tree, catalogue and range alone, before any report. */

/** Places for the units that belong to the subtree in any month of the range, in official order. */
export function assignSlots(shape: CubeShape): { unitOf: Int32Array; slotOf: Int32Array } {
  const inside = new Uint8Array(shape.tree.units.length)
  for (const epoch of shape.tree.epochs(shape.range)) {
    for (const unit of subtreeOf(epoch, shape.root)) inside[unit] = 1
  }
  const unitOf = Int32Array.from(Array.from(inside.keys()).filter((unit) => inside[unit] === 1))
  const slotOf = new Int32Array(inside.length).fill(-1)
  unitOf.forEach((unit, slot) => (slotOf[unit] = slot))
  return { unitOf, slotOf }
}

/** Who must report and what is due, for each epoch of the range. */
export function countDuties(shape: CubeShape, unitOf: Int32Array, slotOf: Int32Array, owed: readonly Uint8Array[]): EpochDuties[] {
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

export function shapeSize(shape: CubeShape): { months: number; columns: number } {
  return { months: monthCount(shape.range), columns: shape.catalogue.columns.length }
}
