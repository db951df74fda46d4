import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest'
import pg from 'pg'
import { plainPasswords, signInAs, SPEC_TIME } from '#server/http/handler-fixture.ts'
import type { PasswordPort } from '#server/identity/ports.ts'
import { openPostgresStore } from '#server/store/postgres.ts'
import type { Store, StoreTransaction } from '#server/store/store.ts'
import { newDatabase } from '../postgres/new-database.ts'
import { asking, codeOf, type Reply, type Send } from './asking.ts'
import { engines, SPEC_AUDIT_KEY } from './engines.ts'
import { accountName, layInTwoCities, twoCities, victimName } from './two-cities.ts'

/** What somebody else does to an account between a request's look at it and its write. */

const CITY_ADMIN = accountName('security', 'PA')
const PROVINCE_ADMIN = accountName('security', 'P')
const DISTRICT_ADMIN = accountName('security', 'PA1')
const VICTIM = victimName('PA1')
const FIRST_VERSION = '"1"'

const post = (unit: string, role = 'reporter') => ({ unit, role, from: null, until: null })
const wanted = (account: string) => ({ account, displayName: account, posts: [post('PA1')] })
const changed = (part: object = {}) => ({ displayName: 'x', posts: [post('PA1')], disabled: false, ...part })
const firstPasswordOf = ({ body }: Reply) => (body as { firstPassword: string }).firstPassword

/** Does something once, before the transaction that begins next. */
function beforeTransaction(store: Store, meanwhile: () => Promise<unknown>): Store {
  let isDone = false
  const transact = async <T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> => {
    if (!isDone) {
      isDone = true
      await meanwhile()
    }
    return store.transact(work)
  }
  return new Proxy(store, { get: (target, name) => (name === 'transact' ? transact : bound(target, name)) })
}

function bound(target: Store, name: string | symbol): unknown {
  const value = target[name as keyof Store] as unknown
  return typeof value === 'function' ? value.bind(target) as unknown : value
}

/** Does something once, after a password has been looked at. */
function afterVerify(meanwhile: () => Promise<unknown>): PasswordPort {
  let isDone = false
  return {
    hash: plainPasswords.hash,
    async verify(password, stored) {
      const isRight = await plainPasswords.verify(password, stored)
      if (isRight && !isDone) {
        isDone = true
        await meanwhile()
      }
      return isRight
    },
  }
}

