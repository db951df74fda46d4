import { Kysely, PostgresDialect, sql, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { initialsOf } from './pinyin-initials.ts'
import { SqlStore } from './sql-store.ts'
import { StoreError, type Store } from './store.ts'
import type { Tables } from './tables.ts'

export interface PostgresStoreOptions {
  /** Connections at most. */
  readonly connections?: number
  /** Seals the audit trail. */
  readonly auditKey?: () => Uint8Array
  /** Told when a connection is lost, in one line. */
  readonly log?: (line: string) => void
}

const CONNECTIONS = 10
const CONNECT_MS = 5_000
const STATEMENT_MS = 60_000

/**
 * Opens a PostgreSQL database, creating its tables when it is empty. Several servers may share it.
 * @throws StoreError when it cannot be reached or used, holds something else, or belongs to a newer program
 */
export async function openPostgresStore(url: string, options: PostgresStoreOptions = {}): Promise<Store> {
  const db = await openPostgresDatabase(url, options)
  try {
    return await SqlStore.open(db, {
      initialsOf,
      isShared: true,
      ...(options.auditKey && { auditKey: options.auditKey() }),
    })
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/**
 * The database as it is: ours or empty, but not brought to this program's schema.
 * @throws StoreError when it cannot be reached or used, or holds something else
 */
export async function openPostgresDatabase(url: string, options: PostgresStoreOptions = {}): Promise<Kysely<Tables>> {
  const pool = openPool(url, options)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new TellingPool(pool) }) })
  try {
    await refuseUnusable(db)
    return db
  } catch (error) {
    await db.destroy()
    throw error
  }
}

function openPool(url: string, { connections = CONNECTIONS, log = () => {} }: PostgresStoreOptions): pg.Pool {
  let pool: pg.Pool
  try {
    if (!/^postgres(ql)?:$/.test(new URL(url).protocol)) throw new Error('protocol')
    pool = new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: STATEMENT_MS,
      application_name: 'ballast',
      types: { getTypeParser },
    })
  } catch (error) {
    throw new StoreError('unreadable', 'DATABASE_URL 不正确，应写成 postgresql://用户:密码@主机:端口/数据库。', { cause: error })
  }
  // A connection that is lost while nobody uses it must not end the process: the next request opens another.
  pool.on('error', (error) => log(`database connection lost: ${error.message}`))
  return pool
}

const INT8 = 20

/** The driver gives 64-bit integers as text; ours are all exact as numbers. */
const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  (oid === INT8 && format !== 'binary' ? parseInt8 : pg.types.getTypeParser(oid, format))) as typeof pg.types.getTypeParser

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`a stored integer is not exact as a number: ${text}`)
  return value
}

/** Errors that say: not now. The same request may succeed later. 55P03, 57014: it waited too long for others. */
const PASSING = /^(08|53|57P0|55P03|57014)/
const PASSING_SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH'])
const READ_ONLY = '25006'

/** Turns what the driver throws when the database is away into the store's own error. */
function told(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  const isAway = PASSING.test(code) || PASSING_SYSTEM.has(code) || /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(error.message)
  if (isAway) return new StoreError('unavailable', `数据库暂时连不上（${code || error.message}）。`, { cause: error })
  if (code === READ_ONLY) return new StoreError('unavailable', '数据库现在是只读的，不能写入。', { cause: error })
  return error
}

class TellingPool implements PostgresPool {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  get options(): object {
    return this.#pool.options
  }

  async connect(): Promise<PostgresPoolClient> {
    try {
      const client = await this.#pool.connect()
      return tellingClient(client)
    } catch (error) {
      throw told(error)
    }
  }

  end(): Promise<void> {
    return this.#pool.end()
  }
}

function tellingClient(client: pg.PoolClient): PostgresPoolClient {
  let isBroken = false
  const onError = () => {
    isBroken = true
  }
  // Lost while a request holds it: the query that runs fails by itself.
  client.on('error', onError)
  return {
    query: (async (text: string, values: readonly unknown[]) => {
      try {
        return await client.query(text, values as unknown[])
      } catch (error) {
        const better = told(error)
        if (better !== error) isBroken = true
        throw better
      }
    }) as unknown as PostgresPoolClient['query'],
    release: () => {
      client.off('error', onError)
      client.release(isBroken)
    },
  }
}

async function refuseUnusable(db: Kysely<Tables>): Promise<void> {
  try {
    const { rows: [state] } = await sql<{ readonly: string; ours: boolean; others: number }>`
      select current_setting('transaction_read_only') as readonly,
        to_regclass('schema_version') is not null as ours,
        (select count(*)::int from information_schema.tables where table_schema = current_schema()) as others`.execute(db)
    if (state!.readonly === 'on') throw new StoreError('unreadable', 'DATABASE_URL 指向的数据库是只读的，不能在上面运行。')
    if (!state!.ours && state!.others > 0) throw new StoreError('not-a-database', 'DATABASE_URL 指向的数据库里已有别的程序的表。请另建一个空数据库。数据没有改动。')
  } catch (error) {
    if (error instanceof StoreError && error.code !== 'unavailable') throw error
    const reason = error instanceof StoreError ? (error.cause as Error).message : (error as Error).message
    throw new StoreError('unreadable', `连不上 DATABASE_URL 指向的数据库（${reason}）。请检查地址、账号和网络。`, { cause: error })
  }
}
