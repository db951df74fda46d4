import * as fc from 'fast-check'
import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import { addMonths, monthOf, monthsOf, type Month, type MonthRange } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import type { City } from './naive.ts'

/** Four months of a tree of four levels in which few reports are missing, so that those that are stand at its bottom. */
export const QUARTER: MonthRange = { from: monthOf(2023, 1), to: monthOf(2023, 4) }

const FORM = 'monthly' as FormCode
const INDICATOR = 'E01' as IndicatorCode

export const nearlyReported: fc.Arbitrary<City> = fc
  .record({
    /** Which of the reports are missing: three in four are villages'. */
    missing: fc.array(fc.tuple(fc.nat(99), fc.nat(3)), { maxLength: 25, size: 'max' }),
    oneMonth: fc.boolean(),
    moves: fc.array(fc.tuple(fc.nat(11), fc.nat(2), fc.integer({ min: 1, max: 3 })), { maxLength: 6, size: 'max' }),
  })
  .map(({ missing, oneMonth, moves }) => {
    const units = unitsOf(moves)
    const gaps = new Set(missing.map(([k, m]) => `${units[k % 4 === 0 ? 1 + (k / 4) % 5 : units.length - 1 - (k % 36)]!.code} ${QUARTER.from + (oneMonth ? 3 : m)}`))
    const reports = monthsOf(QUARTER).flatMap((month) => units.map((unit) => reportOf(unit, month)))
    return {
      units, indicators: [indicator], forms: [form], targets: [], frozen: new Set<number>(), smallTarget: 200, nearIndex: 0.95,
      reports: reports.filter(({ unit, month }) => !gaps.has(`${unit} ${month}`)),
    }
  })

/** Root, three districts, twelve streets, 36 villages; some streets go to another district in the second to fourth month. */
function unitsOf(moves: readonly (readonly [street: number, district: number, after: number])[]): Unit[] {
  const unit = (code: string, level: number, order: number, parent: string | null): Unit => ({
    code: code as UnitCode, name: code, shortName: code, level, kind: '', order, opened: null, closed: null, parents: [{ from: null, parent: parent as UnitCode | null }],
  })
  const districts = [0, 1, 2].map((d) => unit(`d${d}`, 2, d, 'root'))
  const streets = Array.from({ length: 12 }, (_, s) => {
    const made = unit(`s${s}`, 3, s, `d${s % 3}`)
    const move = moves.find(([street, district]) => street === s && district !== s % 3)
    return move === undefined ? made : { ...made, parents: [...made.parents, { from: addMonths(QUARTER.from, move[2]), parent: `d${move[1]}` as UnitCode }] }
  })
  const villages = Array.from({ length: 36 }, (_, v) => unit(`v${v}`, 4, v, `s${v % 12}`))
  return [unit('root', 1, 0, null), ...districts, ...streets, ...villages]
}

const indicator: Indicator = {
  code: INDICATOR, name: '城镇新增就业', unit: '人', decimals: 0, kind: 'flow', sense: 'atLeast', role: 'assessed', entry: [],
  numerator: null, denominator: null, subsetOf: null, pace: 'straight', milestones: null, definition: {},
}

const form: Form = { code: FORM, name: '月报', frequency: 'month', fillers: [{ level: 4 }], department: '', indicators: [INDICATOR] }

function reportOf({ code, level }: Unit, month: Month): Report {
  return {
    unit: code, form: FORM, month, state: 'approved', version: 1, source: 'system', filledBy: code, late: false,
    cells: (level === 4 ? { [INDICATOR]: 7 } : {}) as Report['cells'], lines: [], notes: [], updatedAt: '2023-05-03T10:00:00+08:00',
  }
}
