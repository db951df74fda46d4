import * as z from 'zod/mini'
import { relationOf } from '#core/access/access.ts'
import { mayBeHeldTogether, type Post } from '#core/access/post.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { AccountBody, AccountChangeBody, AccountsReply, NewAccountsBody } from '#contract/accounts.ts'
import { ApiError } from '#contract/errors.ts'
import { newFirstPassword } from '../identity/tokens.ts'
import type { Account, NewAccount } from '../store/accounts-table.ts'
import type { StoreTransaction } from '../store/store.ts'
import { entryOf } from './audit-entry.ts'
import { expectedVersion } from './expected-version.ts'
import { newAccountName } from './new-account-name.ts'
import { epochShowing } from './read-model.ts'
import { refuseWeak } from './session.ts'
import { principalOf } from './session-lifetime.ts'
import { forgiveTries, triesOf } from './sign-in-limits.ts'
import type { Params, Reading, WriteScene, Written } from './use-case.ts'
import { View } from './view.ts'

/**
 * Accounts of a branch. An administrator manages accounts all of whose posts are in the own branch: one that also has a
 * post elsewhere is another's business too, and is managed above both. One without any post is in nobody's branch, and is
 * given a post at the machine (`npm run account`).
 */
export function accounts(view: View, { unit }: { unit?: string | undefined }): Reading {
  const top = view.unit('manage-accounts', unit)
  return { key: null, make: () => list(view, top) }
}

async function list(view: View, top: number): Promise<AccountsReply> {
  const all = await view.model.store.accounts.all()
  const { master, today } = view
  // As the view decides it: a closed unit stands where it stood last.
  const isBelow = ({ unit }: Post) => {
    const number = master.tree.indexOf(unit)
    const relation = number === undefined ? 'elsewhere' : relationOf(epochShowing(master, number, today), top, number)
    return relation === 'own' || relation === 'below'
  }
  return { accounts: all.filter((account) => isManaged(view, account) && account.posts.every(isBelow)).map(told) }
}

function told({ name, displayName, posts, disabled, mustChange, lastSignIn, version }: Account): z.infer<typeof AccountBody> {
  return {
    account: name,
    displayName,
    posts: posts.map((post) => ({ ...post })),
    disabled,
    mustChangePassword: mustChange,
    lastSignIn: lastSignIn === null ? null : new Date(lastSignIn).toISOString(),
    version,
  }
}

/** Each costs as much as a sign-in: more of them at once would keep a server busy for a minute. */
const MOST_GIVEN_PASSWORDS = 50

type Wanted = z.infer<typeof NewAccountsBody>['accounts']

export async function openAccounts(scene: WriteScene, { accounts: wanted }: z.infer<typeof NewAccountsBody>): Promise<Written> {
  const view = await scene.view()
  const names = wanted.map(({ account }) => newAccountName(account))
  const twice = names.find((name, k) => names.indexOf(name) !== k)
  if (twice !== undefined) throw new ApiError('account-exists', `账号名“${twice}”写了两次。`, { account: twice })
  if (wanted.filter(({ password }) => password !== undefined).length > MOST_GIVEN_PASSWORDS) {
    throw new ApiError('body-invalid', `一次最多为 ${MOST_GIVEN_PASSWORDS} 个账号指定密码，请分批开户，或不填密码、由系统生成初始密码。`, { field: 'accounts' })
  }
  for (const [k, { password, posts }] of wanted.entries()) {
    checkedPosts(view, posts)
    if (password !== undefined) refuseWeak(scene, password, { name: names[k]! })
  }
  const opened = await withPasswords(scene, view, wanted, names)
  await scene.store.transact(async (tx) => {
    const { view: now } = await holdBoth(tx, view, null)
    for (const { account } of opened) checkedPosts(now, account.posts)
    // All names before the trail, and in one order: two who open the same names do not wait for each other in a ring.
    for (const { account } of [...opened].sort((a, b) => (a.account.name < b.account.name ? -1 : 1))) {
      if (!(await tx.accounts.add(account))) throw new ApiError('account-exists', `账号名“${account.name}”已被使用，请换一个。`, { account: account.name })
    }
    for (const { account } of opened) await tx.audit.append(entryOf(scene, 'account-opened', account.name, { unit: account.posts[0]!.unit, after: publicPart(account) }))
    await tx.raise('access')
  })
  return { body: { accounts: opened.map(({ account, firstPassword }) => ({ account: account.name, firstPassword })) } }
}

