import { createHash } from 'node:crypto'
import { sql, type Kysely, type Transaction } from 'kysely'
import { VERSION_TABLE } from './migrations.ts'
import type { Tables } from './tables.ts'

/** Rows of tables whose names are only known while running. */
type AnyTables = Record<string, Record<string, unknown>>
type AnyRow = Readonly<Record<string, unknown>>

/** What a table holds: how many rows, and a sum over all of them that does not depend on their order. */
export interface TableDigest {
  readonly rows: number
  readonly sum: string
}
export type DatabaseDigest = ReadonlyMap<string, TableDigest>

/** How an engine tells its tables and reads one of them in one snapshot. */
export interface TableSource {
  tables(): Promise<readonly string[]>
  rows(table: string): AsyncIterable<readonly AnyRow[]>
}

const BATCH_ROWS = 500

export function sqliteSource(trx: Transaction<Tables>): TableSource {
  return {
    async tables() {
      const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table' and name not like 'sqlite~_%' escape '~' order by name`.execute(trx)
      return rows.map(({ name }) => name)
    },
    async *rows(table) {
      for (let last = 0; ;) {
        const { rows } = await sql<AnyRow & { rowid_: number }>`select rowid as rowid_, * from ${sql.table(table)} where rowid > ${last} order by rowid limit ${BATCH_ROWS}`.execute(trx)
        if (rows.length === 0) return
        last = rows.at(-1)!.rowid_
        yield rows.map(({ rowid_: _, ...row }) => row)
      }
    },
  }
}

export function postgresSource(trx: Transaction<Tables>): TableSource {
  return {
    async tables() {
      const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`.execute(trx)
      return rows.map(({ name }) => name)
    },
    async *rows(table) {
      await sql`declare portable no scroll cursor for select * from ${sql.table(table)}`.execute(trx)
      for (;;) {
        const { rows } = await sql<AnyRow>`fetch ${sql.lit(BATCH_ROWS)} from portable`.execute(trx)
        if (rows.length === 0) break
        yield rows
      }
      await sql`close portable`.execute(trx)
    },
  }
}

/** Empties every table of `to`, which has the same schema, and lays in what `from` holds. @returns what was read */
export async function copyTables(from: TableSource, to: Transaction<Tables>): Promise<DatabaseDigest> {
  const target = to as unknown as Transaction<AnyTables>
  const digests = new Map<string, TableDigest>()
  for (const table of await dataTables(from)) {
    await target.deleteFrom<string>(table).execute()
    const sum = new RowSum()
    for await (const batch of from.rows(table)) {
      for (const row of batch) sum.add(row)
      await target.insertInto<string>(table).values([...batch]).execute()
    }
    digests.set(table, sum.digest())
  }
  return digests
}

export async function digestTables(source: TableSource): Promise<DatabaseDigest> {
  const digests = new Map<string, TableDigest>()
  for (const table of await dataTables(source)) {
    const sum = new RowSum()
    for await (const batch of source.rows(table)) for (const row of batch) sum.add(row)
    digests.set(table, sum.digest())
  }
  return digests
}

/** The first table that differs; null: none. */
export function firstDifference(a: DatabaseDigest, b: DatabaseDigest): string | null {
  for (const table of new Set([...a.keys(), ...b.keys()])) {
    if (a.get(table)?.rows !== b.get(table)?.rows || a.get(table)?.sum !== b.get(table)?.sum) return table
  }
  return null
}

/** The version is written by the migrations of the target itself. */
async function dataTables(source: TableSource): Promise<readonly string[]> {
  return (await source.tables()).filter((table) => table !== VERSION_TABLE)
}

export async function schemaVersion(db: Kysely<Tables>): Promise<number> {
  const { rows: [row] } = await sql<{ version: number | null }>`select max(version) as version from ${sql.table(VERSION_TABLE)}`.execute(db)
  return row?.version ?? 0
}

const MODULUS = 2n ** 128n

/** Engines give rows in different orders, and columns too. */
class RowSum {
  #rows = 0
  #sum = 0n

  add(row: AnyRow): void {
    const text = JSON.stringify(Object.keys(row).sort().map((column) => [column, row[column]]))
    this.#sum = (this.#sum + BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`)) % MODULUS
    this.#rows++
  }

  digest(): TableDigest {
    return { rows: this.#rows, sum: this.#sum.toString(16) }
  }
}