describe.each(engines)('an account on $name', (engine) => {
  let store: Store
  let tokens: Map<string, string>
  let send: Send
  const opened: Store[] = []
  beforeEach(async () => {
    store = await engine.open()
    opened.push(store)
    tokens = await layInTwoCities(store)
    send = await asking(store)
  })
  afterAll(async () => {
    for (const each of opened) await each.close()
  })

  const as = (admin: string, method: string, path: string, body: unknown, version: string | null = FIRST_VERSION, by: Send = send) =>
    by(method, path, { token: tokens.get(admin)!, body, headers: version === null ? {} : { 'if-match': version } })
  const change = (part: object = {}, version?: string | null) => as(CITY_ADMIN, 'PUT', `/api/accounts/${VICTIM}`, changed(part), version)
  const reset = () => as(CITY_ADMIN, 'POST', `/api/accounts/${VICTIM}/reset`, {})
  const signIn = (password: string, by: Send = send) => by('POST', '/api/session', { body: { account: VICTIM, password } })
  const changePassword = (by: Send) => by('POST', '/api/password', { token: tokens.get(VICTIM)!, body: { current: VICTIM, next: 'Correct-Horse-9' } })
  const sessions = async () => (await store.sessions.ofAccount(VICTIM)).length

  it('closed while its password is changed stays closed', async () => {
    const slow = await asking(store, { passwords: afterVerify(() => change({ disabled: true })) })
    expect((await changePassword(slow)).status).toBe(401)
    expect(await store.accounts.find(VICTIM)).toMatchObject({ disabled: true, displayName: 'x' })
    expect(await sessions()).toBe(0)
  })

  it('given other posts while its password is changed keeps both', async () => {
    const posts = [post('PA2')]
    const slow = await asking(store, { passwords: afterVerify(() => change({ posts })) })
    expect((await changePassword(slow)).status).toBe(200)
    expect(await store.accounts.find(VICTIM)).toMatchObject({ posts, displayName: 'x' })
    expect((await signIn('Correct-Horse-9')).status).toBe(200)
  })

  it('reset while its password is changed stays reset', async () => {
    let first = ''
    const slow = await asking(store, { passwords: afterVerify(async () => { first = firstPasswordOf(await reset()) }) })
    expect((await changePassword(slow)).status).toBe(401)
    expect(await store.accounts.find(VICTIM)).toMatchObject({ mustChange: true })
    expect([(await signIn('Correct-Horse-9')).status, (await signIn(first)).status]).toEqual([401, 200])
  })

  it.each([['reset', reset], ['closed', () => change({ disabled: true })]])('%s while somebody signs in is not signed in', async (_, meanwhile) => {
    const slow = await asking(store, { passwords: afterVerify(meanwhile) })
    expect(codeOf(await signIn(VICTIM, slow))).toBe('sign-in-failed')
    expect(await sessions()).toBe(0)
    expect((await store.audit.list({ limit: 1 }))[0]).toMatchObject({ action: 'sign-in-failed', account: VICTIM })
  })

  it('reset while it is changed keeps the first password, and what was changed while it is reset stays', async () => {
    let first = ''
    const slow = await asking(beforeTransaction(store, async () => { first = firstPasswordOf(await reset()) }))
    expect((await as(CITY_ADMIN, 'PUT', `/api/accounts/${VICTIM}`, changed({ displayName: 'after' }), FIRST_VERSION, slow)).status).toBe(200)
    expect((await signIn(first)).status).toBe(200)
    const other = await asking(beforeTransaction(store, () => change({ disabled: true }, '"2"')))
    expect((await as(CITY_ADMIN, 'POST', `/api/accounts/${VICTIM}/reset`, {}, null, other)).status).toBe(200)
    expect(await store.accounts.find(VICTIM)).toMatchObject({ disabled: true, mustChange: true })
  })

  it('is changed on the version that was read, and on no other', async () => {
    expect([(await change({}, null)).status, codeOf(await change({}, null))]).toEqual([428, 'version-missing'])
    expect(await change({ displayName: 'first' })).toMatchObject({ status: 200, etag: '"2"' })
    const late = await change({ displayName: 'second' })
    expect([late.status, codeOf(late)]).toEqual([412, 'version-conflict'])
    expect(late.body).toMatchObject({ error: { message: `账号“${VICTIM}”刚被他人修改过，请核对现在的内容后重新办理。`, details: { current: { account: VICTIM, displayName: 'first', version: 2 } } } })
    expect(await store.accounts.find(VICTIM)).toMatchObject({ displayName: 'first', version: 2 })
    // Whoever may not change it is told nothing, not even that.
    expect(codeOf(await as(accountName('security', 'PA1a'), 'PUT', `/api/accounts/${VICTIM}`, changed(), null))).toBe('account-not-found')
    // A password or a sign-in is not what is written over.
    await reset()
    expect((await change({ displayName: 'third' }, '"2"')).status).toBe(200)
  })

  it('is changed by one of two who do so at the same moment', async () => {
    const replies = await Promise.all(['a', 'b'].map((displayName) => change({ displayName })))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412])
    const winner = replies.findIndex(({ status }) => status === 200)
    expect(await store.accounts.find(VICTIM)).toMatchObject({ displayName: 'ab'[winner], version: 2 })
  })

  it('moved to another branch meanwhile is as absent', async () => {
    const away = () => as(PROVINCE_ADMIN, 'PUT', `/api/accounts/${VICTIM}`, changed({ posts: [post('PB1')] }))
    for (const [method, path, body] of [['PUT', '', changed()], ['POST', '/reset', {}]] as const) {
      await store.transact(({ accounts }) => accounts.put({ name: VICTIM, displayName: 'x', password: 'plain x', posts: [post('PA1') as never], mustChange: false, disabled: false, lastSignIn: null, isDemo: false }))
      const slow = await asking(beforeTransaction(store, away))
      const version = `"${(await store.accounts.find(VICTIM))!.version}"`
      expect([method, codeOf(await as(CITY_ADMIN, method, `/api/accounts/${VICTIM}${path}`, body, version, slow))]).toEqual([method, 'account-not-found'])
      expect(await store.accounts.find(VICTIM)).toMatchObject({ posts: [{ unit: 'PB1' }], password: 'plain x' })
    }
  })

  it('is not touched by an administrator who was closed, moved or signed out meanwhile', async () => {
    const district = `/api/accounts/${DISTRICT_ADMIN}`
    const attempts = [['PUT', `/api/accounts/${VICTIM}`, changed()], ['POST', `/api/accounts/${VICTIM}/reset`, {}], ['POST', '/api/accounts', { accounts: [wanted('new')] }]] as const
    const before = await store.accounts.find(VICTIM)
    const meanwhile = [
      [() => as(CITY_ADMIN, 'PUT', district, changed({ posts: [post('PA1a', 'security')] })), /^(account|unit)-not-found$/],
      [() => as(CITY_ADMIN, 'PUT', district, changed({ posts: [post('PA1', 'security')], disabled: true })), /^not-signed-in$/],
      [() => send('DELETE', '/api/session', { token: tokens.get(DISTRICT_ADMIN)! }), /^not-signed-in$/],
    ] as const
    for (const [happens, code] of meanwhile) {
      for (const [method, path, body] of attempts) {
        tokens.set(DISTRICT_ADMIN, await signInAs(store, DISTRICT_ADMIN, 'PA1', 'security'))
        const slow = await asking(beforeTransaction(store, happens))
        expect([method, path, codeOf(await as(DISTRICT_ADMIN, method, path, body, FIRST_VERSION, slow))]).toEqual([method, path, expect.stringMatching(code)])
      }
    }
    expect([await store.accounts.find(VICTIM), await store.accounts.find('new')]).toEqual([before, null])
  })

  it('that closes another one which closes it: one of them stays', async () => {
    await as(PROVINCE_ADMIN, 'POST', '/api/accounts', { accounts: [{ ...wanted('second'), posts: [post('PA', 'security')] }] })
    await store.transact(({ accounts }) => accounts.setPassword('second', 'plain second', false))
    tokens.set('second', (await send('POST', '/api/session', { body: { account: 'second', password: 'second' } })).token!)
    const close = (by: string, name: string) => as(by, 'PUT', `/api/accounts/${name}`, changed({ posts: [post('PA', 'security')], disabled: true }))
    const replies = await Promise.all([close(CITY_ADMIN, 'second'), close('second', CITY_ADMIN)])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  it('is opened by one of two who want its name at the same moment', async () => {
    const open = (admin: string) => as(admin, 'POST', '/api/accounts', { accounts: [wanted('new')] })
    const replies = await Promise.all([open(CITY_ADMIN), open(DISTRICT_ADMIN)])
    expect(replies.map(codeOf).sort()).toEqual(['account-exists', undefined])
    const { accounts: [account] } = replies.find(({ status }) => status === 200)!.body as { accounts: { firstPassword: string }[] }
    expect((await send('POST', '/api/session', { body: { account: 'new', password: account!.firstPassword } })).status).toBe(200)
  })
})

