import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import { refuseNewerSchema, VERSION_TABLE } from './migrations.ts'
import { initialsOf } from './pinyin-initials.ts'
import { SqlStore } from './sql-store.ts'
import { StoreError, type Store } from './store.ts'
import type { Tables } from './tables.ts'

export interface NodeStoreOptions {
  /**
   * `durable` (WAL, every commit on disk) for service; `bulk` for a new file that nobody else sees and that is thrown
   * away when writing it fails.
   */
  readonly mode?: 'durable' | 'bulk'
  /** Seals the audit trail. Asked for only when the file can be served: then nothing is made beside one that cannot. */
  readonly auditKey?: () => Uint8Array
}

/**
 * Opens a database file, creating it when absent. An existing file is checked first, without writing.
 * @throws StoreError when the file is damaged, is something else, or belongs to a newer program
 */
export async function openNodeStore(path: string, options: NodeStoreOptions = {}): Promise<Store> {
  checkDatabaseFile(path)
  const db = openNodeDatabase(path, options.mode ?? 'durable')
  try {
    return await SqlStore.open(db, { initialsOf, ...(options.auditKey && { auditKey: options.auditKey() }) })
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/** The file as it is: neither checked nor brought to this program's schema. */
export function openNodeDatabase(path: string, mode: 'durable' | 'bulk'): Kysely<Tables> {
  const database = new DatabaseSync(path, { timeout: 5000 })
  database.exec(
    mode === 'bulk'
      ? 'pragma journal_mode = memory; pragma synchronous = off; pragma foreign_keys = on'
      : 'pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on',
  )
  if (mode === 'durable') refuseHasty(database, path)
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: new NodeDatabase(database) }) })
}

const FULL = 2

/** An acknowledged write must be on disk: settings that an engine passed over in silence would break that promise. */
export function refuseHasty(database: DatabaseSync, path: string): void {
  const [journal, synchronous] = ['journal_mode', 'synchronous'].map((name) => Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0])
  if (journal === 'wal' && synchronous === FULL) return
  database.close()
  throw new StoreError('unreadable', `${path} 所在的磁盘不支持可靠写入（journal_mode=${String(journal)}，synchronous=${String(synchronous)}）。请把数据文件夹放到本机磁盘上。`)
}

/** Gives a new file the journal of service, so that opening it later changes nothing in it. */
export function prepareForService(path: string): void {
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = wal')
  database.close()
}

/** Makes a new file as small as can be; it keeps the journal that a database in memory can open. */
export function compact(path: string): void {
  const database = new DatabaseSync(path)
  database.exec('vacuum')
  database.close()
}

const HEADER = 'SQLite format 3\0'

/** Refuses what cannot be served; reads only. A file that does not exist is fine. */
export function checkDatabaseFile(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size
  if (size === undefined) return
  if (readHeader(path) !== HEADER) {
    throw new StoreError('not-a-database', `${path} 不是数据库文件，或文件头已损坏。请用备份恢复。文件没有改动。`)
  }
  let database: DatabaseSync | undefined
  try {
    database = openReadOnly(path)
    const findings = database.prepare('pragma quick_check(1)').all()
    const verdict = String(Object.values(findings[0] ?? {})[0])
    if (verdict !== 'ok') throw damaged(path, verdict)
    refuseForeignSchema(database, path)
  } catch (error) {
    throw error instanceof StoreError ? error : damaged(path, (error as Error).message, error)
  } finally {
    database?.close()
  }
}

/** Even a reader creates files beside a WAL database, unless it is told that nobody writes; our lock says so. */
function openReadOnly(path: string): DatabaseSync {
  const url = pathToFileURL(path)
  // After a kill the last commits are in the WAL only, and must be read with it.
  const hasWal = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
  if (!hasWal) url.searchParams.set('immutable', '1')
  return new DatabaseSync(url, { readOnly: true, timeout: 5000 })
}

function readHeader(path: string): string {
  const bytes = Buffer.alloc(HEADER.length)
  const file = openSync(path, 'r')
  try {
    readSync(file, bytes)
  } finally {
    closeSync(file)
  }
  return bytes.toString('latin1')
}

function refuseForeignSchema(database: DatabaseSync, path: string): void {
  const known = database.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(VERSION_TABLE)
  const anything = database.prepare('select 1 from sqlite_master').get()
  if (known === undefined && anything !== undefined) {
    throw new StoreError('not-a-database', `${path} 是别的程序的数据库，不是压舱石的。文件没有改动。`)
  }
  if (known === undefined) return
  const row = database.prepare(`select max(version) as version from ${VERSION_TABLE}`).get()
  refuseNewerSchema(Number(row?.['version'] ?? 0))
}

function damaged(path: string, detail: string, cause?: unknown): StoreError {
  return new StoreError('damaged', `数据库文件 ${path} 已损坏（${detail}）。请用备份恢复。文件没有改动。`, { cause })
}

/** Statements are kept: preparing one costs more than running it. */
const KEPT_STATEMENTS = 64

class NodeDatabase implements SqliteDatabase {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, SqliteStatement>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  prepare(sql: string): SqliteStatement {
    const kept = this.#statements.get(sql)
    if (kept) return kept
    const statement = new NodeStatement(this.#database.prepare(sql))
    if (this.#statements.size >= KEPT_STATEMENTS) this.#statements.clear()
    this.#statements.set(sql, statement)
    return statement
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }
}

class NodeStatement implements SqliteStatement {
  readonly reader: boolean
  readonly #statement: StatementSync

  constructor(statement: StatementSync) {
    this.#statement = statement
    this.reader = statement.columns().length > 0
  }

  // Kysely passes what the store wrote: numbers, text and null; anything else makes the engine throw.
  all(parameters: readonly unknown[]): unknown[] {
    return this.#statement.all(...(parameters as SQLInputValue[]))
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(...(parameters as SQLInputValue[]))
  }

  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return this.#statement.run(...(parameters as SQLInputValue[]))
  }
}
