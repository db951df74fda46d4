import { buildCatalogue } from '#core/indicator/catalogue.ts'
import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import type { Target } from '#core/indicator/target.ts'
import { monthOf, monthsOf, type Month } from '#core/period/month.ts'
import type { Basis, Line, Report, ReportState } from '#core/report/report.ts'
import { CubeBuilder } from '#core/rollup/cube-builder.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { buildUnitTree } from '#core/unit/unit-tree.ts'
import { targetKey, type Figures } from './figures.ts'

/** A small city for specs: 市 > 东区 (甲街道: 一村, 二村), 西县 (乙镇: 三村). */
const UNITS: readonly (readonly [code: string, parent: string | null, level: number, kind: string])[] = [
  ['市', null, 1, '地级市'],
  ['东区', '市', 2, '市辖区'],
  ['甲街道', '东区', 3, '街道'],
  ['一村', '甲街道', 4, '村委会'],
  ['二村', '甲街道', 4, '村委会'],
  ['西县', '市', 2, '县'],
  ['乙镇', '西县', 3, '镇'],
  ['三村', '乙镇', 4, '村委会'],
]

function unit([code, parent, level, kind]: (typeof UNITS)[number], order: number): Unit {
  return {
    code: code as UnitCode, name: `${code}全称`, shortName: code, level, kind, order, opened: null, closed: null,
    parents: [{ from: null, parent: parent as UnitCode | null }],
  }
}

type IndicatorPart = Partial<Omit<Indicator, 'code'>> & { readonly code: string }

function indicator(part: IndicatorPart): Indicator {
  return {
    name: part.code, unit: '人', decimals: 0, kind: 'flow', sense: 'atLeast', role: 'assessed', entry: [],
    numerator: null, denominator: null, subsetOf: null, pace: 'straight', milestones: null, definition: {},
    ...part,
    code: part.code as IndicatorCode,
  }
}

export const INDICATORS: readonly Indicator[] = [
  indicator({ code: 'FLOW', entry: [{ level: 4 }] }),
  indicator({ code: 'MONEY', unit: '万元', decimals: 2, entry: [{ level: 2 }, { level: 1 }] }),
  indicator({ code: 'STOCK', kind: 'stock', sense: 'none', role: 'monitored', entry: [{ level: 3 }] }),
  indicator({ code: 'BASE', kind: 'stock', sense: 'none', role: 'monitored', entry: [{ level: 3 }] }),
  indicator({
    code: 'RATE', unit: '%', decimals: 2, kind: 'rate', sense: 'atMost',
    numerator: 'STOCK' as IndicatorCode, denominator: 'BASE' as IndicatorCode,
  }),
]

const FORM: Form = {
  code: 'M' as FormCode, name: '月报', frequency: 'month', department: '人社局',
  fillers: [{ level: 1 }, { level: 2 }, { level: 3 }, { level: 4 }],
  indicators: ['FLOW', 'MONEY', 'STOCK', 'BASE'].map((code) => code as IndicatorCode),
}

export interface ReportPart {
  readonly unit: string
  readonly month: Month
  readonly cells?: Readonly<Record<string, number>>
  readonly lines?: readonly Pick<Line, 'kind' | 'value'>[]
  readonly state?: ReportState
}

export function report({ unit: code, month, cells = {}, lines = [], state = 'approved' }: ReportPart): Report {
  return {
    unit: code as UnitCode, form: FORM.code, month, state, version: 1, source: 'system', filledBy: code as UnitCode,
    late: false, cells: cells as Report['cells'], notes: [], updatedAt: '2023-01-01T00:00:00+08:00',
    lines: lines.map((line) => ({ ...line, indicator: 'FLOW' as IndicatorCode, note: '', by: '' })),
  }
}

export interface FigureParts {
  readonly reports: readonly Report[]
  readonly targets?: readonly { readonly unit: string; readonly indicator: string; readonly value: number }[]
  readonly basis?: Basis
}

export const SPAN = { from: monthOf(2021, 1), to: monthOf(2022, 12) }

/** Figures over 2021 and 2022 from a few reports; 2021 is frozen. Targets are 2022's. */
export function figuresOf({ reports, targets = [], basis = 'live' }: FigureParts): Figures {
  const tree = buildUnitTree(UNITS.map(unit))
  const catalogue = buildCatalogue(INDICATORS, [FORM])
  const frozen = new Set(monthsOf({ from: SPAN.from, to: monthOf(2021, 12) }))
  const builder = new CubeBuilder({ tree, catalogue, root: tree.root, range: SPAN, basis, frozen })
  for (const each of reports) builder.addReport(each)
  const versions = targets.map((target): Target => ({
    ...target, unit: target.unit as UnitCode, indicator: target.indicator as IndicatorCode,
    year: 2022, scheme: 'city', status: 'official', document: null, effectiveMonth: 1,
  }))
  return {
    tree,
    catalogue,
    cube: builder.build(),
    targets: new Map(versions.map((target) => [targetKey(target.unit, target.indicator), [target]])),
    paces: new Map(),
  }
}

/** Unit number of a name in the fixture. */
export function numberOf(figures: Figures, code: string): number {
  return figures.tree.indexOf(code as UnitCode)!
}

export function indicatorOf(code: string): Indicator {
  return INDICATORS.find((each) => each.code === code)!
}

const VILLAGES = ['一村', '二村', '三村']

/** A month in which everybody reported: villages 100, 200, 300 of FLOW; 15.25 and 30.50 of MONEY; stocks. */
export function wholeMonth(month: Month): Report[] {
  return [
    ...VILLAGES.map((code, i) => report({ unit: code, month, cells: { FLOW: 100 * (i + 1) } })),
    report({ unit: '甲街道', month, cells: { STOCK: 30, BASE: 1000 } }),
    report({ unit: '乙镇', month, cells: { STOCK: 50, BASE: 1000 } }),
    report({ unit: '东区', month, cells: { MONEY: 1525 }, lines: [{ kind: 'duplicate', value: -7 }] }),
    report({ unit: '西县', month, cells: { MONEY: 3050 } }),
    report({ unit: '市', month, cells: { MONEY: 100 }, lines: [{ kind: 'attrition', value: -20 }] }),
  ]
}
