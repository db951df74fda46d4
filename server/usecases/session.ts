import * as z from 'zod/mini'
import { isStrongPassword, passwordRuleText } from '#core/access/password-rule.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { ApiError } from '#contract/errors.ts'
import type { PasswordBody, SessionReply, SetupBody, SignInBody } from '#contract/session.ts'
import { DEMO_PASSWORD } from '../demo/demo-accounts.ts'
import { shownDemoAccounts } from '../demo/shown-demo-accounts.ts'
import { verifyEvenly } from '../identity/even-verify.ts'
import { normalPassword } from '../identity/scrypt-text.ts'
import type { Account } from '../store/accounts-table.ts'
import type { StoreTransaction } from '../store/store.ts'
import { newToken, tokenId } from '../identity/tokens.ts'
import type { Principal } from '../identity/principal.ts'
import { entryOf } from './audit-entry.ts'
import { newAccountName } from './new-account-name.ts'
import type { Master } from './read-model.ts'
import { ABSOLUTE_MS, IDLE_MS } from './session-lifetime.ts'
import { beginTry, endTry, SETUP_TRIES, triesOf } from './sign-in-limits.ts'
import type { Reading, Written, WriteScene } from './use-case.ts'
import { View } from './view.ts'

/** Answers anybody: told by who asks, and never kept. */
export function session(scene: WriteScene): Reading {
  return { key: null, make: async () => tell(scene, scene.principal) }
}

async function tell(scene: WriteScene, principal: Principal | null): Promise<SessionReply> {
  const master = await scene.model.master()
  const { demo } = master.settings
  const isFirst = await scene.store.accounts.isEmpty()
  return {
    signedIn: principal === null ? null : describe(new View(scene.model, master, principal)),
    demo,
    demoAccounts: demo ? await demoAccounts(scene, master) : [],
    demoPassword: demo ? DEMO_PASSWORD : null,
    needsSetup: isFirst,
    passwordRule: passwordRuleText(scene.passwordProfile),
  }
}

function describe(view: View): NonNullable<SessionReply['signedIn']> {
  const { principal, master } = view
  const unitOf = (code: string) => master.tree.units[master.tree.indexOf(code as never) ?? -1]
  return {
    account: principal.account,
    displayName: principal.displayName,
    posts: principal.posts.map(({ unit, role }) => ({ unit, role, unitName: unitOf(unit)?.name ?? unit, level: unitOf(unit)?.level ?? 0 })),
    home: view.home === null ? null : master.tree.units[view.home]!.code,
    mustChangePassword: principal.mustChangePassword,
  }
}

async function demoAccounts({ store }: WriteScene, { tree }: Master): Promise<SessionReply['demoAccounts']> {
  const unitOf = (code: UnitCode) => tree.units[tree.indexOf(code) ?? -1]
  return shownDemoAccounts(await store.accounts.all(), (code) => unitOf(code)?.level)
    .map(({ name, displayName, role, unit, level }) => ({ account: name, displayName, role, unitName: unitOf(unit)!.shortName, level }))
}

export async function signIn(scene: WriteScene, { account: given, password }: z.infer<typeof SignInBody>): Promise<Written> {
  const { store, passwords, time, request } = scene
  const name = given.trim()
  await beginTry(store, triesOf(name), request.address, time())
  const verified = await store.accounts.find(name)
  const isRight = await verifyEvenly(passwords, password, verified?.password ?? null)
  const token = newToken()
  const isIn = await store.transact(async (tx) => {
    const account = isRight ? await tx.accounts.hold(name) : null
    // The password may have been reset, or the account closed, while this one was worked out.
    const isAdmitted = account !== null && !account.disabled && account.password === verified!.password
    await (isAdmitted ? begin(scene, tx, name, token) : tx.audit.append(entryOf(scene, 'sign-in-failed', verified?.name ?? '', { account: verified?.name ?? 'nobody' })))
    return isAdmitted
  })
  if (!isIn) throw new ApiError('sign-in-failed')
  const principal = await scene.principalOf(token)
  return { body: await tell(scene, principal), token }
}

/** How long a request may be repeated with its `Idempotency-Key`. */
const REPLIES_KEPT_MS = 7 * 24 * 3_600_000

