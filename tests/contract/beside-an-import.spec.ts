import pg from 'pg'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { openPostgresStore } from '#server/store/postgres.ts'
import { MasterChanged, type Store } from '#server/store/store.ts'
import { ReadModel } from '#server/usecases/read-model.ts'
import { newDatabase } from '../postgres/new-database.ts'
import { asking, codeOf, type Send } from './asking.ts'
import { engines, SPEC_AUDIT_KEY } from './engines.ts'
import { accountName, CODES, FORM, INDICATOR, layInTwoCities, NOW, OPEN, twoCities } from './two-cities.ts'

const VILLAGES = CODES.filter((code) => code.startsWith('PA') && code.length === 5)
const ROUNDS = 12
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** Two servers' stores where the engine allows two; else the same one twice. */
const places: readonly { name: string; open: () => Promise<readonly [Store, Store]> }[] = [
  { name: 'two servers on PostgreSQL', async open() {
    const { url, drop } = await newDatabase(inject('postgres'))
    closing.push(drop)
    const open = () => openPostgresStore(url, { auditKey: () => SPEC_AUDIT_KEY, connections: 4 })
    return [await open(), await open()]
  } },
  ...engines.filter(({ name }) => name !== 'PostgreSQL').map(({ name, open }) => ({ name, open: async () => {
    const store = await open()
    return [store, store] as const
  } })),
]

/** An import that moves a village to the next street or back, and that puts right a report of another. */
async function importMove(store: Store, round: number): Promise<boolean> {
  const { units } = await store.loadMaster()
  const { master } = await store.revisions()
  const moved = units.find(({ code }) => code === 'PA1ax')!
  const parent = (round % 2 === 0 ? 'PA1b' : 'PA1a') as UnitCode
  const corrected = twoCities().reports as readonly Report[]
  const report = corrected.find(({ unit, month }) => unit === 'PB1ax' && month === monthOf(2023, 4))!
  try {
    await store.merge({
      ...twoCities(), units: [{ ...moved, parents: [{ from: null, parent: 'PA1a' as UnitCode }, { from: monthOf(2023, 4), parent }] }], editions: [],
      reports: [{ ...report, cells: { [INDICATOR]: round } as never }], reportCount: 1,
    }, { master, combine: (old, incoming) => ({ ...incoming, version: old.version + 1 }) })
    return true
  } catch (error) {
    if (error instanceof MasterChanged) return false
    throw error
  }
}

async function save(send: Send, token: string, unit: string, value: number): Promise<string> {
  for (;;) {
    const { body } = await send('GET', `/api/reports/${unit}?from=${OPEN}&to=${OPEN}`, { token })
    const { version } = (body as { reports: { version: number }[] }).reports[0]!
    const reply = await send('PUT', `/api/reports/${unit}/${FORM}/${OPEN}`, {
      token, headers: { 'if-match': `"${version}"` }, body: { cells: [{ indicator: INDICATOR, value, notObtained: null }], lines: [], source: 'system' },
    })
    if (!['version-conflict', 'unavailable'].includes(codeOf(reply) ?? '')) return reply.status === 200 ? 'saved' : String(codeOf(reply))
  }
}

describe.each(places)('an import beside people at work: $name', ({ open }) => {
  it('loses nothing that was saved, and leaves every total right', async () => {
    const stores = await open()
    for (const store of new Set(stores)) closing.push(() => store.close())
    const [first, second] = stores
    const tokens = await layInTwoCities(first, 'draft')
    const send = await asking(first)
    const token = tokens.get(accountName('reporter', 'PA'))!
    const imported: boolean[] = []
    const saved = await Promise.all([
      ...VILLAGES.map(async (unit, k) => {
        const said: string[] = []
        for (let round = 0; round < ROUNDS; round++) said.push(await save(send, token, unit, 1000 * k + round))
        return said
      }),
      (async () => {
        for (let round = 0; round < ROUNDS; round++) imported.push(await importMove(second, round))
        return []
      })(),
    ])
    expect(new Set(saved.flat())).toEqual(new Set(['saved']))
    expect(imported).toEqual(Array(ROUNDS).fill(true))
    expect(await second.verifyTotals()).toBeNull()
    const found = new Map<string, unknown>()
    for await (const chunk of second.loadReports({ from: monthOf(2023, 4), to: monthOf(2023, 4) })) for (const report of chunk) found.set(report.unit, report.cells[INDICATOR as keyof typeof report.cells])
    expect(VILLAGES.map((unit) => found.get(unit))).toEqual(VILLAGES.map((_, k) => 1000 * k + ROUNDS - 1))
    expect(found.get('PB1ax')).toBe(ROUNDS - 1)
  })

  it('is refused when units have changed since it was checked', async () => {
    const stores = await open()
    for (const store of new Set(stores)) closing.push(() => store.close())
    const [first, second] = stores
    await layInTwoCities(first, 'draft')
    const { master } = await first.revisions()
    expect(await importMove(second, 0)).toBe(true)
    await expect(first.merge({ ...twoCities(), reports: [], reportCount: 0 }, { master, combine: (_, incoming) => incoming })).rejects.toThrow(MasterChanged)
    await expect(first.transact(() => Promise.resolve(), master)).rejects.toThrow(MasterChanged)
    expect(await second.verifyTotals()).toBeNull()
  })
})

it('an import waits for a write that is under way by the tree as it was', async () => {
  const { url, drop } = await newDatabase(inject('postgres'))
  closing.push(drop)
  const open = async () => {
    const store = await openPostgresStore(url, { auditKey: () => SPEC_AUDIT_KEY, connections: 2 })
    closing.push(() => store.close())
    return store
  }
  const [first, second] = [await open(), await open()]
  await layInTwoCities(first, 'draft')
  const master = await new ReadModel(first, { now: () => NOW }).master()
  const report = (twoCities('submitted').reports as readonly Report[]).find(({ unit, month }) => unit === 'PA1ax' && month === monthOf(2023, 4))!
  const importEnded = { value: false }
  const watch = new pg.Client({ connectionString: url })
  await watch.connect()
  closing.push(() => watch.end())
  const isImportWaiting = async () => (await watch.query('select 1 from pg_locks where not granted')).rows.length > 0
  let moving: Promise<boolean> | null = null
  await first.transact(async (tx) => {
    const before = await tx.reports.hold(report.unit, report.form, report.month)
    moving = importMove(second, 0).finally(() => (importEnded.value = true))
    while (!importEnded.value && !(await isImportWaiting())) await Promise.resolve()
    const after = { ...report, version: 2 }
    await tx.reports.put(after, before, { account: 'a', action: 'submit', reason: '' })
    await tx.totals.carry(master.duties, { before, after })
  }, master.revisions.master)
  expect(await moving).toBe(true)
  expect(await second.verifyTotals()).toBeNull()
})
