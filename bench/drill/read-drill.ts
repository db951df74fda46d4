/** Reads children × indicators × months out of a rolled-up cube in a fresh process. Prints medians as JSON. */
import { monthsOf } from '#core/period/month.ts'
import { openChildren, totalAt, type Cube } from '#core/rollup/cube.ts'
import { demoFigures } from '../demo-figures.ts'
import { median } from '../median.ts'
import { syntheticCube } from '../rollup/synthetic-cube.ts'

export type ReadOutcome = readonly {
  readonly place: 'top' | 'widest'
  readonly children: number
  readonly indicators: number
  readonly months: number
  readonly us: number
  readonly floorUs: number
}[]

const MONTHS = 24
const RUNS = 400

function cubeOf(size: string): Cube {
  if (size === 'demo') return demoFigures().cube
  const builder = syntheticCube(size === 'city' ? 1 : 20)
  return builder.build()
}

const cube = cubeOf(process.argv[2] ?? 'demo')
const { from } = cube.range
const months = monthsOf({ from, to: cube.range.to }).slice(0, MONTHS)
const last = months.at(-1)!
const widest = cube.unitOf.reduce((best, unit) => (openChildren(cube, unit, last).length > openChildren(cube, best, last).length ? unit : best), cube.root)

function drill(parent: number, into: Float64Array): number {
  let n = 0
  for (const child of openChildren(cube, parent, last)) {
    for (const month of months) {
      for (let column = 0; column < cube.columns; column++) into[n++] = totalAt(cube, child, column, month) ?? NaN
    }
  }
  return n
}

function timed(work: () => void): number {
  return median(Array.from({ length: RUNS }, () => {
    const start = performance.now()
    work()
    return (performance.now() - start) * 1000
  }))
}

const outcome: ReadOutcome = (['top', 'widest'] as const).map((place) => {
  const parent = place === 'top' ? cube.root : widest
  const children = openChildren(cube, parent, last).length
  const into = new Float64Array(children * cube.columns * months.length)
  const flat = Float64Array.from(into, (_, k) => k)
  const us = timed(() => void drill(parent, into))
  const floorUs = timed(() => {
    for (let k = 0; k < flat.length; k++) into[k] = flat[k]!
  })
  return { place, children, indicators: cube.columns, months: months.length, us, floorUs }
})
console.log(JSON.stringify(outcome))
