import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { endpoints } from '#contract/endpoints.ts'
import { workOf } from '#server/identity/even-verify.ts'
import { COST, formatPassword, HASH_BYTES, parsePassword, RANDOM_COST, SALT_BYTES, type ScryptCost } from '#server/identity/scrypt-text.ts'
import { newToken, tokenId } from '#server/identity/tokens.ts'
import type { PasswordPort } from '#server/identity/ports.ts'
import { plainPasswords, SPEC_TIME } from '#server/http/handler-fixture.ts'
import type { Store } from '#server/store/store.ts'
import { asking, codeOf, type Reply, type Send } from './asking.ts'
import { engines } from './engines.ts'
import { accountName, layInTwoCities, victimName } from './two-cities.ts'

const MINUTE = 60_000
const LEADER = accountName('leader', 'PA1')
const SECURITY = accountName('security', 'PA')

describe.each(engines)('signing in on $name', (engine) => {
  let store: Store
  let tokens: Map<string, string>
  let now: number
  /** Passwords that were compared with an account's. */
  let looked: number
  /** What they have cost, in scrypt's N·r·p. */
  let work: number
  let send: Send
  const opened: Store[] = []
  const counting: PasswordPort = {
    hash: plainPasswords.hash,
    verify: (password, kept) => {
      const cost = parsePassword(kept)
      if (cost === null || cost.hash.some((byte) => byte !== 0)) looked++
      work += workOf(cost)
      return plainPasswords.verify(password, kept)
    },
  }
  beforeEach(async () => {
    store = await engine.open()
    opened.push(store)
    tokens = await layInTwoCities(store)
    now = SPEC_TIME
    looked = 0
    work = 0
    send = await asking(store, { passwords: counting, time: () => now })
  })
  afterAll(async () => {
    for (const each of opened) await each.close()
  })

  const signIn = (account: string, password: string, token?: string) => send('POST', '/api/session', { body: { account, password }, token })
  const isSignedIn = async (token: string | null) => (await send('GET', '/api/sessions', { token: token ?? undefined })).status === 200
  const changes = (name: string, part: object = {}) => ({ displayName: name, posts: [{ unit: 'PA1', role: 'leader', from: null, until: null }], disabled: false, ...part })

  it('gives a session that says who one is and where', async () => {
    const reply = await signIn(LEADER, LEADER)
    const body = endpoints.signIn.reply.parse(reply.body)
    expect(body.signedIn).toMatchObject({ account: LEADER, home: 'PA1', posts: [{ unit: 'PA1', unitName: 'PA1区', level: 3, role: 'leader' }] })
    expect(reply.token).toMatch(/^[0-9a-f]{32}$/)
    expect((await send('GET', '/api/session', { token: reply.token! })).body).toEqual(reply.body)
    // The database holds nothing that opens a session.
    expect(JSON.stringify(await store.sessions.ofAccount(LEADER))).not.toContain(reply.token)
  })

  it('tells a wrong password from an unknown name by nothing', async () => {
    const [wrong, unknown] = [await signIn(LEADER, 'wrong'), await signIn('nobody', 'wrong')]
    expect(wrong).toEqual(unknown)
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'sign-in-failed'])
    const before = await signIn(LEADER, 'wrong')
    expect(before).toEqual(wrong)
  })

  it('tells no kind of account from an unknown name by what it costs to look', async () => {
    const costs = async (account: string) => {
      work = 0
      expect(codeOf(await signIn(account, 'wrong'))).toBe('sign-in-failed')
      return work
    }
    const salt = new Uint8Array(SALT_BYTES).fill(1)
    const kept = (cost: ScryptCost) => formatPassword({ ...cost, salt, hash: new Uint8Array(HASH_BYTES).fill(1) })
    await store.transact(async ({ accounts }) => {
      const rest = { displayName: 'x', posts: [], lastSignIn: null, isDemo: false }
      await accounts.add({ ...rest, name: 'chosen', password: kept(COST), mustChange: false, disabled: false })
      await accounts.add({ ...rest, name: 'first', password: kept(RANDOM_COST), mustChange: true, disabled: false })
      await accounts.add({ ...rest, name: 'closed', password: kept(COST), mustChange: false, disabled: true })
    })
    const unknown = await costs('unknown')
    expect(unknown).toBeGreaterThanOrEqual(workOf(COST))
    expect([await costs('chosen'), await costs('first'), await costs('closed')]).toEqual([unknown, unknown, unknown])
  })

  it('makes a new session each time, and ends the one that was there', async () => {
    const first = await signIn(LEADER, LEADER)
    const second = await signIn(LEADER, LEADER, first.token!)
    expect(second.token).not.toBe(first.token)
    expect([await isSignedIn(first.token), await isSignedIn(second.token)]).toEqual([false, true])
  })

  it('looks at five wrong passwords of two hundred that come at once, and locks', async () => {
    const replies = await Promise.all(Array.from({ length: 200 }, () => signIn(LEADER, 'wrong')))
    expect(looked).toBe(5)
    expect(replies.filter((reply) => codeOf(reply) === 'sign-in-locked')).toHaveLength(195)
    const locked = await signIn(LEADER, LEADER)
    expect([locked.status, codeOf(locked), locked.retryAfter]).toEqual([429, 'sign-in-locked', '1200'])
    // Another process on the same database knows it too.
    const other = await asking(store, { time: () => now })
    expect(codeOf(await other('POST', '/api/session', { body: { account: LEADER, password: LEADER } }))).toBe('sign-in-locked')
    // Who is signed in stays so, and others get in.
    expect(await isSignedIn(tokens.get(LEADER)!)).toBe(true)
    expect((await signIn(SECURITY, SECURITY)).status).toBe(200)
    now += 21 * MINUTE
    expect((await signIn(LEADER, LEADER)).status).toBe(200)
  })

  it('locks an unknown name just so', async () => {
    const tries = async (name: string) => {
      const seen: (string | undefined)[] = []
      for (let k = 0; k < 7; k++) seen.push(codeOf(await signIn(name, 'wrong')))
      return seen
    }
    expect(await tries('nobody')).toEqual(await tries(LEADER))
  })

  it('is forgiven wrong tries by a right one', async () => {
    for (let round = 0; round < 3; round++) {
      for (let k = 0; k < 4; k++) expect(codeOf(await signIn(LEADER, 'wrong'))).toBe('sign-in-failed')
      expect((await signIn(LEADER, LEADER)).status).toBe(200)
    }
  })

  it('locks a source that tries many names', async () => {
    const session = { read: () => null, write: () => {}, isOwnPage: () => true, address: () => '198.51.100.7' }
    const from = await asking(store, { session, time: () => now })
    const seen: (string | undefined)[] = []
    for (let k = 0; k < 61; k++) seen.push(codeOf(await from('POST', '/api/session', { body: { account: `name-${k}`, password: 'x' } })))
    expect([seen[59], seen[60]]).toEqual(['sign-in-failed', 'sign-in-locked'])
    expect((await signIn(LEADER, LEADER)).status).toBe(200)
  })

  it('locks no office behind one address whose people sign in right', async () => {
    const session = { read: () => null, write: () => {}, isOwnPage: () => true, address: () => '198.51.100.7' }
    const from = await asking(store, { session, time: () => now })
    const statuses: number[] = []
    for (let k = 0; k < 130; k++) {
      now += MINUTE / 10
      statuses.push((await from('POST', '/api/session', { body: { account: LEADER, password: LEADER } })).status)
    }
    expect(new Set(statuses)).toEqual(new Set([200]))
    // What was wrong there still counts.
    for (let k = 0; k < 60; k++) await from('POST', '/api/session', { body: { account: `name-${k}`, password: 'x' } })
    expect(codeOf(await from('POST', '/api/session', { body: { account: LEADER, password: LEADER } }))).toBe('sign-in-locked')
  })

  it('counts wrong tries from the first one on, not for ever', async () => {
    const codes: (string | undefined)[] = []
    for (let k = 0; k < 12; k++) {
      codes.push(codeOf(await signIn(LEADER, 'wrong')))
      now += 6 * MINUTE
    }
    expect(codes).toEqual(new Array(12).fill('sign-in-failed'))
  })

  it('lasts half an hour without a sign of life, and twelve hours at most', async () => {
    const { token } = await signIn(LEADER, LEADER)
    const begun = now
    while (now - begun < 11.9 * 60 * MINUTE) {
      now += 25 * MINUTE
      if (now - begun < 12 * 60 * MINUTE) expect(await isSignedIn(token)).toBe(true)
    }
    now = begun + 12 * 60 * MINUTE
    expect(await isSignedIn(token)).toBe(false)
    const second = await signIn(LEADER, LEADER)
    now += 31 * MINUTE
    expect(await isSignedIn(second.token)).toBe(false)
  })

  it('is opened by no token that was not handed out', { timeout: 10 * MINUTE }, async () => {
    const real = tokens.get(LEADER)!
    const forged = ['', '0', 'null', 'undefined', real.slice(1), `${real}0`, real.toUpperCase(), `${real}\u00a0`.trim().slice(0, 31), [...real].reverse().join(''), tokenId(real), "' or 1=1 --"]
    const count = process.env['BALLAST_TORTURE'] === '1' ? 100_000 : 1_000
    for (let k = 0; k < count; k++) forged.push(k % 2 === 0 ? newToken() : real.slice(0, k % 32) + newToken().slice(k % 32))
    for (const token of forged) if (token !== real) expect([token, (await send('GET', '/api/sessions', { token })).status]).toEqual([token, 401])
    expect(await isSignedIn(real)).toBe(true)
  })

  it('ends by signing out, on the server', async () => {
    const { token } = await signIn(LEADER, LEADER)
    const out = await send('DELETE', '/api/session', { token: token! })
    expect([out.status, out.token]).toEqual([200, ''])
    expect(await isSignedIn(token)).toBe(false)
  })

  it('shows one\'s own sessions and ends any of them', async () => {
    const { token } = await signIn(LEADER, LEADER)
    const { sessions } = endpoints.sessions.reply.parse((await send('GET', '/api/sessions', { token: token! })).body)
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true])
    const other = sessions.find(({ current }) => !current)!
    expect((await send('DELETE', `/api/sessions/${other.id}`, { token: token! })).status).toBe(200)
    expect([await isSignedIn(tokens.get(LEADER)!), await isSignedIn(token)]).toEqual([false, true])
    // Somebody else's is as absent.
    const [foreign] = await store.sessions.ofAccount(SECURITY)
    expect(codeOf(await send('DELETE', `/api/sessions/${foreign!.id.slice(0, 16)}`, { token: token! }))).toBe('session-not-found')
  })

  it('with a changed password ends all other sessions', async () => {
    const { token } = await signIn(LEADER, LEADER)
    const change = (current: string, next: string) => send('POST', '/api/password', { token: token!, body: { current, next } })
    expect(codeOf(await change('wrong', 'Correct-Horse-9'))).toBe('sign-in-failed')
    // The same letters from another keyboard are the same password.
    await store.transact(({ accounts }) => accounts.setPassword(LEADER, 'plain Correct-Horse-8', false))
    expect(codeOf(await change('Correct-Horse-8', 'Correct-Horse-８'))).toBe('password-weak')
    await store.transact(({ accounts }) => accounts.setPassword(LEADER, `plain ${LEADER}`, false))
    for (const weak of ['short1A-', 'alllowercaseletters', `${LEADER}A1-`, 'aaaaaaaaA1-']) expect([weak, codeOf(await change(LEADER, weak))]).toEqual([weak, 'password-weak'])
    expect((await change(LEADER, 'Correct-Horse-9')).status).toBe(200)
    expect([await isSignedIn(tokens.get(LEADER)!), await isSignedIn(token)]).toEqual([false, true])
    expect(codeOf(await signIn(LEADER, LEADER))).toBe('sign-in-failed')
    expect((await signIn(LEADER, 'Correct-Horse-9')).status).toBe(200)
  })

  it('writes down who was refused a change of password, and counts it', async () => {
    const { token } = await signIn(LEADER, LEADER)
    const change = () => send('POST', '/api/password', { token: token!, body: { current: 'wrong', next: 'Correct-Horse-9' } })
    expect(codeOf(await change())).toBe('sign-in-failed')
    expect((await store.audit.list({ limit: 1 }))[0]).toMatchObject({ action: 'password-refused', account: LEADER, subject: LEADER })
    for (let k = 0; k < 4; k++) await change()
    expect([codeOf(await change()), codeOf(await signIn(LEADER, LEADER))]).toEqual(['sign-in-locked', 'sign-in-locked'])
  })

  describe('accounts', () => {
    /** On the newest version, as whoever has just read it. */
    const manage = async (method: string, path: string, body: unknown) => {
      const account = await store.accounts.find(path.split('/')[3] ?? '')
      return send(method, path, { token: tokens.get(SECURITY)!, body, headers: { 'if-match': `"${account?.version ?? 1}"` } })
    }
    const openOne = (part: object) => manage('POST', '/api/accounts', { accounts: [{ account: 'new', displayName: '新', posts: [{ unit: 'PA1', role: 'reporter', from: null, until: null }], ...part }] })
    const firstPassword = (reply: Reply) => (reply.body as { accounts: { firstPassword: string }[] }).accounts[0]!.firstPassword

    it('are opened with a first password that must be changed before anything else', async () => {
      const password = firstPassword(await openOne({}))
      const { token, body } = await signIn('new', password)
      expect((body as { signedIn: object }).signedIn).toMatchObject({ mustChangePassword: true })
      expect(codeOf(await send('GET', '/api/totals', { token: token! }))).toBe('password-change-required')
      expect((await send('POST', '/api/password', { token: token!, body: { current: password, next: 'Correct-Horse-9' } })).status).toBe(200)
      expect((await send('GET', '/api/totals', { token: token! })).status).toBe(200)
    })

    it('have names that no path, log or trail takes for something else', async () => {
      for (const account of [' ', '.', '..', ' .. ', 'console', 'System', 'nobody', 'setup', 'ｓetup', 'a\u200bb', 'a\nb']) expect([account, codeOf(await openOne({ account }))]).toEqual([account, 'body-invalid'])
      expect((await openOne({ account: ' spaced ' })).body).toMatchObject({ accounts: [{ account: 'spaced' }] })
    })

    it('are opened with given passwords only a few at once: each costs as much as signing in', async () => {
      let hashed = 0
      const slow = await asking(store, { time: () => now, passwords: { ...counting, hash: (...given) => { hashed++; return plainPasswords.hash(...given) } } })
      const wanted = (count: number) => Array.from({ length: count }, (_, k) => ({ account: `n${k}`, displayName: '新', password: 'Correct-Horse-9', posts: [{ unit: 'PA1', role: 'reporter', from: null, until: null }] }))
      const open = (count: number) => slow('POST', '/api/accounts', { token: tokens.get(SECURITY)!, body: { accounts: wanted(count) } })
      expect([codeOf(await open(51)), hashed]).toEqual(['body-invalid', 0])
      expect([(await open(50)).status, hashed]).toEqual([200, 50])
    })

    it('without any post are in nobody\'s branch', async () => {
      await store.transact(({ accounts }) => accounts.change({ name: victimName('PA1'), displayName: 'x', posts: [], disabled: false }))
      for (const admin of [SECURITY, accountName('security', 'P')]) {
        const ask = (method: string, path: string, body?: unknown) => send(method, path, { token: tokens.get(admin)!, body, headers: { 'if-match': '"2"' } })
        const { accounts } = endpoints.accounts.reply.parse((await ask('GET', '/api/accounts')).body)
        expect(accounts.map(({ account }) => account)).not.toContain(victimName('PA1'))
        expect(codeOf(await ask('PUT', `/api/accounts/${victimName('PA1')}`, changes('x')))).toBe('account-not-found')
        expect(codeOf(await ask('POST', `/api/accounts/${victimName('PA1')}/reset`, {}))).toBe('account-not-found')
      }
    })

    it('of a closed unit are listed for whom may change them', async () => {
      const { units } = await store.loadMaster()
      await store.merge({
        units: units.filter(({ code }) => code === 'PA1ax').map((unit) => ({ ...unit, closed: monthOf(2023, 4) })),
        indicators: [], forms: [], targets: [], editions: [], reports: [], reportCount: 0,
      }, { master: (await store.revisions()).master, combine: (_, incoming) => incoming })
      const listed = endpoints.accounts.reply.parse((await manage('GET', '/api/accounts', undefined)).body).accounts.map(({ account }) => account)
      const reset = await manage('POST', `/api/accounts/${victimName('PA1ax')}/reset`, {})
      expect([listed.includes(victimName('PA1ax')), reset.status]).toEqual([true, 200])
    })

    it('are opened all or none', async () => {
      const wanted = (account: string, unit = 'PA1') => ({ account, displayName: '新', posts: [{ unit, role: 'reporter', from: null, until: null }] })
      expect(codeOf(await manage('POST', '/api/accounts', { accounts: [wanted('n1'), wanted('n2', 'PB1')] }))).toBe('unit-not-found')
      expect(codeOf(await manage('POST', '/api/accounts', { accounts: [wanted('n1'), wanted(LEADER)] }))).toBe('account-exists')
      expect(codeOf(await manage('POST', '/api/accounts', { accounts: [wanted('n1'), wanted('n1')] }))).toBe('account-exists')
      expect(await store.accounts.find('n1')).toBeNull()
    })

    it('never join two administrators in one person, nor an administrator and figures', async () => {
      const posts = (...roles: string[]) => roles.map((role) => ({ unit: 'PA1', role, from: null, until: null }))
      for (const pair of [['system', 'security'], ['security', 'audit'], ['audit', 'system'], ['system', 'reporter'], ['security', 'leader'], ['audit', 'reviewer']]) {
        expect([pair, codeOf(await openOne({ posts: posts(...pair) }))]).toEqual([pair, 'posts-conflict'])
        expect(codeOf(await manage('PUT', `/api/accounts/${victimName('PA1')}`, changes('x', { posts: posts(...pair) })))).toBe('posts-conflict')
      }
      expect((await openOne({ posts: posts('reporter', 'reviewer', 'leader') })).status).toBe(200)
      // Dates do not help: who gives rights never gives them to the own account.
      expect(codeOf(await manage('PUT', `/api/accounts/${SECURITY}`, changes('x')))).toBe('own-account')
      expect(codeOf(await manage('POST', `/api/accounts/${SECURITY}/reset`, {}))).toBe('own-account')
    })

    it('change for whoever is signed in with the very next request', async () => {
      const token = tokens.get(victimName('PA1'))!
      const status = async (unit: string) => (await send('GET', `/api/totals?unit=${unit}`, { token })).status
      expect([await status('PA1'), await status('PA2')]).toEqual([200, 404])
      await manage('PUT', `/api/accounts/${victimName('PA1')}`, changes('x', { posts: [{ unit: 'PA2', role: 'reporter', from: null, until: null }] }))
      expect([await status('PA1'), await status('PA2')]).toEqual([404, 200])
      // A post that is over, and one that has not begun.
      for (const dates of [{ from: null, until: '2023-05-02' }, { from: '2023-05-04', until: null }]) {
        await manage('PUT', `/api/accounts/${victimName('PA1')}`, changes('x', { posts: [{ unit: 'PA2', role: 'reporter', ...dates }] }))
        expect(await status('PA2')).toBe(403)
      }
      await manage('PUT', `/api/accounts/${victimName('PA1')}`, changes('x', { disabled: true }))
      expect(await status('PA2')).toBe(401)
      expect(codeOf(await signIn(victimName('PA1'), victimName('PA1')))).toBe('sign-in-failed')
    })

    it('of another branch are as absent', async () => {
      for (const name of ['nobody', victimName('PB1'), victimName('P')]) {
        expect([name, codeOf(await manage('POST', `/api/accounts/${name}/reset`, {}))]).toEqual([name, 'account-not-found'])
        expect([name, codeOf(await manage('PUT', `/api/accounts/${name}`, changes('x')))]).toEqual([name, 'account-not-found'])
      }
    })

    it('are reset: the lock is gone, the sessions too', async () => {
      const name = victimName('PA1')
      for (let k = 0; k < 7; k++) await signIn(name, 'wrong')
      const { body } = await manage('POST', `/api/accounts/${name}/reset`, {})
      expect(await isSignedIn(tokens.get(name)!)).toBe(false)
      expect((await signIn(name, (body as { firstPassword: string }).firstPassword)).status).toBe(200)
    })

    it('leave no password in the audit trail', async () => {
      const password = firstPassword(await openOne({}))
      await signIn('new', 'a-wrong-password')
      await signIn('a-password-in-the-name-field', 'x')
      const text = JSON.stringify(await store.audit.list({ limit: 100 }))
      for (const secret of [password, 'plain ', 'a-wrong-password', 'a-password-in-the-name-field']) expect(text).not.toContain(secret)
    })
  })

  describe('a new database', () => {
    const account = { account: 'first', displayName: '安全管理员', password: 'Correct-Horse-9' }

    it('opens its first account with the token, once', async () => {
      const empty = await engine.open()
      opened.push(empty)
      const { units } = await store.loadMaster()
      await empty.replaceAll({ units, indicators: [], forms: [], targets: [], editions: [], reports: [], reportCount: 0 })
      const ask = await asking(empty, { setupToken: 'right' })
      const setup = (token: string, part: object = {}) => ask('POST', '/api/setup', { body: { token, ...account, ...part } })
      expect((await ask('GET', '/api/session')).body).toMatchObject({ signedIn: null, needsSetup: true, demoAccounts: [], demoPassword: null })
      expect(codeOf(await setup('wrong'))).toBe('setup-token-wrong')
      expect(codeOf(await setup('right', { password: 'weak' }))).toBe('password-weak')
      for (const name of ['..', 'setup', ' ']) expect([name, codeOf(await setup('right', { account: name }))]).toEqual([name, 'body-invalid'])
      // Signing in cuts blanks off; so does this.
      expect((await setup('right', { account: ' first ' })).status).toBe(200)
      expect(codeOf(await setup('right', { account: 'second' }))).toBe('endpoint-not-found')
      expect((await ask('GET', '/api/session')).body).toMatchObject({ needsSetup: false })
      expect((await ask('POST', '/api/session', { body: { account: 'first', password: account.password } })).body).toMatchObject({ signedIn: { posts: [{ unit: 'P', role: 'security' }] } })
      // Nobody guesses it either.
      const second = await engine.open()
      opened.push(second)
      const guess = await asking(second, { setupToken: 'right' })
      const codes: unknown[] = []
      for (let k = 0; k < 7; k++) codes.push(codeOf(await guess('POST', '/api/setup', { body: { token: `guess${k}`, ...account } })))
      expect(codes.slice(4)).toEqual(['setup-token-wrong', 'sign-in-locked', 'sign-in-locked'])
    })

    it('has no such door without a token', async () => {
      expect(codeOf(await send('POST', '/api/setup', { body: { token: 'x', ...account } }))).toBe('endpoint-not-found')
    })
  })
})
