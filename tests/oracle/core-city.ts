/** The same city, laid into core. */
import { buildCatalogue, type Catalogue } from '#core/indicator/catalogue.ts'
import type { Month, MonthRange } from '#core/period/month.ts'
import type { Basis, Report } from '#core/report/report.ts'
import { CubeBuilder } from '#core/rollup/cube-builder.ts'
import type { Cube } from '#core/rollup/cube.ts'
import { buildUnitTree, type UnitTree } from '#core/unit/unit-tree.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { City } from './naive.ts'

export interface CoreCity {
  readonly tree: UnitTree
  readonly catalogue: Catalogue
}

export function coreOf(city: City): CoreCity {
  const thresholds = { smallTarget: city.smallTarget, nearIndex: city.nearIndex }
  return { tree: buildUnitTree(city.units), catalogue: buildCatalogue(city.indicators, city.forms, thresholds) }
}

export function cubeOf(
  core: CoreCity,
  city: City,
  range: MonthRange,
  basis: Basis,
  { root = core.tree.root, reports = city.reports }: { root?: number; reports?: readonly Report[] } = {},
): Cube {
  const frozen = city.frozen as ReadonlySet<Month>
  const builder = new CubeBuilder({ ...core, root, range, basis, frozen })
  for (const report of reports) builder.addReport(report)
  return builder.build()
}

export function unitNumber(core: CoreCity, code: UnitCode): number {
  return core.tree.indexOf(code)!
}
