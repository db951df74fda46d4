import { PostgresAdapter, sql, type CompiledQuery, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/**
 * Writes many rows of one table: kysely builds the statement once, and every row after the first only brings its
 * parameters. A row whose key exists is updated.
 */
export class TableWriter<Name extends keyof Tables> {
  readonly #trx: Transaction<Tables>
  readonly #table: Name
  readonly #key: readonly (keyof Tables[Name] & string)[]
  #statement: CompiledQuery | undefined
  #columns: readonly string[] = []

  constructor(trx: Transaction<Tables>, table: Name, key: readonly (keyof Tables[Name] & string)[]) {
    this.#trx = trx
    this.#table = table
    this.#key = key
  }

  async write(row: Tables[Name]): Promise<void> {
    const statement = (this.#statement ??= this.#compile(row))
    const values: Readonly<Record<string, unknown>> = { ...row }
    await this.#trx.executeQuery({ ...statement, parameters: this.#columns.map((column) => values[column]) })
  }

  #compile(row: Tables[Name]): CompiledQuery {
    this.#columns = Object.keys(row)
    return compileUpsert(this.#trx, this.#table, this.#key, [row])
  }
}

const BATCH_ROWS = 500

/**
 * Writes very many rows of one table, several hundred with one statement: a trip to the database for each would cost
 * more than the writing. No key may come twice. Nothing is there for sure before `end`.
 */
export class BatchWriter<Name extends keyof Tables> {
  readonly #trx: Transaction<Tables>
  readonly #table: Name
  readonly #key: readonly (keyof Tables[Name] & string)[]
  #full: CompiledQuery | undefined
  #rows: Tables[Name][] = []

  constructor(trx: Transaction<Tables>, table: Name, key: readonly (keyof Tables[Name] & string)[]) {
    this.#trx = trx
    this.#table = table
    this.#key = key
  }

  async write(row: Tables[Name]): Promise<void> {
    if (this.#rows.push(row) === BATCH_ROWS) await this.#flush()
  }

  async end(): Promise<void> {
    if (this.#rows.length > 0) await this.#flush()
  }

  async #flush(): Promise<void> {
    const rows = this.#rows
    this.#rows = []
    if (this.#trx.getExecutor().adapter instanceof PostgresAdapter) await this.#sendAsOne(rows)
    else await this.#sendByValue(rows)
  }

  async #sendByValue(rows: readonly Tables[Name][]): Promise<void> {
    const columns = Object.keys(rows[0]!)
    const isFull = rows.length === BATCH_ROWS
    const statement = isFull ? (this.#full ??= compileUpsert(this.#trx, this.#table, this.#key, rows)) : compileUpsert(this.#trx, this.#table, this.#key, rows)
    const parameters: unknown[] = []
    for (const row of rows) {
      const values: Readonly<Record<string, unknown>> = { ...row }
      for (const column of columns) parameters.push(values[column])
    }
    await this.#trx.executeQuery({ ...statement, parameters })
  }

  /** Thousands of parameters are what PostgreSQL and its driver spend their time on: here the rows are one of them. */
  async #sendAsOne(rows: readonly Tables[Name][]): Promise<void> {
    const columns = Object.keys(rows[0]!)
    const list = sql.join(columns.map((column) => sql.ref(column)))
    const set = sql.join(columns.filter((column) => !(this.#key as readonly string[]).includes(column)).map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))
    await sql`
      insert into ${sql.table(this.#table)} (${list}) select ${list}
      from json_populate_recordset(null::${sql.table(this.#table)}, ${JSON.stringify(rows)}::json)
      on conflict (${sql.join(this.#key.map((column) => sql.ref(column)))}) do update set ${set}`.execute(this.#trx)
  }
}

function compileUpsert(trx: Transaction<Tables>, table: string, key: readonly string[], rows: readonly object[]): CompiledQuery {
  const others = Object.keys(rows[0]!).filter((column) => !key.includes(column))
  // Kysely types its builder by literal table names; the writers are generic over them, so the names are checked by
  // their constructors' types and the builder sees plain text.
  const untyped = trx as unknown as Transaction<Record<string, Record<string, unknown>>>
  return untyped
    .insertInto<string>(table)
    .values(rows as Record<string, unknown>[])
    .onConflict((conflict) =>
      conflict.columns([...key]).doUpdateSet((eb) => Object.fromEntries(others.map((column) => [column, eb.ref(`excluded.${column}`)]))),
    )
    .compile()
}
