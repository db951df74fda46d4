/** Four to seven entered indicators on a month, a quarter and a year form, and rates made from any two of them. */
import * as fc from 'fast-check'
import type { Form, FormCode, Frequency } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode, IndicatorKind, UnitPattern } from '#core/indicator/indicator.ts'
import type { Unit } from '#core/unit/unit.ts'
import { KINDS } from './unit-arbitraries.ts'

const FREQUENCIES: readonly Frequency[] = ['month', 'quarter', 'year']
const MILESTONES = [0, 0.05, 0.27, 0.35, 0.5, 0.6, 0.7, 0.8, 0.94, 0.95, 1, 1]

const levelPattern: fc.Arbitrary<UnitPattern> = fc.oneof(
  fc.record({ level: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ level: fc.integer({ min: 2, max: 5 }), kind: fc.constantFrom(...KINDS) }),
)

export const indicators: fc.Arbitrary<Indicator[]> = fc
  .tuple(
    fc.array(indicator('flow'), { minLength: 1, maxLength: 3 }),
    fc.array(indicator('stock'), { minLength: 1, maxLength: 2 }),
    fc.array(indicator('published'), { maxLength: 1 }),
    fc.array(fc.tuple(indicator('rate'), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 3 }),
  )
  .map(([flows, stocks, published, rates]) => {
    const entered = [...flows, ...stocks, ...published].map((one, i) => ({ ...one, code: `I${i}` as IndicatorCode }))
    const part = (n: number) => entered[n % entered.length]!.code
    const computed = rates.map(([one, n, d], i) => ({
      ...one,
      code: `R${i}` as IndicatorCode,
      entry: [],
      numerator: part(n),
      denominator: part(d),
    }))
    return [...entered, ...computed]
  })

/** Every entered indicator is on one of three forms; a form may carry none. */
export function formsOf(list: readonly Indicator[], units: readonly Unit[]): fc.Arbitrary<Form[]> {
  const entered = list.filter((one) => one.kind !== 'rate')
  const places = fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2), { minLength: entered.length, maxLength: entered.length })
  const fillers = fc.array(patternOf(units), { minLength: 2, maxLength: 4 })
  return fc.tuple(places, fc.tuple(fillers, fillers, fillers)).map(([place, patterns]) =>
    FREQUENCIES.map((frequency, i) => ({
      code: `form-${frequency}` as FormCode,
      name: frequency,
      frequency,
      fillers: patterns[i]!,
      department: '人社',
      indicators: entered.filter((_, at) => place[at] === i).map((one) => one.code),
    })),
  )
}

function indicator(kind: IndicatorKind): fc.Arbitrary<Indicator> {
  return fc.record({
    code: fc.constant('' as IndicatorCode),
    name: fc.constant('指标'),
    unit: kind === 'rate' ? fc.constantFrom('%', '%', '‰', '倍') : fc.constantFrom('人', '户', '万元', '场'),
    decimals: fc.integer({ min: 0, max: 2 }),
    kind: fc.constant(kind),
    sense: fc.oneof(
      { weight: kind === 'flow' ? 6 : 2, arbitrary: fc.constant('atLeast' as const) },
      { weight: 2, arbitrary: fc.constantFrom('atMost' as const, 'zero' as const, 'none' as const) },
    ),
    role: fc.constant('assessed' as const),
    entry: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(levelPattern, { minLength: 1, maxLength: 2 }) },
    ),
    numerator: fc.constant(null),
    denominator: fc.constant(null),
    subsetOf: fc.constant(null),
    pace: fc.constantFrom('straight' as const, 'straight' as const, 'seasonal' as const, 'seasonal' as const, 'milestones' as const),
    milestones: fc.constant(MILESTONES),
    definition: fc.constant({}),
  })
}

function patternOf(units: readonly Unit[]): fc.Arbitrary<UnitPattern> {
  const single = fc.constantFrom(...units).map((unit) => ({ unit: unit.code }))
  return fc.oneof({ weight: 3, arbitrary: levelPattern }, { weight: 1, arbitrary: single })
}
