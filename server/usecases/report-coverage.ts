import { monthsOf, type Month, type MonthRange } from '#core/period/month.ts'
import { reportCounts, type Basis } from '#core/report/report.ts'
import { readReportCoverage, topmost } from '#core/rollup/aggregate.ts'
import { childrenOf } from '#core/unit/unit-tree.ts'
import type { Store } from '../store/store.ts'
import type { Cut, Master } from './read-model.ts'

export interface CoverageLimits {
  /** Topmost missing units named in a reply; the rest are a number. */
  readonly named: number
  /** In a subtree of so many units (a city's) missing ones are counted one by one if need be. */
  readonly countedOut: number
}

const LIMITS: CoverageLimits = { named: 200, countedOut: 5_000 }

export interface NamedCoverage {
  readonly counted: number
  readonly due: number
  /** The first 200 of the topmost units without a counting report, in official order. */
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
  store: Store, master: Master, cut: Cut, range: MonthRange, short: readonly Month[], { named, countedOut }: CoverageLimits,
): Promise<Pick<NamedCoverage, 'missing' | 'missingTotal'>> {
  const { root: unit, basis } = cut.cube
  if (short.length === 0) return { missing: [], missingTotal: 0 }
  const moved = movedUnits(master, range)
  const hasMoved = (below: number) => isAnyBelow(master, range, below, moved)
  const lacks = readReportCoverage(cut.cube, unit, range).missing.includes(unit)
  if (lacks && !hasMoved(unit)) return { missing: [unit], missingTotal: 1 }

  // Of one month the number below is stored; over several a unit may be missing in more than one.
  const stored = short.length === 1 && !hasMoved(unit) ? (cut.totalsOf(unit, short[0]!)?.missingBelow ?? master.duties.at(short[0]!).headsBelow(unit, short[0]!)) : null
  const size = Math.max(...short.map((month) => sizeOf(master, unit, month)))
  const walk = new MissingWalk(store, master, basis, stored === null && size <= countedOut ? Infinity : named, hasMoved)
  if (lacks) walk.lacking.add(unit)
  await walk.down(new Map([[unit, short]]))
  const epochAt = (month: Month) => master.tree.epochAt(month)
  const missing = topmost(walk.lacking, range, epochAt, (each, month) => epochAt(month).position[each]! >= 0)
  return { missing: missing.slice(0, named), missingTotal: stored ?? (walk.isCutShort ? null : missing.length) }
}

function sizeOf({ tree }: Master, unit: number, month: Month): number {
  const { position, end } = tree.epochAt(month)
  return end[unit]! - position[unit]!
}

/** Units whose parent is not the same in all months of the range. */
function movedUnits({ tree }: Master, range: MonthRange): number[] {
  const epochs = tree.epochs(range)
  if (epochs.length === 1) return []
  const moved: number[] = []
  for (let unit = 0; unit < tree.units.length; unit++) {
    if (tree.units[unit]!.parents.length > 1 && new Set(epochs.flatMap(({ parent }) => (parent[unit]! < 0 ? [] : [parent[unit]!]))).size > 1) moved.push(unit)
  }
  return moved
}

function isAnyBelow({ tree }: Master, range: MonthRange, top: number, units: readonly number[]): boolean {
  return tree.epochs(range).some(({ position, end }) =>
    position[top]! >= 0 && units.some((unit) => position[unit]! > position[top]! && position[unit]! < end[top]!))
}

/** Goes down level by level, into those units only whose counts are short in some month. */
class MissingWalk {
  readonly lacking = new Set<number>()
  /** Units were left aside because enough are known to be named. */
  isCutShort = false
  readonly #store: Store
  readonly #master: Master
  readonly #basis: Basis
  readonly #limit: number
  readonly #hasMoved: (below: number) => boolean

  constructor(store: Store, master: Master, basis: Basis, limit: number, hasMoved: (below: number) => boolean) {
    this.#store = store
    this.#master = master
    this.#basis = basis
    this.#limit = limit
    this.#hasMoved = hasMoved
  }

  async down(short: ReadonlyMap<number, readonly Month[]>): Promise<void> {
    let level = short
    while (level.size > 0) {
      const below = new Map<number, Month[]>()
      for (const month of new Set([...level.values()].flat())) {
        const parents = [...level].filter(([, months]) => months.includes(month)).map(([unit]) => unit)
        await this.#look(parents, month, below)
      }
      level = this.#first(below)
    }
  }

  /** Finds out which children of the units lack a report themselves, and which are short below. */
  async #look(parents: readonly number[], month: Month, short: Map<number, Month[]>): Promise<void> {
    const { tree, catalogue, duties } = this.#master
    const at = duties.at(month)
    const root = tree.units[tree.root]!.code
    const children = parents.flatMap((unit) => childrenOf(at.epoch, unit)).filter((child) => at.reportsDue(child, month) > 0)
    const codeOf = (unit: number) => tree.units[unit]!.code
    const states = await this.#store.loadReportStates(month, children.map(codeOf))
    const counting = new Set(states.filter(({ unit, state, filledBy }) => reportCounts(this.#basis, state, unit === root || filledBy === root)).map(({ unit, form }) => `${unit} ${form}`))
    const units = children.filter((child) => at.hasChildren(child)).map(codeOf)
    const totals = new Map((await this.#store.totals.load({ units, from: month, to: month, basis: this.#basis })).map((row) => [row.unit, row.totals]))
    for (const child of children) {
      if (at.formsDue(child, month).some((form) => !counting.has(`${codeOf(child)} ${catalogue.forms[form]!.code}`))) this.lacking.add(child)
      if (!at.hasChildren(child) || (totals.get(codeOf(child))?.reports ?? 0) >= at.reportsDue(child, month)) continue
      const months = short.get(child)
      if (months === undefined) short.set(child, [month])
      else months.push(month)
    }
  }

  /** What is below a lacking unit is not named, unless it stood elsewhere in another month; and of the rest the first will do. */
  #first(below: ReadonlyMap<number, Month[]>): Map<number, Month[]> {
    const next = [...below].filter(([unit]) => !this.lacking.has(unit) || this.#hasMoved(unit))
    const first = new Set([...new Set([...this.lacking, ...next.map(([unit]) => unit)])].sort((a, b) => a - b).slice(0, this.#limit))
    this.isCutShort ||= next.some(([unit]) => !first.has(unit)) || [...this.lacking].some((unit) => !first.has(unit))
    return new Map(next.filter(([unit]) => first.has(unit)))
  }
}