describe('two transactions on PostgreSQL', () => {
  const closing: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const close of closing.reverse()) await close()
  })

  /** A database of its own, and a look at who waits in it. */
  async function open() {
    const database = await newDatabase(inject('postgres'))
    const store = await openPostgresStore(database.url, { auditKey: () => SPEC_AUDIT_KEY, connections: 8 })
    const observer = new pg.Client({ connectionString: database.url })
    await observer.connect()
    closing.push(() => database.drop(), () => store.close(), () => observer.end())
    /** Until so many connections wait for a lock. */
    async function untilWaiting(count: number): Promise<void> {
      for (;;) {
        const { rows } = await observer.query<{ waiting: string }>(`select count(*) as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
        if (Number(rows[0]!.waiting) >= count) return
      }
    }
    return { store, untilWaiting }
  }

  /** A transaction that has done its work and waits for the word to end. */
  function holding(store: Store, work: (tx: StoreTransaction) => Promise<unknown>) {
    const held = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const ended = store.transact(async (tx) => {
      await work(tx)
      held.resolve()
      await release.promise
    })
    return { held: Promise.race([held.promise, ended]), release: release.resolve, ended }
  }

  it('that open one name: the second is refused, and the first one\'s account stays', async () => {
    const { store, untilWaiting } = await open()
    const tokens = await layInTwoCities(store)
    const send = await asking(store)
    const first = holding(store, ({ accounts }) => accounts.put({ name: 'new', displayName: 'first', password: 'plain first', posts: [], mustChange: false, disabled: false, lastSignIn: null, isDemo: false }))
    await first.held
    const second = send('POST', '/api/accounts', { token: tokens.get(CITY_ADMIN)!, body: { accounts: [wanted('new')] } })
    await untilWaiting(1)
    first.release()
    await first.ended
    expect(codeOf(await second)).toBe('account-exists')
    expect(await store.accounts.find('new')).toMatchObject({ displayName: 'first', password: 'plain first' })
  })

  it('that open the same names in opposite order do not wait for each other', async () => {
    const { store, untilWaiting } = await open()
    const tokens = await layInTwoCities(store)
    const send = await asking(store)
    const names = Array.from({ length: 40 }, (_, k) => `n${k}`)
    // Both get as far as they can while the trail is held.
    const trail = holding(store, (tx) => tx.audit.append({ at: SPEC_TIME, account: 'console', action: 'x', unit: null, subject: '', before: null, after: null, request: '' }))
    await trail.held
    const replies = [[CITY_ADMIN, names], [DISTRICT_ADMIN, [...names].reverse()]].map(([admin, each]) =>
      send('POST', '/api/accounts', { token: tokens.get(admin as string)!, body: { accounts: (each as string[]).map(wanted) } }))
    await untilWaiting(2)
    trail.release()
    await trail.ended
    expect((await Promise.all(replies)).map(codeOf).sort()).toEqual(['account-exists', undefined])
  })

  it('that set up: one account is opened, and the second finds the door gone', async () => {
    const { store, untilWaiting } = await open()
    await store.replaceAll(twoCities())
    const send = await asking(store, { setupToken: 'right' })
    const trail = holding(store, (tx) => tx.audit.append({ at: SPEC_TIME, account: 'console', action: 'x', unit: null, subject: '', before: null, after: null, request: '' }))
    await trail.held
    const replies = ['one', 'two'].map((account) => send('POST', '/api/setup', { body: { token: 'right', account, displayName: account, password: 'Correct-Horse-9' } }))
    await untilWaiting(2)
    trail.release()
    await trail.ended
    expect((await Promise.all(replies)).map(codeOf).sort()).toEqual(['endpoint-not-found', undefined])
    expect(await store.accounts.all()).toHaveLength(1)
  })

  it('that forget old tries and sessions leave alone what the other holds', async () => {
    const { store } = await open()
    await layInTwoCities(store)
    await store.transact(async ({ attempts }) => {
      for (const key of ['a', 'b']) await attempts.put(key, { failed: 1, lockedUntil: 0, expiresAt: 1 })
    })
    const other = holding(store, async ({ attempts, sessions }) => {
      await attempts.hold('a')
      await sessions.endAll(VICTIM)
    })
    await other.held
    await store.transact(async ({ attempts, sessions }) => {
      await attempts.forgetExpired(SPEC_TIME)
      await sessions.endOlder(SPEC_TIME + 1, SPEC_TIME + 1)
    })
    expect((await store.sessions.ofAccount(VICTIM)).length).toBe(1)
    expect(await store.sessions.count()).toBe(1)
    other.release()
    await other.ended
    expect(await store.sessions.count()).toBe(0)
  })
})
