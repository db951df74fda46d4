import { createHash } from 'node:crypto'
import { expect, inject, it } from 'vitest'
import { DEMO_PASSWORD } from '#server/demo/demo-accounts.ts'
import { newDatabase } from '../postgres/new-database.ts'
import { signInFor, stop, workplace } from './running.ts'

const place = workplace()

/** One database, two processes: whoever answers, it is the same. */
it('two servers on one PostgreSQL are one', async () => {
  const database = await newDatabase(inject('postgres'))
  const env = { DATABASE_URL: database.url, BALLAST_DEMO: 'on', BALLAST_AUDIT_KEY: 'a5'.repeat(32) }
  const first = place.startServer(env)
  const here = await first.ready
  const second = place.startServer(env)
  const there = await second.ready

  const ask = async (address: string, path: string, cookie: string, init: RequestInit & { headers?: Record<string, string> } = {}) => {
    const response = await fetch(address + path, { ...init, headers: { cookie, origin: address, ...init.headers } })
    const bytes = Buffer.from(await response.arrayBuffer())
    return { status: response.status, type: response.headers.get('content-type'), etag: response.headers.get('etag'), hash: createHash('sha256').update(bytes).digest('hex'), text: bytes.toString('utf8') }
  }

  const leader = await signInFor(here, 'city-leader', DEMO_PASSWORD)
  for (const unit of ['430200000000', '430204000000', '430204001000', '430204001002']) {
    for (const path of [`/api/units/${unit}`, `/api/totals?unit=${unit}`, `/api/cube?unit=${unit}&from=2022-01&to=2023-06&basis=live`, `/api/reports/${unit}?from=2023-05&to=2023-06`]) {
      const [a, b] = [await ask(here, path, leader), await ask(there, path, leader)]
      expect([a.status, path]).toEqual([200, path])
      expect(b).toEqual(a)
      expect((await ask(there, path, leader, { headers: { 'if-none-match': a.etag! } })).status).toBe(304)
    }
  }

  // What one writes, the other tells at once; a request that arrives at both is one.
  const reporter = await signInFor(there, 'village-reporter', DEMO_PASSWORD)
  const own = JSON.parse((await ask(here, '/api/session', reporter)).text) as { signedIn: { home: string } }
  const village = own.signedIn.home
  const report = `/api/reports/${village}/MONTH/2023-06`
  const read = async (address: string) => (JSON.parse((await ask(address, `/api/reports/${village}?from=2023-06&to=2023-06`, reporter)).text) as { reports: { form: string; version: number; state: string; cells: { value: number | null; indicator: string }[] }[] }).reports.find(({ form }) => form === 'MONTH')!
  const before = await read(there)
  if (before.state === 'submitted') {
    expect((await ask(here, `${report}/withdraw`, reporter, { method: 'POST', headers: { 'content-type': 'application/json', 'if-match': `"${before.version}"` }, body: '{}' })).status).toBe(200)
  }
  const now = await read(there)
  const body = JSON.stringify({ cells: now.cells.map(({ indicator }) => ({ indicator, value: 321, notObtained: null })), lines: [], source: 'system' })
  const save = (address: string) => ask(address, report, reporter, { method: 'PUT', headers: { 'content-type': 'application/json', 'if-match': `"${now.version}"`, 'idempotency-key': 'once' }, body })
  const [one, two] = await Promise.all([save(here), save(there)])
  expect([one.status, two.status, two.text]).toEqual([200, 200, one.text])
  for (const address of [here, there]) expect(await read(address)).toMatchObject({ version: now.version + 1, cells: now.cells.map(() => ({ value: 321 })) })

  // Wrong passwords are counted together.
  const guess = async (address: string) => (await fetch(`${address}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: address }, body: JSON.stringify({ account: 'city-reviewer', password: 'wrong' }) })).status
  const guesses = await Promise.all([here, there, here, there, here, there, here, there].map(guess))
  expect(guesses.filter((status) => status === 401)).toHaveLength(5)
  expect([await guess(here), await guess(there)]).toEqual([429, 429])

  expect((await ask(here, '/api/session', leader, { method: 'DELETE' })).status).toBe(200)
  expect((await ask(there, '/api/totals', leader)).status).toBe(401)
  expect([await stop(first), await stop(second)]).toEqual([0, 0])
  await database.drop()
}, 180_000)
