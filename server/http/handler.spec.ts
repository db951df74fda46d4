import { beforeEach, describe, expect, it } from 'vitest'
import { ErrorReply } from '#contract/errors.ts'
import type { Clock } from '../business-clock.ts'
import { CITY, SAMPLE, sampleReport } from '../store/sample-dataset.ts'
import type { ReportQuery, Store } from '../store/store.ts'
import { openWasmStore } from '../store/wasm-sqlite.ts'
import { askAsLeader } from './handler-fixture.ts'

const NOW = '2022-03-03T10:00:00+08:00'

let store: Store
let log: string[]
beforeEach(async () => {
  store = await openWasmStore()
  await store.replaceAll(SAMPLE)
  log = []
})

/** Asks a handler over the store, some of whose methods may be replaced. */
function open(changes: Partial<Store> = {}, clock: Clock = { now: () => NOW }) {
  const whole: Store = {
    revisions: () => store.revisions(),
    accounts: store.accounts,
    sessions: store.sessions,
    audit: store.audit,
    totals: store.totals,
    transact: (work) => store.transact(work),
    loadMaster: () => store.loadMaster(),
    months: () => store.months(),
    loadReports: (query) => store.loadReports(query),
    loadCut: (query) => store.loadCut(query),
    loadReportStates: (...given) => store.loadReportStates(...given),
    savedBy: (query) => store.savedBy(query),
    verifyTotals: () => store.verifyTotals(),
    replaceAll: (...given) => store.replaceAll(...given),
    merge: (...given) => store.merge(...given),
    close: () => store.close(),
    ...changes,
  }
  const ask = askAsLeader(store, { store: whole, clock, log: (line) => log.push(line) })
  return async (path: string, init?: RequestInit) => (await ask)(path, init)
}

describe('a bug', () => {
  const broken = () => Promise.reject(new Error('disk gone\nat 02:00 \u001b[31mroot logged in'))

  it('is told by a number, and nothing of it gets out', async () => {
    const response = await open({ loadMaster: broken })('/api/totals')
    expect(response.status).toBe(500)
    const text = await response.text()
    const { error } = ErrorReply.parse(JSON.parse(text))
    expect(error.code).toBe('internal')
    expect(text).not.toMatch(/disk|handler\.ts/)
    expect(log).toHaveLength(1)
    expect(log[0]).toContain(String(error.details?.['id']))
    expect(response.headers.get('x-request-id')).toBe(error.details?.['id'])
  })

  it('takes one line of the log, whatever it says', async () => {
    await open({ loadMaster: broken })('/api/totals?unit=%0Afake')
    expect(log[0]).toMatch(/^\w+ GET http:\/\/localhost\/api\/totals\?unit=%0Afake Error: disk gone \| at 02:00 \uFFFD\[31mroot/)
    expect(log[0]).not.toMatch(/[\n\u001b]/)
  })

  it('is over when its cause is', async () => {
    let times = 0
    const ask = open({ loadMaster: () => (times++ === 0 ? broken() : store.loadMaster()) })
    expect((await ask('/api/totals')).status).toBe(500)
    expect((await ask('/api/totals')).status).toBe(200)
  })

  it('while reports are read is over when its cause is, too', async () => {
    let times = 0
    async function* breaking(query: ReportQuery) {
      if (times++ === 0) throw new Error('disk gone')
      yield* store.loadReports(query)
    }
    const ask = open({ loadReports: breaking })
    expect((await ask(`/api/cube?unit=${CITY}&from=2022-01&to=2022-02&basis=live`)).status).toBe(500)
    expect((await ask(`/api/cube?unit=${CITY}&from=2022-01&to=2022-02&basis=live`)).status).toBe(200)
  })
})

describe('work', () => {
  it('is done once for those who ask the same, in whatever order of parameters', async () => {
    let reads = 0
    const ask = open({
      loadCut: (query) => {
        reads++
        return store.loadCut(query)
      },
    })
    await Promise.all([ask('/api/totals?from=2022-01&to=2022-02'), ask('/api/totals?to=2022-02&from=2022-01'), ask('/api/totals?from=2022-01&to=2022-02')])
    await ask('/api/totals?from=2022-01&to=2022-02')
    expect(reads).toBe(1)
  })

  it('is done anew after a write', async () => {
    const ask = open()
    const path = '/api/totals?from=2022-01&to=2022-02&basis=live'
    const before = await ask(path)
    await store.merge(
      { ...SAMPLE, reports: [sampleReport({ version: 2, cells: { E01: 40 } as never })], reportCount: 1 },
      { master: (await store.revisions()).master, combine: (_, incoming) => incoming },
    )
    const after = await ask(path)
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'))
    expect((await after.json() as { indicators: { value: number }[] }).indicators[0]!.value).toBe(40)
  })

  it('never tells an old time', async () => {
    let now = '2022-03-03T10:00:00+08:00'
    const ask = open({}, { now: () => now })
    expect((await (await ask('/api/periods')).json() as { now: string }).now).toBe('2022-03-03T10:00:00+08:00')
    now = '2022-03-03T10:00:01+08:00'
    expect((await (await ask('/api/periods')).json() as { now: string }).now).toBe('2022-03-03T10:00:01+08:00')
  })

  it("shows today's tree after the month has turned", async () => {
    let now = '2022-01-31T23:00:00+08:00'
    const ask = open({}, { now: () => now })
    const children = async () => (await (await ask(`/api/units/${CITY}`)).json() as { children: unknown[] }).children.length
    expect(await children()).toBe(2)
    now = '2022-02-01T00:00:00+08:00'
    expect(await children()).toBe(1)
  })
})

describe('a database without data', () => {
  it('answers plainly', async () => {
    await store.replaceAll({ units: [], indicators: [], forms: [], targets: [], editions: [], reports: [], reportCount: 0 })
    const ask = open()
    const status = async (path: string) => (await ask(path)).status
    expect(await Promise.all(['/api/periods', '/api/indicators', '/api/units', '/api/search?q=x', '/api/paces?year=2022'].map(status)))
      .toEqual([200, 200, 200, 200, 200])
    expect(await Promise.all(['/api/totals', `/api/units/${CITY}`, '/api/targets?year=2022', '/api/cube?from=2022-01&to=2022-02&basis=live'].map(status)))
      .toEqual([404, 404, 404, 404])
    expect(log).toEqual([])
  })
})

describe('compression', () => {
  it.each([
    ['gzip', true], ['br, gzip;q=0.5', true], ['*', true], ['GZIP', true], ['gzip;q=0', false], ['gzip; q=0.0, *', false],
    ['br', false], ['', false], ['*;q=0', false], ['*;q=0, gzip', true],
  ])('Accept-Encoding: %s', async (accepted, packed) => {
    const response = await open()('/api/openapi.json', { headers: { 'accept-encoding': accepted } })
    expect(response.headers.get('content-encoding')).toBe(packed ? 'gzip' : null)
    expect(response.headers.get('vary')).toBe('accept-encoding, cookie')
  })
})
