import { print, timed } from './data.ts'
import { syntheticCube } from './synthetic-cube.ts'

const cities = Number(process.argv[2])
const builder = syntheticCube(cities)
const { slotOf, upper, tree } = builder.shape
const clear = () => {
  for (const row of upper) {
    row?.sums.fill(0)
    row?.filled.fill(0)
    row?.counted.fill(0)
  }
}
const ms = await timed(cities > 1 ? 7 : 15, clear, () => void builder.build())
const root = upper[slotOf[tree.root]!]!
print({ ms, sum: root.sums.reduce((a, b) => a + b, 0), count: root.counted.reduce((a, b) => a + b, 0) })
