import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/** Totals of imported files by SQL over the files themselves. */
export interface IndependentTotals {
  /** Some units of every level, the root first. */
  readonly units: readonly string[]
  /** Value of every indicator that is entered, from one month of the year to another; null where nothing was entered. */
  of(unit: string, from: number, to: number): Promise<Record<string, number | null>>
}

/** A flow adds up over months; a (monthly) stock is that of the last month with any figure in the subtree. */
export async function computeTotals(folder: string, year: number): Promise<IndependentTotals> {
  const db = await (await DuckDBInstance.create(':memory:')).connect()
  const csv = (name: string) => `read_csv('${join(folder, name)}', header = true, all_varchar = true, quote = '"', escape = '"')`
  await db.run(`create table units as select code, parentCode as parent, level from ${csv('units.csv')}`)
  await db.run(`create table indicators as select code, kind from ${csv('indicators.csv')} where kind <> 'rate'`)
  await db.run(`create table vals as select unit, indicator, cast(split_part(month, '-', 2) as integer) as m, cast(value as decimal(18, 2)) as v
    from ${csv('values.csv')} where month like '${year}-%'`)
  const picked = await db.runAndReadAll(
    `select code from (select code, level, row_number() over (partition by level order by hash(code)) as n from units) where n <= 10 order by level, code`)
  const units = picked.getRows().map(([code]) => String(code))
  // Sums by month of the subtrees of the picked units, once.
  await db.run(`create table sums as
    with recursive below(top, code) as (
      select code, code from units where code in (${units.map((code) => `'${code}'`).join()})
      union all
      select below.top, units.code from below join units on units.parent = below.code
    )
    select top, indicator, m, sum(v) as v from below join vals on vals.unit = below.code group by all`)
  return { units, of: (unit, from, to) => read(db, unit, from, to) }
}

type Connection = Awaited<ReturnType<DuckDBInstance['connect']>>

async function read(db: Connection, unit: string, from: number, to: number): Promise<Record<string, number | null>> {
  const reader = await db.runAndReadAll(`
    select i.code, cast(case when i.kind = 'flow'
      then (select sum(v) from sums where top = '${unit}' and indicator = i.code and m between ${from} and ${to})
      else (select v from sums where top = '${unit}' and indicator = i.code and m between ${from} and ${to} order by m desc limit 1)
      end as double) as v
    from indicators i`)
  return Object.fromEntries(reader.getRows().map(([code, value]) => [String(code), value === null ? null : Number(value)]))
}