/** A session of an account that is held. What is out of date goes on the way: people sign in every day, but not every second. */
async function begin(scene: WriteScene, { accounts, attempts, sessions, replies, audit, raise }: StoreTransaction, account: string, token: string): Promise<void> {
  const { time, request } = scene
  const now = time()
  await endTry(attempts, triesOf(account), request.address)
  await attempts.forgetExpired(now)
  await replies.forgetOlder(now - REPLIES_KEPT_MS)
  if (scene.principal !== null) await sessions.end(scene.principal.session)
  await sessions.endOlder(now - ABSOLUTE_MS, now - IDLE_MS)
  await sessions.begin({ id: tokenId(token), account, startedAt: now, seenAt: now, address: request.address, agent: request.agent })
  await accounts.noteSignIn(account, now)
  await audit.append(entryOf(scene, 'sign-in', account, { account }))
  await raise('access')
}

export async function signOut(scene: WriteScene): Promise<Written> {
  const { principal } = scene
  if (principal !== null) {
    await scene.store.transact(async ({ sessions, audit, raise }) => {
      await sessions.end(principal.session)
      await audit.append(entryOf(scene, 'sign-out', principal.account))
      await raise('access')
    })
  }
  return { body: { done: true }, token: null }
}

export async function changePassword(scene: WriteScene, { current, next }: z.infer<typeof PasswordBody>): Promise<Written> {
  const { store, passwords, time, request } = scene
  const { account: name, session: own } = scene.principal!
  await beginTry(store, triesOf(name), request.address, time())
  const verified = (await store.accounts.find(name))?.password ?? null
  if (!(await verifyEvenly(passwords, current, verified))) {
    await store.transact(({ audit }) => audit.append(entryOf(scene, 'password-refused', name)))
    throw new ApiError('sign-in-failed', '当前密码不正确，请重新输入。')
  }
  // The password was right: what is wrong with the next one is no try.
  await store.transact(({ attempts }) => endTry(attempts, triesOf(name), request.address))
  refuseWeak(scene, next, { name })
  if (normalPassword(current) === normalPassword(next)) throw new ApiError('password-weak', '新密码不能与当前密码相同。')
  const password = await passwords.hash(next)
  await store.transact(async ({ accounts, sessions, audit, raise }) => {
    const account = await accounts.hold(name)
    // The password may have been reset, or the account closed, meanwhile: then that holds.
    const isStill = account !== null && !account.disabled && account.password === verified && (await sessions.find(own)) !== null
    if (!isStill) throw new ApiError('not-signed-in', '密码没有修改：账号刚被重置、停用或已退出。请重新登录。')
    await accounts.setPassword(name, password, false)
    await sessions.endAll(name, own)
    await audit.append(entryOf(scene, 'password-changed', name))
    await raise('access')
  })
  return { body: { done: true } }
}

/** @throws ApiError `password-weak`, with the rule */
export function refuseWeak(scene: WriteScene, password: string, { name }: Pick<Account, 'name'>): void {
  if (isStrongPassword(scene.passwordProfile, password, name)) return
  throw new ApiError('password-weak', `密码不符合要求：${passwordRuleText(scene.passwordProfile)}`)
}

/** The first account of a production database: a security administrator at the root, who opens all others. */
export async function setup(scene: WriteScene, { token, account: given, displayName, password }: z.infer<typeof SetupBody>): Promise<Written> {
  const { store, passwords, time, request, setupToken } = scene
  if (setupToken === null || !(await store.accounts.isEmpty())) throw new ApiError('endpoint-not-found')
  await beginTry(store, SETUP_TRIES, request.address, time())
  if (tokenId(token) !== tokenId(setupToken)) throw new ApiError('setup-token-wrong')
  // As with a changed password: what is wrong with the rest is no try.
  await store.transact((tx) => endTry(tx.attempts, SETUP_TRIES, request.address))
  const name = newAccountName(given)
  refuseWeak(scene, password, { name })
  const { tree } = await scene.model.master()
  const unit = tree.units[tree.root]?.code
  if (unit === undefined) throw new ApiError('unit-not-found', '还没有任何单位，请先导入数据，再初始化。')
  const hashed = await passwords.hash(password)
  await store.transact(async ({ accounts, attempts, audit, raise }) => {
    // Held, so that of two who set up at the same moment the second sees the first one's account.
    await attempts.hold(SETUP_TRIES)
    if (!(await accounts.isEmpty())) throw new ApiError('endpoint-not-found')
    await attempts.forget(SETUP_TRIES)
    await accounts.add({
      name, displayName: displayName.trim(), password: hashed, mustChange: false, disabled: false, lastSignIn: null, isDemo: false,
      posts: [{ unit, role: 'security', from: null, until: null }],
    })
    await audit.append(entryOf(scene, 'setup', name, { account: name, unit }))
    await raise('access')
  })
  return { body: { done: true } }
}
