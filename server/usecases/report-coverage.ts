import { monthsOf, type Month, type MonthRange } from '#core/period/month.ts'
import { reportCounts, type Basis } from '#core/report/report.ts'
import { readReportCoverage, topmost } from '#core/rollup/aggregate.ts'
import { childrenOf } from '#core/unit/unit-tree.ts'
import type { Store } from '../store/store.ts'
import type { Cut, Master } from './read-model.ts'

export interface CoverageLimits {
  /** In a subtree of so many units (a city's) missing ones are looked for everywhere, and counted. */
  readonly countedOut: number
  /** Topmost missing units named in a reply; the rest are a number. */
  readonly named: number
  /** The same in larger subtrees, where looking ends as soon as so many are known. */
  readonly namedBeyond: number
  /** So many units are looked into at once there: the first ones may name enough. */
  readonly lookedInto: number
}

const LIMITS: CoverageLimits = { countedOut: 2_000, named: 200, namedBeyond: 50, lookedInto: 8 }

export interface NamedCoverage {
  readonly counted: number
  readonly due: number
  /** The first of the topmost units without a counting report, in official order. */
  readonly missing: readonly number[]
  /** Null: more than can be named, and too many to be counted over several months. */
  readonly missingTotal: number | null
}

/** Reports that count, of those due below the cut's unit, and who is missing: found by going down only where counts are short. */
export async function reportCoverage(store: Store, master: Master, cut: Cut, range: MonthRange, limits = LIMITS): Promise<NamedCoverage> {
  const { cube } = cut
  const { counted, due } = readReportCoverage(cube, cube.root, range)
  const short = monthsOf(range).filter((month) => {
    const here = readReportCoverage(cube, cube.root, { from: month, to: month })
    return here.counted < here.due
  })
  return { counted, due, ...(await findMissing(store, master, cut, range, short, limits)) }
}

async function findMissing(
  store: Store, master: Master, cut: Cut, range: MonthRange, short: readonly Month[], { countedOut, named, namedBeyond, lookedInto }: CoverageLimits,
): Promise<Pick<NamedCoverage, 'missing' | 'missingTotal'>> {
  const { root: unit, basis } = cut.cube
  if (short.length === 0) return { missing: [], missingTotal: 0 }
  const moved = movedUnits(master, range)
  const hasMoved = (below: number) => isAnyBelow(master, range, below, moved)
  const lacks = readReportCoverage(cut.cube, unit, range).missing.includes(unit)
  if (lacks && !hasMoved(unit)) return { missing: [unit], missingTotal: 1 }

  const isCountedOut = Math.max(...short.map((month) => sizeOf(master, unit, month))) <= countedOut
  // Of one month the number below is stored; over several a unit may be missing in more than one.
  const stored = isCountedOut || short.length > 1 || hasMoved(unit) ? null : storedMissing(master, cut, short[0]!)
  const room = isCountedOut ? { named: Infinity, lookedInto: Infinity } : { named: namedBeyond, lookedInto }
  const walk = new MissingWalk(store, master, basis, room, hasMoved)
  if (lacks) walk.lacking.add(unit)
  await walk.down(new Map([[unit, short]]))
  const epochAt = (month: Month) => master.tree.epochAt(month)
  const missing = topmost(walk.lacking, range, epochAt, (each, month) => epochAt(month).position[each]! >= 0)
  return { missing: missing.slice(0, isCountedOut ? named : namedBeyond), missingTotal: stored ?? (walk.isCutShort ? null : missing.length) }
}

function storedMissing({ duties }: Master, { cube, totalsOf }: Cut, month: Month): number {
  return totalsOf(cube.root, month)?.missingBelow ?? duties.at(month).headsBelow(cube.root, month)
}

function sizeOf({ tree }: Master, unit: number, month: Month): number {
  const { position, end } = tree.epochAt(month)
  return end[unit]! - position[unit]!
}

/** Units whose parent is not the same in all months of the range. */
function movedUnits({ tree, duties }: Master, range: MonthRange): number[] {
  const epochs = tree.epochs(range)
  return duties.moving.filter((unit) => new Set(epochs.map(({ parent }) => parent[unit]!).filter((parent) => parent >= 0)).size > 1)
}

