import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endpoints, type Endpoint, type EndpointName } from '#contract/endpoints.ts'
import type { ReportState } from '#core/report/report.ts'
import { openNodeStore } from '#server/store/node-sqlite.ts'
import type { Store } from '#server/store/store.ts'
import { asking, codeOf, type Reply, type Send } from './asking.ts'
import { SPEC_AUDIT_KEY } from './engines.ts'
import { accountName, FORM, INDICATOR, layInTwoCities, OPEN, twoCities, victimName } from './two-cities.ts'

/** Every write leaves exactly one audit record, together with what it writes or not at all; and nothing takes a record away. */

const VILLAGE = 'PA1ax'
const SETUP_TOKEN = 'a-setup-token'
const REPORT = `/api/reports/${VILLAGE}/${FORM}/${OPEN}`
const REPORTER = accountName('reporter', VILLAGE)
const SYSTEM = accountName('system', 'P')
const SECURITY = accountName('security', 'P')

interface Success {
  /** Null: nobody is signed in. */
  readonly account: string | null
  readonly path?: string
  readonly body?: unknown
  readonly state?: ReportState
  readonly action: string
  /** Gives the path when it must be asked for first. */
  readonly find?: (send: Send, tokens: ReadonlyMap<string, string>) => Promise<string>
  /** Gives the mark of what it builds on where that is not 1. */
  readonly mark?: (send: Send, tokens: ReadonlyMap<string, string>) => Promise<string>
}

const post = (unit: string) => ({ unit, role: 'reporter', from: null, until: null })
const moved = (action: string, account: string, state: ReportState, body: unknown = {}): Success => ({ account, path: `${REPORT}/${action}`, body, state, action: `report-${action}` })

/** How each endpoint that is not a GET succeeds. */
const SUCCESSES: Readonly<Record<WriteName, Success>> = {
  signIn: { account: null, path: '/api/session', body: { account: REPORTER, password: REPORTER }, action: 'sign-in' },
  signOut: { account: REPORTER, path: '/api/session', action: 'sign-out' },
  setup: { account: null, path: '/api/setup', body: { token: SETUP_TOKEN, account: 'first', displayName: '首', password: 'Correct-Horse-9' }, action: 'setup' },
  changePassword: { account: REPORTER, path: '/api/password', body: { current: REPORTER, next: 'Correct-Horse-9' }, action: 'password-changed' },
  endSession: {
    account: REPORTER, action: 'session-ended',
    async find(send, tokens) {
      const { body } = await send('GET', '/api/sessions', { token: tokens.get(REPORTER) })
      return `/api/sessions/${endpoints.sessions.reply.parse(body).sessions[0]!.id}`
    },
  },
  openAccounts: { account: SECURITY, path: '/api/accounts', body: { accounts: [{ account: 'new-one', displayName: '新', posts: [post(VILLAGE)] }] }, action: 'account-opened' },
  changeAccount: { account: SECURITY, path: `/api/accounts/${victimName(VILLAGE)}`, body: { displayName: '改', posts: [post(VILLAGE)], disabled: false }, action: 'account-changed' },
  resetAccount: { account: SECURITY, path: `/api/accounts/${victimName(VILLAGE)}/reset`, body: {}, action: 'account-reset' },
  addUnit: { account: SYSTEM, path: '/api/units', body: { parent: 'PA', name: '经开区', kind: '管理区', opened: OPEN }, action: 'unit-added' },
  changeUnit: { account: SYSTEM, path: `/api/units/${VILLAGE}`, body: { name: '新名村', shortName: '新名', kind: '', order: 1 }, action: 'unit-changed' },
  moveUnit: { account: SYSTEM, path: `/api/units/${VILLAGE}/move`, body: { parent: 'PA1b', from: OPEN }, action: 'unit-moved' },
  closeUnit: { account: SYSTEM, path: `/api/units/${VILLAGE}/close`, body: { from: '2023-05' }, action: 'unit-closed' },
  changeForm: {
    account: SYSTEM, path: `/api/forms/${FORM}`, body: { name: '新名', department: '', window: null }, action: 'form-changed',
    async mark(send, tokens) {
      const { body } = await send('GET', '/api/forms', { token: tokens.get(SYSTEM) })
      return endpoints.forms.reply.parse(body).forms[0]!.version
    },
  },
  saveReport: { account: REPORTER, path: REPORT, body: { cells: [{ indicator: INDICATOR, value: 7, notObtained: null }], lines: [], source: 'system' }, action: 'report-save' },
  submitReport: moved('submit', REPORTER, 'draft'),
  withdrawReport: moved('withdraw', REPORTER, 'submitted'),
  approveReport: moved('approve', accountName('reviewer', 'PA1a'), 'submitted'),
  returnReport: moved('return', accountName('reviewer', 'PA1a'), 'submitted', { notes: [{ indicator: INDICATOR, text: '请核实' }] }),
}
type WriteName = { [Name in EndpointName]: (typeof endpoints)[Name]['method'] extends 'GET' ? never : Name }[EndpointName]
const WRITES = (Object.entries(endpoints) as [EndpointName, Endpoint][]).filter(([, { method }]) => method !== 'GET').map(([name]) => name as WriteName)

