import * as z from 'zod/mini'
import type { Role } from '#core/access/post.ts'
import { isStrongPassword, passwordRuleText } from '#core/access/password-rule.ts'
import { ApiError } from '#contract/errors.ts'
import type { PasswordBody, SessionReply, SetupBody, SignInBody } from '#contract/session.ts'
import { DEMO_PASSWORD } from '../demo/demo-accounts.ts'
import type { Account } from '../store/accounts-table.ts'
import { newToken, tokenId } from '../identity/tokens.ts'
import type { Principal } from '../identity/principal.ts'
import { entryOf } from './audit-entry.ts'
import type { Master } from './read-model.ts'
import { ABSOLUTE_MS, IDLE_MS } from './session-lifetime.ts'
import { beginTry, forgiveTries } from './sign-in-limits.ts'
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

/** Those who look first, those who look after things last. */
const ROLES_SHOWN: readonly Role[] = ['leader', 'reviewer', 'reporter', 'system', 'security', 'audit']

/** Those of the demo still have its password: an account that somebody opened there is not shown. */
async function demoAccounts({ store }: WriteScene, { tree }: Master): Promise<SessionReply['demoAccounts']> {
  const accounts = await store.accounts.all()
  return accounts.filter((account) => account.isDemo && !account.disabled).flatMap(({ name, displayName, posts }) => {
    const [post] = posts
    const unit = post === undefined ? undefined : tree.units[tree.indexOf(post.unit) ?? -1]
    return post === undefined || unit === undefined ? [] : [{ account: name, displayName, role: post.role, unitName: unit.shortName, level: unit.level }]
  }).sort((a, b) => a.level - b.level || ROLES_SHOWN.indexOf(a.role) - ROLES_SHOWN.indexOf(b.role))
}

export async function signIn(scene: WriteScene, { account: given, password }: z.infer<typeof SignInBody>): Promise<Written> {
  const { store, passwords, time, request } = scene
  const name = given.trim()
  await beginTry(store, name, request.address, time())
  const account = await store.accounts.find(name)
  // An unknown name pays for a hash too: nobody can tell it from a known one by the time it takes.
  const isRight = await passwords.verify(password, account?.password ?? NOBODYS_PASSWORD)
  if (account === null || !isRight || account.disabled) {
    await store.transact(({ audit }) => audit.append(entryOf(scene, 'sign-in-failed', account?.name ?? '', { account: account?.name ?? 'nobody' })))
    throw new ApiError('sign-in-failed')
  }
  const token = newToken()
  const now = time()
  await store.transact(async ({ sessions, accounts, attempts, audit, raise }) => {
    await forgiveTries(attempts, name)
    await attempts.forgetExpired(now)
    if (scene.principal !== null) await sessions.end(scene.principal.session)
    await sessions.endOlder(now - ABSOLUTE_MS, now - IDLE_MS)
    await sessions.begin({ id: tokenId(token), account: account.name, startedAt: now, seenAt: now, address: request.address, agent: request.agent })
    await accounts.noteSignIn(account.name, now)
    await audit.append(entryOf(scene, 'sign-in', account.name, { account: account.name }))
    await raise('access')
  })
  const principal = await scene.principalOf(token)
  return { body: await tell(scene, principal), token }
}

/** scrypt of nothing that anybody can type, at today's cost. */
const NOBODYS_PASSWORD = `scrypt$32768$8$3$${'00'.repeat(16)}$${'00'.repeat(32)}`

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
  const principal = scene.principal!
  await beginTry(store, principal.account, request.address, time())
  const account = (await store.accounts.find(principal.account))!
  if (!(await passwords.verify(current, account.password))) throw new ApiError('sign-in-failed', '当前密码不正确，请重新输入。')
  // The password was right: what is wrong with the next one is no try.
  await store.transact(({ attempts }) => forgiveTries(attempts, account.name))
  refuseWeak(scene, next, account)
  if (current === next) throw new ApiError('password-weak', '新密码不能与当前密码相同。')
  const password = await passwords.hash(next)
  await store.transact(async ({ accounts, sessions, audit, raise }) => {
    await accounts.put({ ...account, password, mustChange: false, isDemo: false })
    await sessions.endAll(account.name, principal.session)
    await audit.append(entryOf(scene, 'password-changed', account.name))
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
export async function setup(scene: WriteScene, { token, account: name, displayName, password }: z.infer<typeof SetupBody>): Promise<Written> {
  const { store, passwords, time, request, setupToken } = scene
  if (setupToken === null || !(await store.accounts.isEmpty())) throw new ApiError('endpoint-not-found')
  await beginTry(store, 'setup', request.address, time())
  if (tokenId(token) !== tokenId(setupToken)) throw new ApiError('setup-token-wrong')
  refuseWeak(scene, password, { name })
  const { tree } = await scene.model.master()
  const unit = tree.units[tree.root]?.code
  if (unit === undefined) throw new ApiError('unit-not-found', '还没有任何单位，请先导入数据，再初始化。')
  const hashed = await passwords.hash(password)
  await store.transact(async ({ accounts, attempts, audit, raise }) => {
    if (!(await accounts.isEmpty())) throw new ApiError('endpoint-not-found')
    await forgiveTries(attempts, 'setup')
    await accounts.put({
      name, displayName, password: hashed, mustChange: false, disabled: false, lastSignIn: null, isDemo: false,
      posts: [{ unit, role: 'security', from: null, until: null }],
    })
    await audit.append(entryOf(scene, 'setup', name, { account: name, unit }))
    await raise('access')
  })
  return { body: { done: true } }
}
