import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildCatalogue } from '#core/indicator/catalogue.ts'
import type { Report } from '#core/report/report.ts'
import { TreeDuties } from '#core/rollup/tree-duties.ts'
import { buildUnitTree } from '#core/unit/unit-tree.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { CITY, FEBRUARY, JOBS, SAMPLE, sampleReport } from '#server/store/sample-dataset.ts'
import type { Store } from '#server/store/store.ts'
import { engines } from './engines.ts'

/** Totals under writes that come at the same moment. */

const DISTRICTS = 3
const VILLAGES = 24

function unit(code: string, level: number, order: number, parent: string | null): Unit {
  const parents = [{ from: null, parent: parent as UnitCode | null }]
  return { code: code as UnitCode, name: code, shortName: code, level, kind: level === 4 ? '居委会' : '', order, opened: null, closed: null, parents }
}

const units = [
  unit(CITY, 1, 0, null),
  ...Array.from({ length: DISTRICTS }, (_, d) => unit(`43020${d + 1}000000`, 2, d, CITY)),
  ...Array.from({ length: VILLAGES }, (_, v) => unit(`43020${(v % DISTRICTS) + 1}0010${10 + v}`, 4, v, `43020${(v % DISTRICTS) + 1}000000`)),
]
const villages = units.filter(({ level }) => level === 4)
const duties = new TreeDuties(buildUnitTree(units), buildCatalogue(SAMPLE.indicators, SAMPLE.forms))

describe.each(engines)('totals on $name', ({ open }) => {
  let store: Store
  let newest: Map<string, Report>
  beforeEach(async () => {
    newest = new Map()
    store = await open()
    await store.replaceAll({ ...SAMPLE, units, targets: [], reports: [], reportCount: 0 })
  })
  afterEach(() => store.close())

  /** The next version of a unit's report. */
  function next({ code }: Unit, changes: Partial<Report> = {}): { before: Report | null; after: Report } {
    const key = `${code} ${changes.month ?? FEBRUARY}`
    const before = newest.get(key) ?? null
    const after = sampleReport({ unit: code, filledBy: code, month: FEBRUARY, ...changes, version: (before?.version ?? 0) + 1 })
    newest.set(key, after)
    return { before, after }
  }
  const save = (one: Unit, changes?: Partial<Report>) => {
    const change = next(one, changes)
    return store.transact(async (tx) => {
      await tx.reports.put(change.after, change.before, { account: 'a', action: 'save', reason: '' })
      await tx.totals.carry(duties, change)
    })
  }
  const jobsOfCity = async () => {
    const [row] = await store.totals.load({ units: [CITY], from: FEBRUARY, to: FEBRUARY, basis: 'live' })
    return { jobs: row?.totals.cells.get(JOBS)?.sum, reports: row?.totals.reports }
  }

  it('are right when a month’s first reports all come at once, and when all of them change at once', async () => {
    await Promise.all(villages.map((village) => save(village)))
    expect(await jobsOfCity()).toEqual({ jobs: 12 * VILLAGES, reports: VILLAGES })
    await Promise.all(villages.map((village) => save(village, { cells: { [JOBS]: 100 } as Report['cells'] })))
    expect(await jobsOfCity()).toEqual({ jobs: 100 * VILLAGES, reports: VILLAGES })
    expect(await store.verifyTotals()).toBeNull()
  })

  it('are right when villages write while their districts are approved and returned', async () => {
    const districts = units.filter(({ level }) => level === 2)
    const nothing = {} as Report['cells']
    for (const [k, state] of (['submitted', 'approved', 'returned', 'approved'] as const).entries()) {
      await Promise.all([
        ...districts.map((district) => save(district, { state, cells: nothing })),
        ...villages.map((village) => save(village, { cells: { [JOBS]: 10 + k } as Report['cells'] })),
      ])
      expect(await store.verifyTotals()).toBeNull()
    }
  })

  it('are named when they are wrong', async () => {
    await save(villages[0]!)
    // A write that forgets them.
    await store.transact((tx) => tx.reports.put(next(villages[1]!).after, null, { account: 'a', action: 'save', reason: '' }))
    expect(await store.verifyTotals()).toEqual({ unit: CITY, month: '2022-02', basis: 'live' })
  })

  it('follow an import, also one that moves a unit', async () => {
    await store.merge({ ...SAMPLE, units: [], targets: [], reports: villages.map((village) => next(village).after), reportCount: VILLAGES }, { master: (await store.revisions()).master, combine: (_, incoming) => incoming })
    expect(await jobsOfCity()).toEqual({ jobs: 12 * VILLAGES, reports: VILLAGES })
    const moved = { ...villages[0]!, parents: [...villages[0]!.parents, { from: FEBRUARY, parent: CITY }] }
    await store.merge({ ...SAMPLE, units: [moved], targets: [], reports: [], reportCount: 0 }, { master: (await store.revisions()).master, combine: (_, incoming) => incoming })
    expect(await store.verifyTotals()).toBeNull()
    const [district] = await store.totals.load({ units: [units[1]!.code], from: FEBRUARY, to: FEBRUARY, basis: 'live' })
    expect(district?.totals.cells.get(JOBS)?.sum).toBe(12 * (VILLAGES / DISTRICTS - 1))
  })
})
