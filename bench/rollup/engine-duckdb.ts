/** DuckDB on a wide table (a row per village and month), one `CREATE TABLE AS` per level, left in the engine. */
import { DuckDBInstance } from '@duckdb/node-api'
import { figure, INDICATORS, MONTHS, print, timed, villages } from './data.ts'

const cities = Number(process.argv[2])
const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
const connection = await instance.connect()
const columns = Array.from({ length: INDICATORS }, (_, i) => `i${i}`)
await connection.run(`create table v (city integer, district integer, street integer, month integer, ${columns.map((c) => `${c} integer`).join(', ')})`)
const appender = await connection.createAppender('v')
villages(cities).forEach(({ city, district, street }, v) => {
  for (let month = 0; month < MONTHS; month++) {
    for (const key of [city, district, street, month]) appender.appendInteger(key)
    for (let i = 0; i < INDICATORS; i++) {
      const value = figure(v, month, i)
      if (value === null) appender.appendNull()
      else appender.appendInteger(value)
    }
    appender.endRow()
  }
})
appender.closeSync()

const first = columns.map((c) => `sum(${c})::bigint as ${c}, count(${c})::bigint as n${c}`).join(', ')
const more = columns.map((c) => `sum(${c})::bigint as ${c}, sum(n${c})::bigint as n${c}`).join(', ')
const steps = [
  `create table s as select city, district, street, month, ${first} from v group by all`,
  `create table d as select city, district, month, ${more} from s group by all`,
  `create table c as select city, month, ${more} from d group by all`,
  `create table r as select month, ${more} from c group by all`,
]
const ms = await timed(
  5,
  async () => {
    for (const table of ['s', 'd', 'c', 'r']) await connection.run(`drop table if exists ${table}`)
  },
  async () => {
    for (const step of steps) await connection.run(step)
  },
)
const [row] = await (
  await connection.run(`select sum(${columns.join(' + ')})::bigint as s, sum(${columns.map((c) => `n${c}`).join(' + ')})::bigint as n from r`)
).getRowObjectsJS()
print({ ms, sum: Number(row!['s']), count: Number(row!['n']) })
