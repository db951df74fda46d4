import type { Transaction } from 'kysely'
import type { ReplyRow, Tables } from './tables.ts'

export type KeptReply = Pick<ReplyRow, 'fingerprint' | 'status' | 'body'>

/** Answers to writes by idempotency key: a repeated request gets the first one's answer. */
export class RepliesTable {
  readonly #trx: Transaction<Tables>

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx
  }

  /** Takes the key, so that the same request arriving twice at once waits here for the other. Gives the kept answer. */
  async take(account: string, key: string, fingerprint: string, at: number): Promise<KeptReply | null> {
    const taken = await this.#trx.insertInto('replies')
      .values({ account, key, fingerprint, status: 0, body: '', at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if ((taken.numInsertedOrUpdatedRows ?? 0n) > 0n) return null
    return (await this.#trx.selectFrom('replies').select(['fingerprint', 'status', 'body']).where('account', '=', account).where('key', '=', key).executeTakeFirst()) ?? null
  }

  async keep(account: string, key: string, status: number, body: string): Promise<void> {
    await this.#trx.updateTable('replies').set({ status, body }).where('account', '=', account).where('key', '=', key).execute()
  }

  async forgetOlder(at: number): Promise<void> {
    await this.#trx.deleteFrom('replies').where('at', '<', at).execute()
  }
}
