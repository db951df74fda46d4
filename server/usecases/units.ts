import { addMonths, formatMonth, type Month } from '#core/period/month.ts'
import type { Unit } from '#core/unit/unit.ts'
import { subtreeOf, type TreeEpoch } from '#core/unit/unit-tree.ts'
import type * as z from 'zod/mini'
import type { UnitsQuery, UnitsReply } from '#contract/units.ts'
import { epochShowing, type Master } from './read-model.ts'
import type { Reading } from './use-case.ts'
import type { View } from './view.ts'

/**
 * Without `root`: the whole branch that one may see, every unit with its history in it, so that a page can build the
 * tree of any month. With `root`: the part below, as it stands today, or with its history.
 */
export function units(view: View, { root, history, orders }: z.infer<typeof UnitsQuery>): Reading {
  const { master } = view
  const hasOrders = orders !== undefined
  const kind = hasOrders ? 'orders ' : ''
  // A database into which nothing has been imported: a page says so by itself.
  if (master.tree.root < 0 && root === undefined) return { key: `${kind}nothing`, make: async () => columns(master, [], hasOrders) }
  const top = view.unit('see-units', root)
  if (root !== undefined && history === undefined) {
    const epoch = epochShowing(master, top, view.today)
    return { key: `${kind}today ${top}`, make: async () => columns(master, [...subtreeOf(epoch, top)].map((number) => standing(master, number, epoch, top)), hasOrders) }
  }
  return { key: `${kind}history ${top}`, make: async () => columns(master, top === master.tree.root ? wholeTree(master) : branch(master, top), hasOrders) }
}

/** A unit as it is told: when it is in the tree, and below whom (unit numbers). */
interface Told {
  readonly number: number
  readonly opened: Month | null
  readonly closed: Month | null
  /** The first holds since ever. −1: nobody. */
  readonly parents: readonly { readonly from: Month | null; readonly parent: number }[]
}

function standing({ tree }: Master, number: number, epoch: TreeEpoch, top: number): Told {
  const { opened, closed } = tree.units[number]!
  return { number, opened, closed, parents: [{ from: null, parent: number === top ? -1 : epoch.parent[number]! }] }
}

function wholeTree({ tree }: Master): Told[] {
  return tree.units.map(({ opened, closed, parents }, number) => ({
    number, opened, closed,
    parents: parents.map(({ from, parent }) => ({ from, parent: parent === null ? -1 : tree.indexOf(parent)! })),
  }))
}

/**
 * Units that were in the branch in any month. Seen from the branch, a unit that came from elsewhere opened when it came,
 * and one that left closed when it left; of several stays the last is told.
 */
function branch({ tree }: Master, top: number): Told[] {
  const told = new Map<number, { opened: Month | null; closed: Month | null; parents: { from: Month | null; parent: number }[] }>()
  const epochs = tree.epochs({ from: 0 as Month, to: (9999 * 12 + 11) as Month })
  epochs.forEach((epoch, k) => {
    const from = k === 0 ? null : epoch.from
    const before = k === 0 ? null : epochs[k - 1]!
    for (const unit of subtreeOf(epoch, top)) {
      const parent = unit === top ? -1 : epoch.parent[unit]!
      const known = told.get(unit)
      const isNewStay = known === undefined || !isInside(before, top, unit)
      if (isNewStay) told.set(unit, { opened: from, closed: null, parents: [{ from: null, parent }] })
      else if (known.parents.at(-1)!.parent !== parent) known.parents.push({ from, parent })
    }
    if (before === null) return
    for (const unit of subtreeOf(before, top)) if (!isInside(epoch, top, unit)) told.get(unit)!.closed = addMonths(before.to, 1)
  })
  return [...told].sort(([a], [b]) => a - b).map(([number, each]) => ({ number, ...each }))
}

function isInside(epoch: TreeEpoch | null, top: number, unit: number): boolean {
  if (epoch === null) return false
  const [at, from] = [epoch.position[unit]!, epoch.position[top]!]
  return from >= 0 && at >= from && at < epoch.end[top]!
}

function columns({ tree }: Master, told: readonly Told[], hasOrders: boolean): UnitsReply {
  const list = told.map(({ number }) => tree.units[number]!)
  const place = new Map(told.map(({ number }, k) => [number, k]))
  const placeOf = (number: number) => place.get(number) ?? -1
  const kindNames = [...new Set(list.map((unit) => unit.kind))]
  return {
    codes: list.map((unit) => unit.code),
    names: list.map((unit) => unit.name),
    shortNames: list.map((unit) => unit.shortName),
    levels: list.map((unit) => unit.level),
    kindNames,
    kinds: list.map((unit: Unit) => kindNames.indexOf(unit.kind)),
    ...(hasOrders && { orders: list.map((unit) => unit.order) }),
    parents: told.map(({ parents }) => placeOf(parents[0]!.parent)),
    opened: monthsOf(told, (unit) => unit.opened),
    closed: monthsOf(told, (unit) => unit.closed),
    moves: told.flatMap(({ parents }, unit) => parents.slice(1).map(({ from, parent }) => ({ unit, from: formatMonth(from!), parent: placeOf(parent) }))),
  }
}

function monthsOf(told: readonly Told[], pick: (unit: Told) => Month | null): { unit: number; month: string }[] {
  return told.flatMap((each, unit) => {
    const month = pick(each)
    return month === null ? [] : [{ unit, month: formatMonth(month) }]
  })
}
