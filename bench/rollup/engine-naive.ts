/** The obvious way: a tree of plain objects, summed by a recursive reduce, missing figures left out. */
import { figure, INDICATORS, MONTHS, print, timed, villages } from './data.ts'

interface Total {
  sum: number
  count: number
}
type Totals = Record<string, Record<string, Total>>
interface Node {
  values?: Record<string, Record<string, number>>
  children: Node[]
  totals?: Totals
}

const cities = Number(process.argv[2])

function leaf(village: number): Node {
  const values: Record<string, Record<string, number>> = {}
  for (let m = 0; m < MONTHS; m++) {
    const month: Record<string, number> = {}
    for (let i = 0; i < INDICATORS; i++) {
      const value = figure(village, m, i)
      if (value !== null) month[`I${i}`] = value
    }
    values[`m${m}`] = month
  }
  return { values, children: [] }
}

function addTo(totals: Totals, month: string, indicator: string, sum: number, count: number): void {
  const total = ((totals[month] ??= {})[indicator] ??= { sum: 0, count: 0 })
  total.sum += sum
  total.count += count
}

function rollUp(node: Node): Totals {
  const totals = node.children.reduce<Totals>((all, child) => {
    for (const [month, row] of Object.entries(rollUp(child))) {
      for (const [indicator, { sum, count }] of Object.entries(row)) addTo(all, month, indicator, sum, count)
    }
    return all
  }, {})
  for (const [month, row] of Object.entries(node.values ?? {})) {
    for (const [indicator, value] of Object.entries(row)) addTo(totals, month, indicator, value, 1)
  }
  return (node.totals = totals)
}

const root: Node = { children: [] }
const nodes = new Map<string, Node>()
villages(cities).forEach(({ city, district, street }, v) => {
  const path = [`c${city}`, `d${district}`, `s${street}`]
  let at = root
  for (const key of path) {
    let next = nodes.get(key)
    if (next === undefined) {
      next = { children: [] }
      nodes.set(key, next)
      at.children.push(next)
    }
    at = next
  }
  at.children.push(leaf(v))
})
const ms = await timed(cities > 1 ? 1 : 3, () => {}, () => void rollUp(root))
let sum = 0
let count = 0
for (const row of Object.values(root.totals!)) {
  for (const total of Object.values(row)) {
    sum += total.sum
    count += total.count
  }
}
print({ ms, sum, count })
