import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Report } from '#core/report/report.ts'
import { openNodeStore } from './node-sqlite.ts'
import { CITY, DISTRICT, FEBRUARY, JANUARY, JOBS, LOANS, SAMPLE, sampleReport, VILLAGE } from './sample-dataset.ts'
import type { ReportQuery, Store } from './store.ts'
import { openWasmStore } from './wasm-sqlite.ts'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'ballast-store-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const engines: Record<string, () => Promise<Store>> = {
  'node:sqlite': () => openNodeStore(join(folder, 'ballast.db')),
  'sqlite-wasm': () => openWasmStore(),
}

async function reportsOf(store: Store, query: ReportQuery): Promise<Report[]> {
  const reports: Report[] = []
  for await (const chunk of store.loadReports(query)) reports.push(...chunk)
  return reports
}

const YEAR = { from: JANUARY, to: FEBRUARY }

describe.each(Object.entries(engines))('store on %s', (_name, open) => {
  let store: Store
  beforeEach(async () => { store = await open() })
  afterEach(() => store.close())

  it('is empty at first', async () => {
    expect(await store.revisions()).toEqual({ master: 0, reports: 0, access: 0 })
    expect(await store.months()).toEqual([])
    expect(await store.loadMaster()).toMatchObject({
      units: [], indicators: [], forms: [], targets: [], editions: [], settings: { demo: false, businessNow: null, levelsAboveCity: 0 },
    })
  })

  it('gives back everything that was laid in', async () => {
    const progress: number[][] = []
    await store.replaceAll(SAMPLE, {
      settings: { demo: true, businessNow: '2023-07-03T10:00:00+08:00' },
      onProgress: (done, total) => progress.push([done, total]),
    })
    const master = await store.loadMaster()
    expect(master.units).toEqual(SAMPLE.units)
    expect(master.indicators).toEqual(SAMPLE.indicators)
    expect(master.forms).toEqual(SAMPLE.forms)
    expect(master.targets).toEqual(SAMPLE.targets)
    expect(master.editions).toEqual(SAMPLE.editions)
    expect(master.settings).toEqual({ demo: true, businessNow: '2023-07-03T10:00:00+08:00', levelsAboveCity: 0 })
    expect(master.revisions).toEqual({ master: 1, reports: 1, access: 0 })
    expect(await reportsOf(store, YEAR)).toEqual([...SAMPLE.reports])
    expect(await store.months()).toEqual([JANUARY, FEBRUARY])
    expect(progress.at(-1)).toEqual([2, 2])
  })

  it('reads reports by range and by unit', async () => {
    await store.replaceAll(SAMPLE)
    expect(await reportsOf(store, { from: FEBRUARY, to: FEBRUARY })).toHaveLength(1)
    expect(await reportsOf(store, { ...YEAR, units: [VILLAGE] })).toHaveLength(2)
    expect(await reportsOf(store, { ...YEAR, units: [CITY] })).toEqual([])
  })

  it('raises the revision with every write, also when everything is replaced', async () => {
    await store.replaceAll(SAMPLE)
    await store.replaceAll(SAMPLE)
    expect(await store.revisions()).toEqual({ master: 2, reports: 2, access: 0 })
    expect(await reportsOf(store, YEAR)).toHaveLength(2)
  })

  it('merges by code', async () => {
    await store.replaceAll(SAMPLE)
    const [city, district, village] = SAMPLE.units
    await store.merge(
      {
        ...SAMPLE,
        units: [{ ...village!, name: '新名', parents: [{ from: null, parent: DISTRICT }] }],
        targets: [{ ...SAMPLE.targets[0]!, value: 60_000 }],
        replacedTargets: [SAMPLE.targets[0]!],
        reports: [sampleReport({ cells: { [LOANS]: 5 } as Report['cells'] }), sampleReport({ unit: CITY })],
      },
      { master: (await store.revisions()).master, combine: (existing, incoming) => ({ ...incoming, version: existing.version + 1, cells: { ...existing.cells, ...incoming.cells } }) },
    )
    const master = await store.loadMaster()
    expect(master.units).toEqual([city, district, { ...village, name: '新名', parents: [{ from: null, parent: DISTRICT }] }])
    expect(master.targets).toEqual([{ ...SAMPLE.targets[0], value: 60_000 }])
    const january = await reportsOf(store, { from: JANUARY, to: JANUARY })
    expect(january.find((report) => report.unit === VILLAGE)).toMatchObject({ version: 2, cells: { [JOBS]: 12, [LOANS]: 5 } })
    expect(january.find((report) => report.unit === CITY)).toMatchObject({ version: 1 })
  })

  it('changes nothing when a write fails half way', async () => {
    await store.replaceAll(SAMPLE)
    const before = [await store.loadMaster(), await reportsOf(store, YEAR)]
    const failing = function* () {
      yield sampleReport({ unit: DISTRICT })
      throw new Error('half way')
    }
    const broken = { ...SAMPLE, units: [], reports: { [Symbol.iterator]: failing } }
    await expect(store.replaceAll(broken)).rejects.toThrow('half way')
    await expect(store.merge(broken, { master: (await store.revisions()).master, combine: (_, incoming) => incoming })).rejects.toThrow('half way')
    expect([await store.loadMaster(), await reportsOf(store, YEAR)]).toEqual(before)
  })
})

it('opens in WebAssembly what Node wrote, and goes on writing', async () => {
  const path = join(folder, 'demo.sqlite')
  const written = await openNodeStore(path, { mode: 'bulk' })
  await written.replaceAll(SAMPLE)
  await written.close()
  const store = await openWasmStore({ bytes: readFileSync(path) })
  expect((await store.loadMaster()).units).toEqual(SAMPLE.units)
  expect((await store.loadMaster()).initials.get(VILLAGE)).toBe('whlsqjwh')
  await store.merge({ ...SAMPLE, reports: [sampleReport({ unit: CITY })] }, { master: (await store.revisions()).master, combine: (_, incoming) => incoming })
  expect(await reportsOf(store, { from: JANUARY, to: JANUARY })).toHaveLength(2)
  await store.close()
})
