import { formatMonth, type Month } from '#core/period/month.ts'
import { subtreeOf } from '#core/unit/unit-tree.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { UnitsReply } from '#contract/units.ts'
import { epochShowing, unitNumber, type Master, type ReadModel } from './read-model.ts'

/** Of the whole tree every unit is told with its history; of a part, as it stands today. */
export async function units(model: ReadModel, { root }: { root?: string | undefined }): Promise<UnitsReply> {
  const master = await model.master()
  if (root === undefined) return columns(master, [...master.tree.units.keys()], null)
  const top = unitNumber(master, root)
  const epoch = epochShowing(master, top, model.clock.now())
  return columns(master, [...subtreeOf(epoch, top)], epoch.parent)
}

function columns(master: Master, numbers: readonly number[], parentToday: Int32Array | null): UnitsReply {
  const list = numbers.map((number) => master.tree.units[number]!)
  const place = new Map(numbers.map((number, k) => [number, k]))
  const placeOf = (code: Unit['code'] | null) => (code === null ? -1 : (place.get(master.tree.indexOf(code)!) ?? -1))
  const kindNames = [...new Set(list.map((unit) => unit.kind))]
  return {
    codes: list.map((unit) => unit.code),
    names: list.map((unit) => unit.name),
    shortNames: list.map((unit) => unit.shortName),
    levels: list.map((unit) => unit.level),
    kindNames,
    kinds: list.map((unit) => kindNames.indexOf(unit.kind)),
    parents: numbers.map((number, k) =>
      parentToday === null ? placeOf(list[k]!.parents[0]!.parent) : (place.get(parentToday[number]!) ?? -1)),
    opened: monthsOf(list, (unit) => unit.opened),
    closed: monthsOf(list, (unit) => unit.closed),
    moves: parentToday !== null ? [] : list.flatMap((unit, k) =>
      unit.parents.slice(1).map(({ from, parent }) => ({ unit: k, from: formatMonth(from!), parent: placeOf(parent) }))),
  }
}

function monthsOf(list: readonly Unit[], pick: (unit: Unit) => Month | null): { unit: number; month: string }[] {
  return list.flatMap((unit, k) => {
    const month = pick(unit)
    return month === null ? [] : [{ unit: k, month: formatMonth(month) }]
  })
}
