import type { Kysely } from 'kysely'
import type { SessionRow, Tables } from './tables.ts'

/** A session as stored: `id` is the hash of its token. */
export interface StoredSession {
  readonly id: string
  readonly account: string
  readonly startedAt: number
  readonly seenAt: number
  readonly address: string
  readonly agent: string
}

export class SessionsTable {
  readonly #db: Kysely<Tables>
  readonly #isShared: boolean

  constructor(db: Kysely<Tables>, isShared = false) {
    this.#db = db
    this.#isShared = isShared
  }

  async find(id: string): Promise<StoredSession | null> {
    const row = await this.#db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : sessionOf(row)
  }

  /** Begun and not ended, those that are too old among them until somebody signs in. */
  async count(): Promise<number> {
    const { number } = await this.#db.selectFrom('sessions').select(({ fn }) => fn.countAll<number>().as('number')).executeTakeFirstOrThrow()
    return Number(number)
  }

  /** Newest first. */
  async ofAccount(account: string): Promise<readonly StoredSession[]> {
    const rows = await this.#db.selectFrom('sessions').selectAll().where('account', '=', account).orderBy('started_at', 'desc').orderBy('id').execute()
    return rows.map(sessionOf)
  }

  async begin(session: StoredSession): Promise<void> {
    const { id, account, startedAt, seenAt, address, agent } = session
    await this.#db.insertInto('sessions').values({ id, account, started_at: startedAt, seen_at: seenAt, address, agent }).execute()
  }

  /** Notes that somebody is there. */
  async touch(id: string, at: number): Promise<void> {
    await this.#db.updateTable('sessions').set({ seen_at: at }).where('id', '=', id).where('seen_at', '<', at).execute()
  }

  async end(id: string): Promise<void> {
    await this.#db.deleteFrom('sessions').where('id', '=', id).execute()
  }

  /** Ends all sessions of an account, or all but one. */
  async endAll(account: string, except?: string): Promise<void> {
    const all = this.#db.deleteFrom('sessions').where('account', '=', account)
    await (except === undefined ? all : all.where('id', '!=', except)).execute()
  }

  /** Forgets sessions that nobody can use any more. */
  async endOlder(startedBefore: number, seenBefore: number): Promise<void> {
    const old = this.#db.selectFrom('sessions').select('id').where((or) => or.or([or('started_at', '<', startedBefore), or('seen_at', '<', seenBefore)]))
    // As with attempts: what another transaction holds is left to the next time.
    await this.#db.deleteFrom('sessions').where('id', 'in', this.#isShared ? old.forUpdate().skipLocked() : old).execute()
  }
}

function sessionOf(row: SessionRow): StoredSession {
  return { id: row.id, account: row.account, startedAt: row.started_at, seenAt: row.seen_at, address: row.address, agent: row.agent }
}
