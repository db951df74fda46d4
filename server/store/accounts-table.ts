import type { Kysely, Transaction } from 'kysely'
import type { Day, Post } from '#core/access/post.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { TableWriter } from './table-writer.ts'
import type { AccountRow, PostRow, Tables } from './tables.ts'

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
  /** Of name, posts and closure: raised when an administrator changes them. */
  readonly version: number
}

export type NewAccount = Omit<Account, 'version'>

export class AccountsTable {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  async find(name: string): Promise<Account | null> {
    const row = await this.#db.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst()
    return row === undefined ? null : accountOf(row, await postsOf(this.#db, name))
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

/** Every change names its columns: what another transaction writes at the same moment is not undone. */
export class AccountsWriter extends AccountsTable {
  readonly #trx: Transaction<Tables>
  readonly #isShared: boolean

  constructor(trx: Transaction<Tables>, isShared: boolean) {
    super(trx)
    this.#trx = trx
    this.#isShared = isShared
  }

  /** The account, held until the transaction ends. Several are held in order of their names, so that no two wait for each other. */
  async hold(name: string): Promise<Account | null> {
    const query = this.#trx.selectFrom('accounts').selectAll().where('name', '=', name)
    const row = await (this.#isShared ? query.forUpdate() : query).executeTakeFirst()
    return row === undefined ? null : accountOf(row, await postsOf(this.#trx, name))
  }

  /** @returns whether the name was free */
  async add(account: NewAccount): Promise<boolean> {
    const added = await this.#trx.insertInto('accounts').values(accountRow(account)).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
    if ((added.numInsertedOrUpdatedRows ?? 0n) === 0n) return false
    await this.#putPosts(account)
    return true
  }

  /** Lays an account in, over one that is there: for data sets. What people change goes through `change` and `setPassword`. */
  async put(account: NewAccount): Promise<void> {
    await new TableWriter(this.#trx, 'accounts', ['name']).write(accountRow(account))
    await this.#putPosts(account)
  }

  /** What an administrator changes: a new version. */
  async change({ name, displayName, posts, disabled }: Pick<Account, 'name' | 'displayName' | 'posts' | 'disabled'>): Promise<void> {
    await this.#trx.updateTable('accounts')
      .set((eb) => ({ display_name: displayName, disabled: Number(disabled), version: eb('version', '+', 1) }))
      .where('name', '=', name).execute()
    await this.#putPosts({ name, posts })
  }

  async setPassword(name: string, password: string, mustChange: boolean): Promise<void> {
    await this.#trx.updateTable('accounts').set({ password, must_change: Number(mustChange), demo: 0 }).where('name', '=', name).execute()
  }

  async noteSignIn(name: string, at: number): Promise<void> {
    await this.#trx.updateTable('accounts').set({ last_sign_in: at }).where('name', '=', name).execute()
  }

  async #putPosts({ name, posts }: Pick<Account, 'name' | 'posts'>): Promise<void> {
    await this.#trx.deleteFrom('posts').where('account', '=', name).execute()
    const writer = new TableWriter(this.#trx, 'posts', ['account', 'unit', 'role', 'from_day'])
    for (const post of posts) await writer.write(postRow(name, post))
  }
}

function postsOf(db: Kysely<Tables>, name: string): Promise<PostRow[]> {
  return db.selectFrom('posts').selectAll().where('account', '=', name).orderBy('unit').orderBy('role').orderBy('from_day').execute()
}

function accountRow(account: NewAccount): AccountRow {
  return {
    name: account.name,
    display_name: account.displayName,
    password: account.password,
    must_change: Number(account.mustChange),
    disabled: Number(account.disabled),
    last_sign_in: account.lastSignIn,
    demo: Number(account.isDemo),
    version: 1,
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
    version: row.version,
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