async function withPasswords(scene: WriteScene, view: View, wanted: Wanted, names: readonly string[]): Promise<{ account: NewAccount; firstPassword: string }[]> {
  const opened: { account: NewAccount; firstPassword: string }[] = []
  for (const [k, { displayName, posts, password: given }] of wanted.entries()) {
    const firstPassword = given ?? newFirstPassword()
    const password = await scene.passwords.hash(firstPassword, given === undefined)
    const account = { name: names[k]!, displayName: displayName.trim(), password, posts: checkedPosts(view, posts), mustChange: true, disabled: false, lastSignIn: null, isDemo: false }
    opened.push({ firstPassword, account })
  }
  return opened
}

export async function changeAccount(scene: WriteScene, change: z.infer<typeof AccountChangeBody>, { account: name = '' }: Params): Promise<Written> {
  const before = await scene.view()
  managed(before, name, await scene.store.accounts.find(name))
  checkedPosts(before, change.posts)
  const expected = expectedVersion(scene.request.ifMatch)
  return scene.store.transact(async (tx) => {
    const { view, account: held } = await holdBoth(tx, before, name)
    const account = managed(view, name, held)
    const posts = checkedPosts(view, change.posts)
    if (account.version !== expected) throw new ApiError('version-conflict', `账号“${name}”刚被他人修改过，请核对现在的内容后重新办理。`, { current: told(account) })
    const next = { name, displayName: change.displayName.trim(), posts, disabled: change.disabled }
    await tx.accounts.change(next)
    if (next.disabled) await tx.sessions.endAll(name)
    await tx.audit.append(entryOf(scene, 'account-changed', name, { unit: posts[0]!.unit, before: publicPart(account), after: publicPart(next) }))
    await tx.raise('access')
    return { body: { done: true }, etag: `"${account.version + 1}"` }
  })
}

export async function resetAccount(scene: WriteScene, _body: unknown, { account: name = '' }: Params): Promise<Written> {
  const before = await scene.view()
  managed(before, name, await scene.store.accounts.find(name))
  const firstPassword = newFirstPassword()
  const password = await scene.passwords.hash(firstPassword, true)
  await scene.store.transact(async (tx) => {
    const { view, account: held } = await holdBoth(tx, before, name)
    const account = managed(view, name, held)
    await tx.accounts.setPassword(name, password, true)
    await forgiveTries(tx.attempts, triesOf(name))
    await tx.sessions.endAll(name)
    await tx.audit.append(entryOf(scene, 'account-reset', name, { unit: account.posts[0]!.unit }))
    await tx.raise('access')
  })
  return { body: { account: name, firstPassword } }
}

/**
 * Holds the account of whoever asks and the one that is asked for until the transaction ends, and gives the view as it is
 * now: a right that was taken away a moment ago changes nothing any more.
 * @throws ApiError `not-signed-in`
 */
async function holdBoth(tx: StoreTransaction, { model, master, principal, now }: View, name: string | null): Promise<{ readonly view: View; readonly account: Account | null }> {
  const held = new Map<string, Account | null>()
  const names = [...new Set([principal.account, ...(name === null ? [] : [name])])]
  for (const each of names.sort()) held.set(each, await tx.accounts.hold(each))
  const own = held.get(principal.account) ?? null
  const session = await tx.sessions.find(principal.session)
  if (own === null || own.disabled || session === null) throw new ApiError('not-signed-in')
  return { view: new View(model, master, principalOf(own, session.id, now.slice(0, 10))), account: name === null ? null : (held.get(name) ?? null) }
}

/** @throws ApiError `account-not-found` alike for an absent account and for one of another branch; `own-account` */
function managed(view: View, name: string, account: Account | null): Account {
  if (account === null || !isManaged(view, account)) throw new ApiError('account-not-found')
  if (name === view.principal.account) throw new ApiError('own-account')
  return account
}

function isManaged(view: View, { posts }: Account): boolean {
  return posts.length > 0 && posts.every(({ unit }) => {
    const number = view.master.tree.indexOf(unit)
    return number !== undefined && view.may('manage-accounts', number)
  })
}

/** @throws ApiError `unit-not-found`, `forbidden`, `posts-conflict` */
function checkedPosts(view: View, given: readonly { unit: string; role: Post['role']; from: string | null; until: string | null }[]): Post[] {
  for (const { unit } of given) view.unit('manage-accounts', unit)
  if (!mayBeHeldTogether(given.map(({ role }) => role))) throw new ApiError('posts-conflict')
  return given.map((post) => ({ ...post, unit: post.unit as UnitCode }))
}

function publicPart({ displayName, posts, disabled }: Pick<Account, 'displayName' | 'posts' | 'disabled'>): unknown {
  return { displayName, posts, disabled }
}
