/** The two cities that are sent: the demo's 2022, and a synthetic one without any structure to lean on. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCatalogue, type Catalogue } from '#core/indicator/catalogue.ts'
import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import { addMonths, monthOf } from '#core/period/month.ts'
import { CubeBuilder } from '#core/rollup/cube-builder.ts'
import type { Cube } from '#core/rollup/cube.ts'
import { buildUnitTree, type UnitTree } from '#core/unit/unit-tree.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { buildDemoCity } from '#server/demo/demo-city.ts'
import { figure, villages } from '../rollup/data.ts'

export interface Case {
  readonly tree: UnitTree
  readonly catalogue: Catalogue
  readonly cube: Cube
}

const FROM = monthOf(2022, 1)
const RANGE = { from: FROM, to: addMonths(FROM, 11) }

export function demoCase(): Case {
  const divisionsCsv = readFileSync(join(import.meta.dirname, '../../data/zhuzhou-divisions.csv'), 'utf8')
  const city = buildDemoCity({ divisionsCsv })
  const tree = buildUnitTree(city.units)
  const catalogue = buildCatalogue(city.indicators, city.forms)
  const frozen = new Set(city.editions.map((edition) => edition.month))
  const builder = new CubeBuilder({ tree, catalogue, root: tree.root, range: RANGE, basis: 'edition', frozen })
  for (const report of city.reports) builder.addReport(report)
  return { tree, catalogue, cube: builder.build() }
}

function unit(code: string, parent: string | null, level: number): Unit {
  return {
    code: code as UnitCode, name: code, shortName: code, level, kind: '', order: 0, opened: null, closed: null,
    parents: [{ from: null, parent: parent as UnitCode | null }],
  }
}

/** 1,500 villages × 24 indicators × 12 months of independent figures around a level of their own. */
export function syntheticCase(): Case {
  const units = new Map<string, Unit>([['root', unit('root', null, 1)]])
  const list = villages(1)
  list.forEach(({ district, street }, v) => {
    const [d, s] = [`d${district}`, `s${street}`]
    if (!units.has(d)) units.set(d, unit(d, 'root', 2))
    if (!units.has(s)) units.set(s, unit(s, d, 3))
    units.set(`v${v}`, unit(`v${v}`, s, 4))
  })
  const indicators = Array.from({ length: 24 }, (_, i): Indicator => ({
    code: `I${i}` as IndicatorCode, name: '', unit: '人', decimals: 0, kind: 'flow', sense: 'none', role: 'monitored',
    entry: [{ level: 4 }], numerator: null, denominator: null, subsetOf: null, pace: 'straight', milestones: null, definition: {},
  }))
  const form: Form = {
    code: 'F' as FormCode, name: '', frequency: 'month', fillers: [{ level: 4 }], department: '', indicators: indicators.map((i) => i.code),
  }
  const tree = buildUnitTree([...units.values()])
  const catalogue = buildCatalogue(indicators, [form])
  const builder = new CubeBuilder({ tree, catalogue, root: tree.root, range: RANGE, basis: 'edition', frozen: new Set() })
  list.forEach((_, v) => {
    const slot = builder.shape.slotOf[tree.indexOf(`v${v}` as UnitCode)!]!
    for (let i = 0; i < 24; i++) {
      for (let m = 0; m < 12; m++) {
        const noise = figure(v, m, i)
        if (noise !== null) builder.putOwn(slot, i, m, (v % 37) * 3 + noise)
      }
    }
  })
  return { tree, catalogue, cube: builder.build() }
}
