import type { FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import { monthOf } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import type { Dataset } from './dataset.ts'

/** A tiny data set for specs that uses every field of every type once. */

export const CITY = '430200000000' as UnitCode
export const DISTRICT = '430202000000' as UnitCode
export const VILLAGE = '430202001001' as UnitCode
export const JOBS = 'E01' as IndicatorCode
export const LOANS = 'L01' as IndicatorCode
export const MONTHLY = 'monthly' as FormCode
export const JANUARY = monthOf(2022, 1)
export const FEBRUARY = monthOf(2022, 2)

const OPEN = { opened: null, closed: null }

const units: readonly Unit[] = [
  { ...OPEN, code: CITY, name: '株洲市', shortName: '株洲', level: 1, kind: '地级市', order: 1, parents: [{ from: null, parent: null }] },
  { ...OPEN, code: DISTRICT, name: '荷塘区', shortName: '荷塘', level: 2, kind: '市辖区', order: 2, parents: [{ from: null, parent: CITY }] },
  {
    code: VILLAGE, name: '文化路社区居委会', shortName: '文化路社区', level: 4, kind: '居委会', order: 3,
    opened: monthOf(2021, 4), closed: monthOf(2023, 1),
    parents: [{ from: null, parent: CITY }, { from: FEBRUARY, parent: DISTRICT }],
  },
]

const indicator: Omit<Indicator, 'code' | 'name'> = {
  unit: '人', decimals: 0, kind: 'flow', sense: 'atLeast', role: 'assessed', entry: [{ level: 4, kind: '居委会' }, { unit: CITY }],
  numerator: null, denominator: null, subsetOf: null, pace: 'straight', milestones: null, definition: {},
}

const indicators: readonly Indicator[] = [
  { ...indicator, code: JOBS, name: '城镇新增就业', definition: { formula: '新就业 − 自然减员', open: '近' } },
  {
    ...indicator, code: LOANS, name: '创业担保贷款发放', unit: '万元', decimals: 2, role: 'monitored', subsetOf: JOBS,
    pace: 'milestones', milestones: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 1],
  },
  { ...indicator, code: 'R01' as IndicatorCode, name: '比率', unit: '%', kind: 'rate', numerator: LOANS, denominator: JOBS, entry: [] },
]

export function sampleReport(changes: Partial<Report> = {}): Report {
  return {
    unit: VILLAGE, form: MONTHLY, month: JANUARY, state: 'approved', version: 1, source: 'system', filledBy: VILLAGE, late: false,
    cells: { [JOBS]: 12 } as Report['cells'], lines: [], notes: [], updatedAt: '2022-02-02T09:00:00+08:00', ...changes,
  }
}

const reports: readonly Report[] = [
  sampleReport(),
  sampleReport({
    month: FEBRUARY, state: 'returned', version: 3, source: 'phone', filledBy: DISTRICT, late: true,
    cells: { [JOBS]: { notObtained: '台账遗失' }, [LOANS]: 123_456 } as Report['cells'],
    lines: [{ indicator: JOBS, kind: 'attrition', value: -2, note: '退休', by: '街道填报岗' }],
    notes: [{ indicator: JOBS, text: '请核实', by: '区审核岗' }, { indicator: null, text: '补交', by: '区审核岗' }],
  }),
]

export const SAMPLE: Dataset = {
  units,
  indicators,
  forms: [{
    code: MONTHLY, name: '月报', frequency: 'month', fillers: [{ level: 4 }, { unit: CITY }], department: '人社局', indicators: [JOBS, LOANS],
  }],
  targets: [
    { unit: CITY, indicator: JOBS, year: 2022, scheme: 'city', value: 52_000, status: 'provisional', document: null, effectiveMonth: 1 },
    { unit: CITY, indicator: JOBS, year: 2022, scheme: 'city', value: 53_000, status: 'official', document: '株政发〔2022〕1号', effectiveMonth: 4 },
  ],
  editions: [{ month: JANUARY, number: 1, frozenAt: '2022-02-10T09:00:00+08:00', note: '' }],
  reports,
  reportCount: reports.length,
}
