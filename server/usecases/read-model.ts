import { groupBy } from '#core/collection/group-by.ts'
import { buildCatalogue, type Catalogue } from '#core/indicator/catalogue.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import type { Target, TargetScheme } from '#core/indicator/target.ts'
import { addMonths, monthOf, type Month, type MonthRange } from '#core/period/month.ts'
import type { Basis } from '#core/report/report.ts'
import { CubeBuilder } from '#core/rollup/cube-builder.ts'
import type { Cube } from '#core/rollup/cube.ts'
import { buildCut, cutLayout, unitsOfCut, type CutDepth } from '#core/rollup/cut.ts'
import type { StoredTotals } from '#core/rollup/stored-totals.ts'
import { TreeDuties } from '#core/rollup/tree-duties.ts'
import { buildUnitTree, type TreeEpoch, type UnitTree } from '#core/unit/unit-tree.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { Clock } from '../business-clock.ts'
import type { MasterData, Revisions, Store } from '../store/store.ts'

/** Master data of one revision, with what is looked up all the time. */
export interface Master extends MasterData {
  readonly tree: UnitTree
  readonly catalogue: Catalogue
  readonly duties: TreeDuties
  /** Number of each frozen month's newest edition. */
  readonly newestEditions: ReadonlyMap<Month, number>
  readonly frozen: ReadonlySet<Month>
  /** Months that have any report, ascending. */
  readonly months: readonly Month[]
  targetsOf(unit: UnitCode, indicator: IndicatorCode, year: number, scheme: TargetScheme): readonly Target[]
}

/** What use cases read: master data of the current revision, made once and kept until a write, and figures of it. */
export class ReadModel {
  readonly store: Store
  readonly clock: Clock
  #newest: { readonly revisions: Revisions; readonly master: Promise<Master> } | null = null

  constructor(store: Store, clock: Clock) {
    this.store = store
    this.clock = clock
  }

  /** Master data at least as new as `revisions` of the store, where the caller has them already. Its own `revisions` say how new it is. */
  async master(revisions?: Revisions): Promise<Master> {
    const current = revisions ?? (await this.store.revisions())
    const before = this.#newest
    // Who read the counters a moment ago must not put older data in the place of newer ones.
    if (before === null || current.master > before.revisions.master || current.reports > before.revisions.reports) {
      // Reports change every minute, units hardly ever: those are not read again.
      const known = before?.revisions.master === current.master ? before.master : null
      const newest = { revisions: current, master: known === null ? loadMaster(this.store) : reloadMonths(this.store, known, current) }
      this.#newest = newest
      newest.master.catch(() => {
        if (this.#newest === newest) this.#newest = null
      })
    }
    return this.#newest!.master
  }

  /** A unit, with its children or without, and the totals of what is below: what it costs does not grow with the tree. */
  async cut(master: Master, root: number, range: MonthRange, basis: Basis, depth: CutDepth): Promise<Cut> {
    const { tree, catalogue, frozen, duties } = master
    const shape = { tree, catalogue, root, range, basis, frozen }
    const units = unitsOfCut(shape, depth).map((unit) => tree.units[unit]!.code)
    const { reports, totals: rows } = await this.store.loadCut({ ...range, units, basis })
    const totals = new Map<string, StoredTotals>()
    for (const row of rows) totals.set(`${row.unit} ${row.month}`, row.totals)
    const totalsOf = (unit: number, month: Month) => totals.get(`${tree.units[unit]!.code} ${month}`)
    return { cube: buildCut(shape, cutLayout(shape, duties, depth), { reports, totalsOf }), totalsOf }
  }

  /** A builder filled with the reports of a subtree and range. */
  async build(master: Master, root: number, range: MonthRange, basis: Basis): Promise<CubeBuilder> {
    const { tree, catalogue, frozen } = master
    const builder = new CubeBuilder({ tree, catalogue, root, range, basis, frozen })
    const { unitOf } = builder.shape
    const query = unitOf.length * 2 < tree.units.length ? { ...range, units: Array.from(unitOf, (unit) => tree.units[unit]!.code) } : range
    for await (const chunk of this.store.loadReports(query)) for (const report of chunk) builder.addReport(report)
    return builder
  }
}

/** A cut's cube, and the stored totals that it was made of. */
export interface Cut {
  readonly cube: Cube
  totalsOf(unit: number, month: Month): StoredTotals | undefined
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
  const tree = data.units.length === 0 ? NO_TREE : buildUnitTree(data.units)
  const catalogue = buildCatalogue(data.indicators, data.forms)
  return {
    ...data,
    tree,
    catalogue,
    duties: new TreeDuties(tree, catalogue),
    newestEditions,
    frozen: new Set(newestEditions.keys()),
    months,
    targetsOf: (unit, indicator, year, scheme) => targets.get(targetKey({ unit, indicator, year, scheme })) ?? [],
  }
}

/** The same master data with newer reports. */
async function reloadMonths(store: Store, known: Promise<Master>, { reports }: Revisions): Promise<Master> {
  const master = await known
  return { ...master, revisions: { ...master.revisions, reports }, months: await store.months() }
}

function targetKey({ unit, indicator, year, scheme }: Pick<Target, 'unit' | 'indicator' | 'year' | 'scheme'>): string {
  return `${unit} ${indicator} ${year} ${scheme}`
}

/** The tree that shows a unit in a month, or in the last month before when it was open. */
export function epochShowing(master: Master, unit: number, month: Month): TreeEpoch {
  const then = master.tree.epochAt(month)
  const { opened, closed } = master.tree.units[unit]!
  if (then.position[unit]! >= 0) return then
  return master.tree.epochAt(closed !== null && closed <= month ? addMonths(closed, -1) : (opened ?? month))
}
