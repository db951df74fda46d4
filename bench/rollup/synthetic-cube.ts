import { buildCatalogue } from '#core/indicator/catalogue.ts'
import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import { addMonths, monthOf } from '#core/period/month.ts'
import { CubeBuilder } from '#core/rollup/cube-builder.ts'
import { buildUnitTree } from '#core/unit/unit-tree.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { figure, INDICATORS, MONTHS, villages, type Village } from './data.ts'

const FIRST = monthOf(2021, 1)

function unit(code: string, parent: string | null, level: number): Unit {
  return {
    code: code as UnitCode, name: code, shortName: code, level, kind: '', order: 0, opened: null, closed: null,
    parents: [{ from: null, parent: parent as UnitCode | null }],
  }
}

function units(list: readonly Village[]): Unit[] {
  const seen = new Map<string, Unit>([['root', unit('root', null, 1)]])
  const put = (code: string, parent: string, level: number) => {
    if (!seen.has(code)) seen.set(code, unit(code, parent, level))
    return code
  }
  list.forEach(({ city, district, street }, v) => {
    put(`v${v}`, put(`s${street}`, put(`d${district}`, put(`c${city}`, 'root', 2), 3), 4), 5)
  })
  return [...seen.values()]
}

/** A builder that holds every village's figures, ready to be rolled up. */
export function syntheticCube(cities: number): CubeBuilder {
  const list = villages(cities)
  const indicators = Array.from({ length: INDICATORS }, (_, i): Indicator => ({
    code: `I${i}` as IndicatorCode, name: '', unit: '人', decimals: 0, kind: 'flow', sense: 'none', role: 'monitored',
    entry: [{ level: 5 }], numerator: null, denominator: null, subsetOf: null, pace: 'straight', milestones: null, definition: {},
  }))
  const form: Form = {
    code: 'F' as FormCode, name: '', frequency: 'month', fillers: [{ level: 5 }], department: '', indicators: indicators.map((i) => i.code),
  }
  const tree = buildUnitTree(units(list))
  const builder = new CubeBuilder({
    tree, catalogue: buildCatalogue(indicators, [form]), root: tree.root, basis: 'live', frozen: new Set(),
    range: { from: FIRST, to: addMonths(FIRST, MONTHS - 1) },
  })
  const { slotOf } = builder.shape
  list.forEach((_, v) => {
    const slot = slotOf[tree.indexOf(`v${v}` as UnitCode)!]!
    for (let i = 0; i < INDICATORS; i++) {
      for (let m = 0; m < MONTHS; m++) {
        const value = figure(v, m, i)
        if (value !== null) builder.putOwn(slot, i, m, value)
      }
    }
  })
  return builder
}
