import type { CompiledQuery, Transaction } from 'kysely'
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
    const others = this.#columns.filter((column) => !(this.#key as readonly string[]).includes(column))
    // Kysely types its builder by literal table names; this class is generic over them, so the names are checked by
    // the constructor's types and the builder sees plain text.
    const untyped = this.#trx as unknown as Transaction<Record<string, Record<string, unknown>>>
    const statement = untyped
      .insertInto<string>(this.#table)
      .values({ ...row })
      .onConflict((conflict) =>
        conflict
          .columns([...this.#key])
          .doUpdateSet((eb) => Object.fromEntries(others.map((column) => [column, eb.ref(`excluded.${column}`)]))),
      )
      .compile()
    if (statement.parameters.length !== this.#columns.length) throw new Error(`one parameter per column of ${this.#table}`)
    return statement
  }
}
