import { closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { AuditAnchor } from './audit-anchor.ts'
import { AuditTable } from './audit-table.ts'
import { migrate, SCHEMA_VERSION } from './migrations.ts'
import { openNodeDatabase, prepareForService } from './node-sqlite.ts'
import { copyTables, digestTables, firstDifference, postgresSource, schemaVersion, sqliteSource } from './portable-copy.ts'
import { openPostgresDatabase } from './postgres.ts'
import { StoreError } from './store.ts'
import type { Tables } from './tables.ts'

export interface BackedUp {
  /** In all, for people to see that it is not empty. */
  readonly rows: number
  /** Where its audit trail ends; null: it holds no record. */
  readonly head: Pick<AuditAnchor, 'number' | 'hash'> | null
}

/**
 * Copies a database file while a server works on it: the copy is one moment of it. It takes its name only when it is
 * whole: sound, and with as many rows in each table as that moment had.
 * @throws StoreError
 */
export async function backUpFile(from: string, to: string): Promise<BackedUp> {
  return finishWhole(to, async (unfinished) => {
    const source = new DatabaseSync(from, { timeout: 5000 })
    try {
      // An open read holds the moment, whatever is written meanwhile.
      source.exec('begin')
      const counts = countRows(source)
      await backup(source, unfinished, { rate: 10_000 })
      const copy = new DatabaseSync(unfinished)
      try {
        // One file, which needs nothing beside it.
        copy.exec('pragma journal_mode = delete')
        const copied = countRows(copy)
        for (const [table, rows] of counts) if (copied.get(table) !== rows) throw notWhole(table)
        checkIntegrity(copy)
      } finally {
        copy.close()
      }
      const trail = openNodeDatabase(unfinished, 'bulk')
      try {
        return { rows: total(counts.values()), head: await headOf(trail) }
      } finally {
        await trail.destroy()
      }
    } finally {
      source.close()
    }
  })
}

/** The same of a PostgreSQL database, into the same kind of file: it can be restored into either. */
export async function backUpPostgres(url: string, to: string): Promise<BackedUp> {
  return finishWhole(to, async (unfinished) => {
    const source = await openPostgresDatabase(url)
    const copy = openNodeDatabase(unfinished, 'bulk')
    try {
      const version = await schemaVersion(source)
      if (version !== SCHEMA_VERSION) throw new StoreError('newer-schema', `数据库的结构版本是 ${version}，本程序是 ${SCHEMA_VERSION}。请用正在运行的那个版本的程序备份。`)
      await migrate(copy, false)
      const read = await source.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute((from) =>
        copy.transaction().execute((into) => copyTables(postgresSource(from), into)))
      const different = firstDifference(read, await copy.transaction().execute((trx) => digestTables(sqliteSource(trx))))
      if (different !== null) throw notWhole(different)
      return { rows: total([...read.values()].map(({ rows }) => rows)), head: await headOf(copy) }
    } finally {
      await copy.destroy()
      await source.destroy()
    }
  })
}

/**
 * Lays a backup of this program's schema into an empty PostgreSQL database, wholly or not at all.
 * @throws StoreError `not-a-database` when it is not empty
 */
export async function restoreToPostgres(from: string, url: string): Promise<void> {
  const source = openNodeDatabase(from, 'durable')
  const target = await openPostgresDatabase(url)
  try {
    const held = await target.transaction().execute((trx) => digestTables(postgresSource(trx)))
    // Settings say of themselves when a server has once looked at the database.
    if ([...held].some(([table, { rows }]) => table !== 'settings' && rows > 0)) throw new StoreError('not-a-database', 'DATABASE_URL 指向的数据库不是空的。恢复只写入空数据库：请另建一个。数据没有改动。')
    await migrate(target, true)
    await target.transaction().execute(async (into) => {
      const read = await source.transaction().execute((trx) => copyTables(sqliteSource(trx), into))
      const different = firstDifference(read, await digestTables(postgresSource(into)))
      if (different !== null) throw notWhole(different)
    })
  } finally {
    await target.destroy()
    await source.destroy()
  }
}

/**
 * Copies a backup, has `prepare` look at the copy and bring it up to date, and gives it its name.
 * @throws StoreError when the backup cannot be read to its last page
 */
export async function restoreFile(from: string, to: string, prepare: (copy: string) => Promise<void>): Promise<void> {
  await finishWhole(to, async (unfinished) => {
    copyFileSync(from, unfinished)
    checkIntegrityOf(unfinished)
    await prepare(unfinished)
    prepareForService(unfinished)
  })
}


function checkIntegrityOf(path: string): void {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    checkIntegrity(database)
  } finally {
    database.close()
  }
}

async function finishWhole<T>(path: string, make: (unfinished: string) => Promise<T>): Promise<T> {
  const unfinished = `${path}.unfinished`
  const discard = () => {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true })
  }
  discard()
  try {
    // Nobody but its owner may read it: it holds what everybody has reported.
    closeSync(openSync(unfinished, 'wx', 0o600))
    const made = await make(unfinished)
    flush(unfinished)
    renameSync(unfinished, path)
    flush(dirname(path))
    return made
  } catch (error) {
    discard()
    throw error
  }
}

function flush(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

async function headOf(copy: Kysely<Tables>): Promise<BackedUp['head']> {
  const head = await new AuditTable(copy).head()
  return head?.number === 0 ? null : head
}

function countRows(database: DatabaseSync): Map<string, number> {
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all().map(({ name }) => String(name))
  return new Map(tables.map((table) => [table, Number(database.prepare(`select count(*) as rows from "${table.replaceAll('"', '""')}"`).get()?.['rows'])]))
}

function checkIntegrity(database: DatabaseSync): void {
  const [first] = database.prepare('pragma integrity_check(1)').all()
  const verdict = String(Object.values(first ?? {})[0])
  if (verdict !== 'ok') throw new StoreError('damaged', `备份检查没有通过（${verdict}）。`)
}

function notWhole(table: string): StoreError {
  return new StoreError('damaged', `核对没有通过：表 ${table} 与原来的不一致。没有留下文件，请重试。`)
}

function total(numbers: Iterable<number>): number {
  let sum = 0
  for (const number of numbers) sum += number
  return sum
}
