import type { Transaction } from 'kysely'
import { TableWriter } from './table-writer.ts'
import type { Tables } from './tables.ts'

/** How many wrong tries there have been under a key, until when it is locked, and when the count begins anew. */
export interface Attempts {
  readonly failed: number
  readonly lockedUntil: number
  readonly expiresAt: number
}

const NONE: Attempts = { failed: 0, lockedUntil: 0, expiresAt: 0 }

/** Counters of wrong passwords. */
export class AttemptsTable {
  readonly #trx: Transaction<Tables>
  readonly #isShared: boolean

  constructor(trx: Transaction<Tables>, isShared: boolean) {
    this.#trx = trx
    this.#isShared = isShared
  }

  /** The row is held until the transaction ends: tries that come at the same moment are counted one by one. */
  async hold(key: string): Promise<Attempts> {
    await this.#trx.insertInto('attempts').values({ key, failed: 0, locked_until: 0, expires_at: 0 }).onConflict((conflict) => conflict.doNothing()).execute()
    const all = this.#trx.selectFrom('attempts').selectAll().where('key', '=', key)
    const row = await (this.#isShared ? all.forUpdate() : all).executeTakeFirst()
    return row === undefined ? NONE : { failed: row.failed, lockedUntil: row.locked_until, expiresAt: row.expires_at }
  }

  async put(key: string, { failed, lockedUntil, expiresAt }: Attempts): Promise<void> {
    await new TableWriter(this.#trx, 'attempts', ['key']).write({ key, failed, locked_until: lockedUntil, expires_at: expiresAt })
  }

  async forget(key: string): Promise<void> {
    await this.#trx.deleteFrom('attempts').where('key', '=', key).execute()
  }

  async forgetExpired(now: number): Promise<void> {
    const old = this.#trx.selectFrom('attempts').select('key').where('expires_at', '<', now).where('locked_until', '<', now)
    // What another transaction holds is left to the next time: two that wait for each other's rows would never end.
    await this.#trx.deleteFrom('attempts').where('key', 'in', this.#isShared ? old.forUpdate().skipLocked() : old).execute()
  }
}