let folder: string
let store: Store
let beside: DatabaseSync
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-records-'))
  store = await openNodeStore(join(folder, 'ballast.db'), { auditKey: () => SPEC_AUDIT_KEY })
  beside = new DatabaseSync(join(folder, 'ballast.db'))
})
afterEach(async () => {
  beside.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Has the database itself refuse something on the trail. */
function refuse(what: 'insert' | 'update' | 'delete'): void {
  beside.exec(`create trigger no_${what} before ${what} on audit begin select raise(abort, 'no ${what}'); end`)
}

/** Everything but the count of tries, which stands even if what was tried does not. */
function contents(): string {
  const tables = beside.prepare("select name from sqlite_master where type = 'table' and name <> 'attempts' order by name").all()
  return JSON.stringify(tables.map(({ name }) => [name, beside.prepare(`select * from "${String(name)}"`).all()]))
}

async function lay({ account, path, body, state, find, mark }: Success, { method }: Endpoint): Promise<() => Promise<Reply>> {
  const isFirst = path === '/api/setup'
  if (isFirst) await store.replaceAll(twoCities())
  const tokens = isFirst ? new Map<string, string>() : await layInTwoCities(store, state ?? 'draft')
  const send = await asking(store, { setupToken: SETUP_TOKEN })
  const place = path ?? (await find!(send, tokens))
  const version = (await mark?.(send, tokens)) ?? '1'
  return () => send(method, place, { ...(account !== null && { token: tokens.get(account) }), ...(body !== undefined && { body }), headers: { 'if-match': `"${version}"` } })
}

describe.each(WRITES)('%s', (name) => {
  it('leaves one audit record, and the trail is only ever added to', async () => {
    const success = SUCCESSES[name]
    const run = await lay(success, endpoints[name])
    refuse('update')
    refuse('delete')
    const reply = await run()
    expect([name, reply.status, codeOf(reply)]).toEqual([name, 200, undefined])
    endpoints[name].reply.parse(reply.body)
    const records = await store.audit.list({ limit: 10 })
    expect(records.map(({ number, action }) => [number, action])).toEqual([[1, success.action]])
    expect(await store.audit.verify(SPEC_AUDIT_KEY)).toEqual({ checked: 1, firstBad: null })
  })

  it('without a record does nothing', async () => {
    const run = await lay(SUCCESSES[name], endpoints[name])
    const before = contents()
    refuse('insert')
    expect((await run()).status).toBe(500)
    expect(contents()).toBe(before)
  })
})

it('has a success for every endpoint that writes', () => {
  expect(Object.keys(SUCCESSES).sort()).toEqual([...WRITES].sort())
  expect(WRITES.length).toBeGreaterThan(0)
})

it('a new import takes no record away', async () => {
  await layInTwoCities(store)
  await store.transact(({ audit }) => audit.append({ at: 1, account: 'console', action: 'import', unit: null, subject: '', before: null, after: null, request: 'r' }))
  refuse('update')
  refuse('delete')
  await store.replaceAll(twoCities())
  expect(await store.audit.verify(SPEC_AUDIT_KEY)).toEqual({ checked: 1, firstBad: null })
})
