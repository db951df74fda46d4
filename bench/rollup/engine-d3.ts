/** d3-array's rollup over flat records, nested by street, month and indicator, then upwards level by level. */
import { rollup } from 'd3-array'
import { figure, INDICATORS, MONTHS, print, timed, villages } from './data.ts'

interface Row {
  readonly place: number
  readonly up: readonly number[]
  readonly month: number
  readonly indicator: number
  readonly sum: number
  readonly count: number
}

const cities = Number(process.argv[2])
const rows: Row[] = []
villages(cities).forEach(({ city, district, street }, v) => {
  const up = [district, city, 0]
  for (let month = 0; month < MONTHS; month++) {
    for (let indicator = 0; indicator < INDICATORS; indicator++) {
      const value = figure(v, month, indicator)
      if (value !== null) rows.push({ place: street, up, month, indicator, sum: value, count: 1 })
    }
  }
})

function level(from: readonly Row[]): Row[] {
  const grouped = rollup(
    from,
    (group) => {
      let sum = 0
      let count = 0
      for (const row of group) {
        sum += row.sum
        count += row.count
      }
      return { sum, count, up: group[0]!.up }
    },
    (row) => row.place,
    (row) => row.month,
    (row) => row.indicator,
  )
  const next: Row[] = []
  for (const months of grouped.values()) {
    for (const [month, indicators] of months) {
      for (const [indicator, { sum, count, up }] of indicators) {
        next.push({ place: up[0] ?? 0, up: up.slice(1), month, indicator, sum, count })
      }
    }
  }
  return next
}

let top: Row[] = []
const ms = await timed(cities > 1 ? 1 : 3, () => {}, () => {
  top = level(level(level(rows)))
})
print({ ms, sum: top.reduce((all, row) => all + row.sum, 0), count: top.reduce((all, row) => all + row.count, 0) })
