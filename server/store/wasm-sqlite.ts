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
  const dialect = new SqliteDialect({ database: new WasmDatabase(database, new ColumnReader(sqlite3)) })
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
  readonly #columns: ColumnReader
  readonly #statements = new Map<string, WasmStatement>()

  constructor(database: Database, columns: ColumnReader) {
    this.#database = database
    this.#columns = columns
  }

  prepare(sql: string): SqliteStatement {
    const kept = this.#statements.get(sql)
    if (kept) return kept
    if (this.#statements.size >= KEPT_STATEMENTS) this.#forgetOldest()
    const statement = new WasmStatement(this.#database, this.#database.prepare(sql), this.#columns)
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

/** The functions of the compiled library that hand out the columns of a row. */
interface ColumnExports {
  sqlite3_column_type(statement: number, column: number): number
  sqlite3_column_double(statement: number, column: number): number
  sqlite3_column_text(statement: number, column: number): number
  sqlite3_column_bytes(statement: number, column: number): number
}

const SHORT_TEXT = 32

/**
 * Reads columns straight from the library's memory: the wrapper's `get` checks and converts so much that a year of
 * reports takes twice as long.
 */
class ColumnReader {
  readonly #sqlite3: Sqlite3Static
  readonly #exports: ColumnExports
  readonly #decoder = new TextDecoder()

  constructor(sqlite3: Sqlite3Static) {
    this.#sqlite3 = sqlite3
    this.#exports = sqlite3.wasm.exports as unknown as ColumnExports
  }

  read(statement: number, column: number): SqlValue {
    const { capi } = this.#sqlite3
    switch (this.#exports.sqlite3_column_type(statement, column)) {
      case capi.SQLITE_NULL:
        return null
      case capi.SQLITE_INTEGER:
      case capi.SQLITE_FLOAT:
        // Integers of this store are exact in a double.
        return this.#exports.sqlite3_column_double(statement, column)
      case capi.SQLITE_TEXT:
        return this.#text(this.#exports.sqlite3_column_text(statement, column), this.#exports.sqlite3_column_bytes(statement, column))
      default:
        throw new TypeError('the store has no binary columns')
    }
  }

  /** Codes and states are short and ASCII: for those a decoder costs more than the characters. */
  #text(pointer: number, length: number): string {
    const bytes = this.#sqlite3.wasm.heap8u().subarray(pointer, pointer + length)
    if (length > SHORT_TEXT) return this.#decoder.decode(bytes)
    let text = ''
    for (const byte of bytes) {
      if (byte > 127) return this.#decoder.decode(bytes)
      text += String.fromCharCode(byte)
    }
    return text
  }
}

class WasmStatement implements SqliteStatement {
  readonly #database: Database
  readonly #statement: PreparedStatement
  readonly #columns: ColumnReader

  constructor(database: Database, statement: PreparedStatement, columns: ColumnReader) {
    this.#database = database
    this.#statement = statement
    this.#columns = columns
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
    const pointer = Number(this.#statement.pointer)
    try {
      while (this.#statement.step()) {
        const row: Record<string, SqlValue> = {}
        for (let i = 0; i < names.length; i++) row[names[i]!] = this.#columns.read(pointer, i)
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
