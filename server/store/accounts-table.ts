import type { Kysely } from 'kysely'
import type { Day, Post } from '#core/access/post.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { TableWriter } from './table-writer.ts'
import type { AccountRow, PostRow, Tables } from './tables.ts'
import type { Transaction } from 'kysely'

/** One account per person. */
export interface Account {
  readonly name: string
  readonly displayName: string
  readonly password: string
  readonly mustChange: boolean
  readonly disabled: boolean
  readonly lastSignIn: number | null
  /** Laid in with the demo, and still with its password: the sign-in page offers it. */
  readonly isDemo: boolean
  readonly posts: readonly Post[]
}

export class AccountsTable {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  async find(name: string): Promise<Account | null> {
    const row = await this.#db.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst()
    if (row === undefined) return null
    const posts = await this.#db.selectFrom('posts').selectAll().where('account', '=', name).orderBy('unit').orderBy('role').orderBy('from_day').execute()
    return accountOf(row, posts)
  }

  /** All accounts, by name. */
  async all(): Promise<readonly Account[]> {
    const rows = await this.#db.selectFrom('accounts').selectAll().orderBy('name').execute()
    const posts = await this.#db.selectFrom('posts').selectAll().orderBy('unit').orderBy('role').orderBy('from_day').execute()
    const byAccount = new Map<string, PostRow[]>()
    for (const post of posts) byAccount.set(post.account, [...(byAccount.get(post.account) ?? []), post])
    return rows.map((row) => accountOf(row, byAccount.get(row.name) ?? []))
  }

  async isEmpty(): Promise<boolean> {
    return (await this.#db.selectFrom('accounts').select('name').limit(1).executeTakeFirst()) === undefined
  }
}

export class AccountsWriter extends AccountsTable {
  readonly #trx: Transaction<Tables>

  constructor(trx: Transaction<Tables>) {
    super(trx)
    this.#trx = trx
  }

  /** Adds an account, or writes it anew with all its posts. */
  async put(account: Account): Promise<void> {
    await new TableWriter(this.#trx, 'accounts', ['name']).write(accountRow(account))
    await this.#trx.deleteFrom('posts').where('account', '=', account.name).execute()
    const posts = new TableWriter(this.#trx, 'posts', ['account', 'unit', 'role', 'from_day'])
    for (const post of account.posts) await posts.write(postRow(account.name, post))
  }

  async noteSignIn(name: string, at: number): Promise<void> {
    await this.#trx.updateTable('accounts').set({ last_sign_in: at }).where('name', '=', name).execute()
  }
}

function accountRow(account: Account): AccountRow {
  return {
    name: account.name,
    display_name: account.displayName,
    password: account.password,
    must_change: Number(account.mustChange),
    disabled: Number(account.disabled),
    last_sign_in: account.lastSignIn,
    demo: Number(account.isDemo),
  }
}

function accountOf(row: AccountRow, posts: readonly PostRow[]): Account {
  return {
    name: row.name,
    displayName: row.display_name,
    password: row.password,
    mustChange: row.must_change === 1,
    disabled: row.disabled === 1,
    lastSignIn: row.last_sign_in,
    isDemo: row.demo === 1,
    posts: posts.map(postOf),
  }
}

const NO_BOUND = ''

function postRow(account: string, { unit, role, from, until }: Post): PostRow {
  return { account, unit, role, from_day: from ?? NO_BOUND, until_day: until ?? NO_BOUND }
}

export function postOf(row: PostRow): Post {
  return { unit: row.unit as UnitCode, role: row.role, from: dayOf(row.from_day), until: dayOf(row.until_day) }
}

function dayOf(text: string): Day | null {
  return text === NO_BOUND ? null : text
}