function isAnyBelow({ tree }: Master, range: MonthRange, top: number, units: readonly number[]): boolean {
  return tree.epochs(range).some(({ position, end }) =>
    position[top]! >= 0 && units.some((unit) => position[unit]! > position[top]! && position[unit]! < end[top]!))
}

/** Goes down in official order, into those units only whose counts are short in some month. */
class MissingWalk {
  readonly lacking = new Set<number>()
  /** Units were left aside because enough are known to be named. */
  isCutShort = false
  readonly #store: Store
  readonly #master: Master
  readonly #basis: Basis
  readonly #room: Pick<CoverageLimits, 'named' | 'lookedInto'>
  readonly #hasMoved: (below: number) => boolean

  constructor(store: Store, master: Master, basis: Basis, room: Pick<CoverageLimits, 'named' | 'lookedInto'>, hasMoved: (below: number) => boolean) {
    this.#store = store
    this.#master = master
    this.#basis = basis
    this.#room = room
    this.#hasMoved = hasMoved
  }

  /** `short`: units to look into, with the months in which their counts are short. */
  async down(short: Map<number, readonly Month[]>): Promise<void> {
    while (short.size > 0) {
      const inOrder = [...short.keys()].sort((a, b) => a - b)
      this.isCutShort = [...this.lacking].filter((unit) => unit < inOrder[0]!).length >= this.#room.named
      if (this.isCutShort) return
      const first = new Map(inOrder.slice(0, this.#room.lookedInto).map((unit) => [unit, short.get(unit)!]))
      for (const unit of first.keys()) short.delete(unit)
      for (const [unit, months] of await this.#look(first)) {
        // What is below a lacking unit is not named, unless it stood elsewhere in another month.
        if (!this.lacking.has(unit) || this.#hasMoved(unit)) short.set(unit, [...(short.get(unit) ?? []), ...months])
      }
    }
  }

  /** Finds out which children of the units lack a report themselves, and returns those that are short below. */
  async #look(parents: ReadonlyMap<number, readonly Month[]>): Promise<Map<number, Month[]>> {
    const { tree, duties, catalogue } = this.#master
    const codeOf = (unit: number) => tree.units[unit]!.code
    const places = [...parents].flatMap(([unit, months]) => months.flatMap((month) =>
      childrenOf(tree.epochAt(month), unit).filter((child) => duties.at(month).reportsDue(child, month) > 0).map((child) => ({ child, month }))))
    const { counting, reports } = await this.#load(places)
    const short = new Map<number, Month[]>()
    for (const { child, month } of places) {
      const at = duties.at(month)
      if (at.formsDue(child, month).some((form) => !counting.has(`${codeOf(child)} ${month} ${catalogue.forms[form]!.code}`))) this.lacking.add(child)
      if (!at.hasChildren(child) || (reports.get(`${codeOf(child)} ${month}`) ?? 0) >= at.reportsDue(child, month)) continue
      const months = short.get(child)
      if (months === undefined) short.set(child, [month])
      else months.push(month)
    }
    return short
  }

  /** Which reports of the places count, and how many below each. */
  async #load(places: readonly { readonly child: number; readonly month: Month }[]): Promise<{ counting: Set<string>; reports: Map<string, number> }> {
    const { tree, duties } = this.#master
    const root = tree.units[tree.root]!.code
    const months = places.map(({ month }) => month)
    const range = { from: Math.min(...months) as Month, to: Math.max(...months) as Month }
    const codesOf = (some: typeof places) => [...new Set(some.map(({ child }) => tree.units[child]!.code))]
    const counting = new Set<string>()
    for (const { unit, month, form, state, filledBy } of await this.#store.loadReportStates({ ...range, units: codesOf(places) })) {
      if (reportCounts(this.#basis, state, unit === root || filledBy === root)) counting.add(`${unit} ${month} ${form}`)
    }
    const uppers = codesOf(places.filter(({ child, month }) => duties.at(month).hasChildren(child)))
    return { counting, reports: await this.#store.totals.loadReports({ ...range, units: uppers, basis: this.#basis }) }
  }
}
