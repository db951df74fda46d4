import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Kysely, Transaction } from 'kysely'
import { TableWriter } from './table-writer.ts'
import type { AuditRow, Tables } from './tables.ts'

/** What somebody did. `before` and `after` are JSON or null; never a password, token or hash of one. */
export interface AuditEntry {
  /** Real time, ms since 1970. */
  readonly at: number
  /** Account name; `system` for what the program did by itself, `console` for what an operator did at the machine. */
  readonly account: string
  readonly action: string
  readonly unit: string | null
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
  /** Id of the request, as in the log. */
  readonly request: string
}

export interface AuditRecord extends AuditEntry {
  /** 1, 2, 3 … without a gap. */
  readonly number: number
  readonly hash: string
}

export interface AuditFilter {
  /** Records before this number. */
  readonly before?: number
  readonly account?: string
  /** Only records of these units; records without a unit are left out then. */
  readonly units?: readonly string[]
  readonly limit: number
}

const HEAD = 'audit.head'
const GENESIS = ''

/** The trail: a chain in which every record carries an HMAC over itself and its forerunner's, keyed outside the database. */
export class AuditTable {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** Newest first. */
  async list({ before, account, units, limit }: AuditFilter): Promise<readonly AuditRecord[]> {
    let query = this.#db.selectFrom('audit').selectAll().orderBy('number', 'desc').limit(limit)
    if (before !== undefined) query = query.where('number', '<', before)
    if (account !== undefined) query = query.where('account', '=', account)
    if (units !== undefined) query = query.where('unit', 'in', units.length === 0 ? [''] : units)
    return (await query.execute()).map(recordOf)
  }

  /** From the first on, in chunks. */
  async *read(): AsyncGenerator<readonly AuditRecord[]> {
    for (let last = 0; ;) {
      const rows = await this.#db.selectFrom('audit').selectAll().where('number', '>', last).orderBy('number').limit(1000).execute()
      if (rows.length === 0) return
      last = rows.at(-1)!.number
      yield rows.map(recordOf)
    }
  }

  /** Number and hash of the last record, as the trail says; null: it does not say. */
  async head(): Promise<{ readonly number: number; readonly hash: string } | null> {
    const head = await readHead(this.#db)
    return head === null ? null : { number: head.number, hash: head.hash }
  }

  /** Whether the trail was begun, and its head last written, with this key. */
  async isSealedBy(key: Uint8Array): Promise<boolean> {
    const head = await readHead(this.#db)
    return head !== null && head.seal === sealHead(key, head.number, head.hash)
  }

  /**
   * Walks the whole chain; servers may go on writing.
   * @param see gets every sound record
   * @returns how many records are sound, and the number of the first that is not as it was written or is missing (null: none)
   */
  async verify(key: Uint8Array, see: (record: AuditRecord) => void = () => {}): Promise<{ readonly checked: number; readonly firstBad: number | null }> {
    const head = await readHead(this.#db)
    let hash = GENESIS
    let hashAtHead = GENESIS
    let checked = 0
    for await (const chunk of this.read()) {
      for (const record of chunk) {
        const { hash: stored, ...entry } = record
        if (record.number !== checked + 1 || stored !== seal(key, hash, entry)) return { checked, firstBad: checked + 1 }
        hash = stored
        checked++
        if (checked === head?.number) hashAtHead = hash
        see(record)
      }
    }
    // Records cut off at the end leave a chain that is sound in itself.
    const isWhole = head !== null && head.number <= checked && head.seal === sealHead(key, head.number, hashAtHead)
    // Each record comes together with its head: one that was written meanwhile has raised it.
    const isEnded = checked === head?.number || checked <= ((await readHead(this.#db))?.number ?? 0)
    return { checked, firstBad: isWhole && isEnded ? null : Math.min(checked, head?.number ?? checked) + 1 }
  }
}

export class AuditWriter extends AuditTable {
  readonly #trx: Transaction<Tables>
  readonly #key: Uint8Array
  readonly #isShared: boolean

  constructor(trx: Transaction<Tables>, key: Uint8Array, isShared: boolean) {
    super(trx)
    this.#trx = trx
    this.#key = key
    this.#isShared = isShared
  }

  /** Seals that there is no record yet. */
  begin(): Promise<void> {
    return this.#writeHead(0, GENESIS)
  }

  /** Writes one record. Call it last in a transaction: its head is held until the end. */
  async append(entry: AuditEntry): Promise<void> {
    // Without a head the trail is broken already: what comes now is still written, and the break stays visible.
    const head = (await readHead(this.#trx, this.#isShared)) ?? { number: await this.#lastNumber(), hash: 'no head' }
    const record = { ...entry, number: head.number + 1 }
    const hash = seal(this.#key, head.hash, record)
    await this.#trx.insertInto('audit').values({ ...record, hash }).execute()
    await this.#writeHead(record.number, hash)
  }

  async #lastNumber(): Promise<number> {
    const row = await this.#trx.selectFrom('audit').select((of) => of.fn.max('number').as('last')).executeTakeFirst()
    return row?.last ?? 0
  }

  async #writeHead(number: number, hash: string): Promise<void> {
    const value = JSON.stringify({ number, hash, seal: sealHead(this.#key, number, hash) })
    await new TableWriter(this.#trx, 'settings', ['key']).write({ key: HEAD, value })
  }
}

interface Head {
  readonly number: number
  readonly hash: string
  readonly seal: string
}

/** Null: there is none, though every database begins with one. */
async function readHead(db: Kysely<Tables>, isShared = false): Promise<Head | null> {
  const query = db.selectFrom('settings').select('value').where('key', '=', HEAD)
  const row = await (isShared ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.value) as Head)
}

function seal(key: Uint8Array, before: string, record: Omit<AuditRecord, 'hash'>): string {
  const { number, at, account, action, unit, subject, before: old, after, request } = record
  return mac(key, JSON.stringify([before, number, at, account, action, unit, subject, old, after, request]))
}

function sealHead(key: Uint8Array, number: number, hash: string): string {
  return mac(key, JSON.stringify(['head', number, hash]))
}

function mac(key: Uint8Array, text: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(text)))
}

function recordOf(row: AuditRow): AuditRecord {
  return { ...row }
}
