import * as z from 'zod/mini'
import { mayBeHeldTogether, type Post } from '#core/access/post.ts'
import { subtreeOf } from '#core/unit/unit-tree.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { AccountChangeBody, AccountsReply, NewAccountsBody } from '#contract/accounts.ts'
import { ApiError } from '#contract/errors.ts'
import { newFirstPassword } from '../identity/tokens.ts'
import type { Account } from '../store/accounts-table.ts'
import { epochShowing } from './read-model.ts'
import { entryOf } from './audit-entry.ts'
import { forgiveTries } from './sign-in-limits.ts'
import { refuseWeak } from './session.ts'
import type { Params, Reading, WriteScene, Written } from './use-case.ts'
import type { View } from './view.ts'

/**
 * Accounts of a branch. An administrator manages accounts all of whose posts are in the own branch: one that also has a
 * post elsewhere is another's business too, and is managed above both.
 */
export function accounts(view: View, { unit }: { unit?: string | undefined }): Reading {
  const top = view.unit('manage-accounts', unit)
  return { key: null, make: () => list(view, top) }
}

async function list(view: View, top: number): Promise<AccountsReply> {
  const all = await view.model.store.accounts.all()
  const { master, today } = view
  const inside = new Set(subtreeOf(epochShowing(master, top, today), top))
  const isBelow = (post: Post) => inside.has(master.tree.indexOf(post.unit) ?? -1)
  return {
    accounts: all.filter((account) => account.posts.length > 0 && account.posts.every(isBelow)).map((account) => ({
      account: account.name,
      displayName: account.displayName,
      posts: account.posts.map((post) => ({ ...post })),
      disabled: account.disabled,
      mustChangePassword: account.mustChange,
      lastSignIn: account.lastSignIn === null ? null : new Date(account.lastSignIn).toISOString(),
    })),
  }
}

export async function openAccounts(scene: WriteScene, { accounts: wanted }: z.infer<typeof NewAccountsBody>): Promise<Written> {
  const view = await scene.view()
  const opened: { account: Account; firstPassword: string }[] = []
  for (const each of wanted) {
    const name = each.account.trim()
    const posts = checkedPosts(view, each.posts)
    if (each.password !== undefined) refuseWeak(scene, each.password, { name })
    const firstPassword = each.password ?? newFirstPassword()
    const password = await scene.passwords.hash(firstPassword, each.password === undefined)
    opened.push({ firstPassword, account: { name, displayName: each.displayName.trim(), password, posts, mustChange: true, disabled: false, lastSignIn: null, isDemo: false } })
  }
  const names = opened.map(({ account }) => account.name)
  const twice = names.find((name, k) => names.indexOf(name) !== k)
  if (twice !== undefined) throw new ApiError('account-exists', `账号名“${twice}”写了两次。`, { account: twice })
  await scene.store.transact(async (tx) => {
    for (const { account } of opened) {
      if ((await tx.accounts.find(account.name)) !== null) throw new ApiError('account-exists', `账号名“${account.name}”已被使用，请换一个。`, { account: account.name })
      await tx.accounts.put(account)
      await tx.audit.append(entryOf(scene, 'account-opened', account.name, { unit: account.posts[0]!.unit, after: publicPart(account) }))
    }
    await tx.raise('access')
  })
  return { body: { accounts: opened.map(({ account, firstPassword }) => ({ account: account.name, firstPassword })) } }
}

export async function changeAccount(scene: WriteScene, change: z.infer<typeof AccountChangeBody>, { account: name = '' }: Params): Promise<Written> {
  const view = await scene.view()
  const account = await managed(scene, view, name)
  const posts = checkedPosts(view, change.posts)
  const next: Account = { ...account, displayName: change.displayName.trim(), posts, disabled: change.disabled }
  await scene.store.transact(async (tx) => {
    await tx.accounts.put(next)
    if (next.disabled) await tx.sessions.endAll(name)
    await tx.audit.append(entryOf(scene, 'account-changed', name, { unit: posts[0]!.unit, before: publicPart(account), after: publicPart(next) }))
    await tx.raise('access')
  })
  return { body: { done: true } }
}

export async function resetAccount(scene: WriteScene, _body: unknown, { account: name = '' }: Params): Promise<Written> {
  const view = await scene.view()
  const account = await managed(scene, view, name)
  const firstPassword = newFirstPassword()
  const password = await scene.passwords.hash(firstPassword, true)
  await scene.store.transact(async (tx) => {
    await forgiveTries(tx.attempts, name)
    await tx.accounts.put({ ...account, password, mustChange: true, isDemo: false })
    await tx.sessions.endAll(name)
    await tx.audit.append(entryOf(scene, 'account-reset', name, { unit: account.posts[0]?.unit ?? null }))
    await tx.raise('access')
  })
  return { body: { account: name, firstPassword } }
}

/** @throws ApiError `account-not-found` alike for an absent account and for one of another branch; `own-account` */
async function managed(scene: WriteScene, view: View, name: string): Promise<Account> {
  const account = await scene.store.accounts.find(name)
  const isOurs = account !== null && account.posts.every(({ unit }) => {
    const number = view.master.tree.indexOf(unit)
    return number !== undefined && view.may('manage-accounts', number)
  })
  if (!isOurs) throw new ApiError('account-not-found')
  if (name === view.principal.account) throw new ApiError('own-account')
  return account
}

/** @throws ApiError `unit-not-found`, `forbidden`, `posts-conflict` */
function checkedPosts(view: View, given: readonly { unit: string; role: Post['role']; from: string | null; until: string | null }[]): Post[] {
  for (const { unit } of given) view.unit('manage-accounts', unit)
  if (!mayBeHeldTogether(given.map(({ role }) => role))) throw new ApiError('posts-conflict')
  return given.map((post) => ({ ...post, unit: post.unit as UnitCode }))
}

function publicPart({ displayName, posts, disabled }: Account): unknown {
  return { displayName, posts, disabled }
}
