import sqlite3InitModule, { type Database, type PreparedStatement, type Sqlite3Static, type SqlValue } from '@sqlite.org/sqlite-wasm'
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import { SqlStore, type SqlStoreOptions } from './sql-store.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

export interface WasmStoreOptions extends SqlStoreOptions {
  /** A database file to begin with (journal mode must not be WAL); empty without it. */
  readonly bytes?: Uint8Array
}

/** A store in memory on SQLite compiled to WebAssembly: for the mock, and for the contract suite. */
export async function openWasmStore(options: WasmStoreOptions = {}): Promise<Store> {
  const sqlite3 = await sqlite3InitModule()
  const database = new sqlite3.oo1.DB(':memory:')
  if (options.bytes) deserialize(sqlite3, database, options.bytes)
  database.exec('pragma foreign_keys = on')
  const dialect = new SqliteDialect({ database: new WasmDatabase(database) })
  return SqlStore.open(new Kysely<Tables>({ dialect }), options)
}

function deserialize(sqlite3: Sqlite3Static, database: Database, bytes: Uint8Array): void {
  const { capi, wasm } = sqlite3
  // A Buffer is a Uint8Array that the library does not recognise as one.
  const pointer = wasm.allocFromTypedArray(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE
  const code = capi.sqlite3_deserialize(database.pointer!, 'main', pointer, bytes.byteLength, bytes.byteLength, flags)
  database.checkRc(code)
}

/** Statements are kept: preparing one costs more than running it. */
const KEPT_STATEMENTS = 64

class WasmDatabase implements SqliteDatabase {
  readonly #database: Database
  readonly #statements = new Map<string, WasmStatement>()

  constructor(database: Database) {
    this.#database = database
  }

  prepare(sql: string): SqliteStatement {
    const kept = this.#statements.get(sql)
    if (kept) return kept
    if (this.#statements.size >= KEPT_STATEMENTS) this.#forgetOldest()
    const statement = new WasmStatement(this.#database, this.#database.prepare(sql))
    this.#statements.set(sql, statement)
    return statement
  }

  close(): void {
    for (const statement of this.#statements.values()) statement.finalize()
    this.#statements.clear()
    this.#database.close()
  }

  #forgetOldest(): void {
    for (const [sql, statement] of this.#statements) {
      statement.finalize()
      this.#statements.delete(sql)
      return
    }
  }
}

class WasmStatement implements SqliteStatement {
  readonly #database: Database
  readonly #statement: PreparedStatement

  constructor(database: Database, statement: PreparedStatement) {
    this.#database = database
    this.#statement = statement
  }

  get reader(): boolean {
    return this.#statement.columnCount > 0
  }

  all(parameters: readonly unknown[]): unknown[] {
    return [...this.iterate(parameters)]
  }

  *iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    this.#bind(parameters)
    // The names once: `get({})` asks for them again in every row.
    const names = this.#statement.getColumnNames()
    const values: SqlValue[] = []
    try {
      while (this.#statement.step()) {
        this.#statement.get(values)
        const row: Record<string, SqlValue> = {}
        for (let i = 0; i < names.length; i++) row[names[i]!] = values[i]!
        yield row
      }
    } finally {
      this.#statement.reset(true)
    }
  }

  run(parameters: readonly unknown[]): { changes: number; lastInsertRowid: number } {
    this.#bind(parameters)
    try {
      this.#statement.step()
    } finally {
      this.#statement.reset(true)
    }
    return { changes: this.#database.changes(), lastInsertRowid: 0 }
  }

  finalize(): void {
    this.#statement.finalize()
  }

  #bind(parameters: readonly unknown[]): void {
    // Kysely passes what the store wrote: numbers, text and null.
    if (parameters.length > 0) this.#statement.bind(parameters as SqlValue[])
  }
}
