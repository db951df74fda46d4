/** Reads children × indicators × months out of a rolled-up cube in a fresh process. Prints medians as JSON. */
import { monthsOf } from '#core/period/month.ts'
import { dutiesAt, totalAt, type Cube } from '#core/rollup/cube.ts'
import { childrenOf } from '#core/unit/unit-tree.ts'
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
const children = (unit: number) => childrenOf(dutiesAt(cube, last).epoch, unit)
const widest = cube.unitOf.reduce((best, unit) => (children(unit).length > children(best).length ? unit : best), cube.root)

function drill(parent: number, into: Float64Array): number {
  let n = 0
  for (const child of children(parent)) {
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
  const count = children(parent).length
  const into = new Float64Array(count * cube.columns * months.length)
  const flat = Float64Array.from(into, (_, k) => k)
  const us = timed(() => void drill(parent, into))
  const floorUs = timed(() => {
    for (let k = 0; k < flat.length; k++) into[k] = flat[k]!
  })
  return { place, children: count, indicators: cube.columns, months: months.length, us, floorUs }
})
console.log(JSON.stringify(outcome))
