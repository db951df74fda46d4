import { groupBy } from '#core/collection/group-by.ts'
import { buildCatalogue, type Catalogue } from '#core/indicator/catalogue.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import type { Target, TargetScheme } from '#core/indicator/target.ts'
import { addMonths, januaryOf, monthOf, parseMonth, yearOf, type Month, type MonthRange } from '#core/period/month.ts'
import type { Basis } from '#core/report/report.ts'
import { CubeBuilder } from '#core/rollup/cube-builder.ts'
import type { Cube } from '#core/rollup/cube.ts'
import { buildUnitTree, type TreeEpoch, type UnitTree } from '#core/unit/unit-tree.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { Clock } from '../business-clock.ts'
import type { MasterData, Revisions, Store } from '../store/store.ts'

/** Master data of one revision, with what is looked up all the time. */
export interface Master extends MasterData {
  readonly tree: UnitTree
  readonly catalogue: Catalogue
  /** Number of each frozen month's newest edition. */
  readonly newestEditions: ReadonlyMap<Month, number>
  readonly frozen: ReadonlySet<Month>
  /** Months that have any report, ascending. */
  readonly months: readonly Month[]
  targetsOf(unit: UnitCode, indicator: IndicatorCode, year: number, scheme: TargetScheme): readonly Target[]
}

/** Whole-tree cubes kept at once: the bases of a year or two. */
const KEPT_CUBES = 4

/** What use cases read: master data and rolled-up cubes of the current revision, each made once and kept until a write. */
export class ReadModel {
  readonly store: Store
  readonly clock: Clock
  #newest: { readonly revisions: Revisions; readonly master: Promise<Master> } | null = null
  /** By the master data that they were built with: unit numbers of one revision mean nothing in another's cube. */
  readonly #cubes = new WeakMap<Master, Map<string, Promise<Cube>>>()

  constructor(store: Store, clock: Clock) {
    this.store = store
    this.clock = clock
  }

  /** The newest master data. `revisions` of the store, where the caller has them already. */
  async master(revisions?: Revisions): Promise<Master> {
    const current = revisions ?? (await this.store.revisions())
    const before = this.#newest
    if (before === null || before.revisions.master !== current.master || before.revisions.reports !== current.reports) {
      // Reports change every minute, units hardly ever: those are not read again.
      const known = before?.revisions.master === current.master ? before.master : null
      const newest = { revisions: current, master: known === null ? loadMaster(this.store) : reloadMonths(this.store, known) }
      this.#newest = newest
      newest.master.catch(() => {
        if (this.#newest === newest) this.#newest = null
      })
    }
    return this.#newest!.master
  }

  /**
   * The whole tree's cube that holds a range, the year of its end from January on, and the year before it, which
   * standing figures of quarter and year forms may need.
   */
  cube(master: Master, basis: Basis, range: MonthRange): Promise<Cube> {
    const window = windowOf(range, master.months)
    const key = `${basis} ${window.from} ${window.to}`
    const cubes = this.#cubes.get(master) ?? new Map<string, Promise<Cube>>()
    this.#cubes.set(master, cubes)
    const kept = cubes.get(key)
    const cube = kept ?? this.build(master, master.tree.root, window, basis).then((builder) => builder.build())
    cubes.delete(key)
    cubes.set(key, cube)
    if (kept === undefined) cube.catch(() => cubes.delete(key))
    for (const oldest of cubes.keys()) if (cubes.size > KEPT_CUBES) cubes.delete(oldest)
    return cube
  }

  /** A builder filled with the reports of a range. */
  async build(master: Master, root: number, range: MonthRange, basis: Basis): Promise<CubeBuilder> {
    const { tree, catalogue, frozen } = master
    const builder = new CubeBuilder({ tree, catalogue, root, range, basis, frozen })
    for await (const chunk of this.store.loadReports(range)) for (const report of chunk) builder.addReport(report)
    return builder
  }
}

/** Whole years, so that few cubes serve all ranges. */
function windowOf({ from, to }: MonthRange, months: readonly Month[]): MonthRange {
  const wanted = januaryOf(Math.min(from, januaryOf(to)) as Month)
  const before = monthOf(yearOf(wanted) - 1, 1)
  const first = months[0] ?? wanted
  return { from: before < first && first <= wanted ? januaryOf(first) : first > wanted ? wanted : before, to: monthOf(yearOf(to), 12) }
}

/** A database into which nothing has been imported yet. */
const NO_EPOCH: TreeEpoch = {
  from: monthOf(0, 1), to: monthOf(9999, 12),
  parent: new Int32Array(0), order: new Int32Array(0), position: new Int32Array(0), end: new Int32Array(0),
}
const NO_TREE: UnitTree = { units: [], root: -1, indexOf: () => undefined, epochAt: () => NO_EPOCH, epochs: () => [NO_EPOCH] }

async function loadMaster(store: Store): Promise<Master> {
  const data = await store.loadMaster()
  const months = await store.months()
  const newestEditions = new Map<Month, number>()
  for (const { month, number } of data.editions) newestEditions.set(month, Math.max(number, newestEditions.get(month) ?? 0))
  const targets = groupBy(data.targets, targetKey)
  return {
    ...data,
    tree: data.units.length === 0 ? NO_TREE : buildUnitTree(data.units),
    catalogue: buildCatalogue(data.indicators, data.forms),
    newestEditions,
    frozen: new Set(newestEditions.keys()),
    months,
    targetsOf: (unit, indicator, year, scheme) => targets.get(targetKey({ unit, indicator, year, scheme })) ?? [],
  }
}

/** The same master data with newer reports: another object, so that no cube of the older ones is taken for one of these. */
async function reloadMonths(store: Store, known: Promise<Master>): Promise<Master> {
  return { ...(await known), months: await store.months() }
}

function targetKey({ unit, indicator, year, scheme }: Pick<Target, 'unit' | 'indicator' | 'year' | 'scheme'>): string {
  return `${unit} ${indicator} ${year} ${scheme}`
}

/** The tree that shows a unit today, or in the last month when it was open. */
export function epochShowing(master: Master, unit: number, now: string): TreeEpoch {
  const month = parseMonth(now.slice(0, 7))!
  const today = master.tree.epochAt(month)
  const { opened, closed } = master.tree.units[unit]!
  if (today.position[unit]! >= 0) return today
  return master.tree.epochAt(closed !== null && closed <= month ? addMonths(closed, -1) : (opened ?? month))
}
