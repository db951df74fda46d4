import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { groupBy } from '#core/collection/group-by.ts'
import { buildCatalogue } from '#core/indicator/catalogue.ts'
import { monthOf } from '#core/period/month.ts'
import { CubeBuilder } from '#core/rollup/cube-builder.ts'
import { buildUnitTree } from '#core/unit/unit-tree.ts'
import { buildDemoCity } from '#server/demo/demo-city.ts'
import type { Dataset } from '#server/store/dataset.ts'
import { targetKey, type Figures } from '#src/features/overview/figures.ts'

let city: Dataset | undefined

export function demoCity(): Dataset {
  city ??= buildDemoCity({ divisionsCsv: readFileSync(join(import.meta.dirname, '../data/zhuzhou-divisions.csv'), 'utf8') })
  return city
}

/** What the page computes the demo's 2022 from: two years, the second one judged. Paces are straight. */
export function demoFigures(): Figures {
  const { units, indicators, forms, editions, targets, reports } = demoCity()
  const tree = buildUnitTree(units)
  const catalogue = buildCatalogue(indicators, forms)
  const frozen = new Set(editions.map((edition) => edition.month))
  const range = { from: monthOf(2021, 1), to: monthOf(2022, 12) }
  const builder = new CubeBuilder({ tree, catalogue, root: tree.root, range, basis: 'edition', frozen })
  for (const report of reports) builder.addReport(report)
  const judged = targets.filter((target) => target.year === 2022 && target.scheme === 'city')
  return { tree, catalogue, cube: builder.build(), targets: groupBy(judged, (target) => targetKey(target.unit, target.indicator)), paces: new Map() }
}
