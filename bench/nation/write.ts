/**
 * Saves and submits villages' reports: 64 clients at once through the API, then one by one against the bare commit.
 * `node bench/nation/write.ts <file or URL>`. Prints JSON lines.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatMonth } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import { businessClock } from '#server/business-clock.ts'
import { headerSession, plainPasswords, signInAs, SPEC_TIME } from '#server/http/handler-fixture.ts'
import { createHandler } from '#server/http/handler.ts'
import { ReadModel } from '#server/usecases/read-model.ts'
import { median } from '../median.ts'
import { BUSINESS_NOW, FORM, OPEN } from './nation.ts'
import { openStore, percentiles } from './open-store.ts'

const CLIENTS = 64
const SECONDS = 10
const SINGLE = 300

const place = process.argv[2]!
const store = await openStore(place)
const clock = businessClock({ demo: false, businessNow: BUSINESS_NOW, levelsAboveCity: 2 })
const handle = createHandler({ store, clock, log: console.error, session: headerSession, passwords: plainPasswords, time: () => SPEC_TIME })
const model = new ReadModel(store, clock)
const master = await model.master()
const villages = master.units.filter(({ level }) => level === 6)
const reported = new Set<string>()
for await (const chunk of store.loadReports({ from: OPEN, to: OPEN })) for (const { unit } of chunk) reported.add(unit)
const open = villages.filter(({ code }) => !reported.has(code) && reported.has(`${code.slice(0, 9)}000`))
const reporters = open.filter((_, k) => k % Math.floor(open.length / (CLIENTS * 60)) === 0)

const body = JSON.stringify({ cells: master.indicators.map(({ code }, k) => ({ indicator: code, value: k, notObtained: null })), lines: [], source: 'system' })

/** One village: a draft, then its submission. Returns what each of the two took. */
async function report(unit: string, token: string): Promise<number[]> {
  const path = `http://localhost/api/reports/${unit}/${FORM}/${formatMonth(OPEN)}`
  const times: number[] = []
  for (const [method, at, version, content] of [['PUT', path, 0, body], ['POST', `${path}/submit`, 1, '{}']] as const) {
    const start = performance.now()
    const response = await handle(new Request(at, { method, body: content, headers: { 'x-token': token, 'if-match': `"${version}"`, 'content-type': 'application/json' } }))
    const text = await response.text()
    times.push(performance.now() - start)
    if (response.status !== 200) throw new Error(`${at}: ${response.status} ${text}`)
  }
  return times
}

const tokens = new Map<string, string>()
for (const { code } of reporters) tokens.set(code, await signInAs(store, `r${code}`, code, 'reporter'))
await handle(new Request('http://localhost/api/periods', { headers: { 'x-token': tokens.get(reporters[0]!.code)! } }))

const queue = reporters.values()
const saves: number[] = []
const submits: number[] = []
const start = performance.now()
await Promise.all(Array.from({ length: CLIENTS }, async () => {
  for (const { code } of queue) {
    const [save, submit] = await report(code, tokens.get(code)!)
    saves.push(save!)
    submits.push(submit!)
    if (performance.now() - start > SECONDS * 1000) return
  }
}))
const seconds = (performance.now() - start) / 1000
console.log(JSON.stringify({ clients: CLIENTS, writes: saves.length * 2, perSecond: Math.round((saves.length * 2) / seconds), save: percentiles(saves), submit: percentiles(submits) }))

/** What the totals add to a durable commit, one writer: the same write with and without them, in turn. */
const folder = mkdtempSync(join(tmpdir(), 'bench-nation-'))
const database = new DatabaseSync(join(folder, 'bare.db'))
database.exec('pragma journal_mode = wal; pragma synchronous = full; create table report (unit text primary key, cells text)')
const bare = database.prepare('insert or replace into report values (?, ?)')
const times = { bare: [] as number[], without: [] as number[], with: [] as number[] }
const some = open.filter((_, k) => k % 7 === 3 && !tokens.has(open[k]!.code)).slice(0, SINGLE * 2)
for (const [k, { code }] of some.entries()) {
  const after: Report = {
    unit: code, form: FORM, month: OPEN, state: 'submitted', version: 1, source: 'system', filledBy: code, late: false,
    cells: Object.fromEntries(master.indicators.map((indicator, i) => [indicator.code, i])) as Report['cells'], lines: [], notes: [], updatedAt: BUSINESS_NOW,
  }
  const begin = performance.now()
  bare.run(code, JSON.stringify(after.cells))
  const middle = performance.now()
  await store.transact(async (tx) => {
    await tx.reports.put(after, null, { account: 'bench', action: 'submit', reason: '' })
    if (k % 2 === 0) await tx.totals.carry(master.duties, { before: null, after })
  })
  times.bare.push(middle - begin)
  times[k % 2 === 0 ? 'with' : 'without'].push(performance.now() - middle)
}
database.close()
rmSync(folder, { recursive: true })
console.log(JSON.stringify({ bareMs: median(times.bare), withoutTotalsMs: median(times.without), withTotalsMs: median(times.with) }))
await store.close()
