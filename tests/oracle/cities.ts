/** Small random cities for fast-check: everything the rules speak of happens in them, often at once. */
import * as fc from 'fast-check'
import type { Indicator } from '#core/indicator/indicator.ts'
import type { Target } from '#core/indicator/target.ts'
import { monthOf, type Month, type MonthRange } from '#core/period/month.ts'
import type { Line, Report } from '#core/report/report.ts'
import type { Unit } from '#core/unit/unit.ts'
import { formsOf, indicators } from './indicator-arbitraries.ts'
import { asOf, figure } from './naive-figures.ts'
import { NaiveCity, type City } from './naive.ts'
import { larges, reportsOf } from './report-arbitraries.ts'
import { units } from './unit-arbitraries.ts'

/** Reports exist in these months: two whole years before the one that is judged, for seasonal curves to differ. */
export const MONTHS: MonthRange = { from: monthOf(2021, 1), to: monthOf(2023, 6) }

/** A city, with the months in which nothing is missing (so that asOf gets anywhere) and those that are frozen. */
export const cities: fc.Arbitrary<City> = fc
  .record({ units: units(MONTHS), indicators })
  .chain((base) => fc.record({ base: fc.constant(base), forms: formsOf(base.indicators, base.units) }))
  .chain(({ base, forms }) =>
    fc.record({
      units: fc.shuffledSubarray([...base.units], { minLength: base.units.length }),
      indicators: fc.constant(base.indicators),
      forms: fc.constant(forms),
      targets: targetsOf(base.units, base.indicators),
      tidyUntil: monthUpTo(30),
      large: larges,
      strays: fc.nat(3).map((n) => n === 3),
      frozen: fc.oneof(monthUpTo(28), fc.constantFrom(24, 25, 28).map((count) => (MONTHS.from + count) as Month)).map(frozenBefore),
      smallTarget: fc.constantFrom(0, 0, 20, 200, 5000),
      nearIndex: fc.constantFrom(0.95, 0.9, 1),
    }),
  )
  .chain(({ tidyUntil, large, strays, ...city }) =>
    fc.record({
      ...constants(city),
      reports: reportsOf({ ...city, months: MONTHS, tidyUntil, large, strays }),
    }),
  )
  .chain((city) => fc.array(standings, { minLength: 3, maxLength: 9 }).map((given) => placed(city, given)))

/** Where a unit is to stand, in percent of the straight pace; null: wherever its target puts it. */
const standings = fc.constantFrom(null, 100, 'near' as const, 'near' as const, 97, 94)

/** Divisible by all that 1200 is not, of m × 95 and m × 90 in the first half of the year. */
const EVEN = 12n * 9n * 19n

/**
 * Chance never puts a unit on the line between ahead and near, or near and behind. Here some units get a line that
 * makes their year so far a round number, and a target that it is exactly so much of.
 */
function placed(city: City, given: readonly (number | 'near' | null)[]): City {
  const naive = new NaiveCity(city, 'live')
  const lines = new Map<Report, Line>()
  const targets = city.targets.map((target, i) => {
    const drawn = given[i % given.length]!
    const standing = drawn === 'near' ? Math.round(city.nearIndex * 100) : drawn
    const last = standing === null ? null : asOf(naive, target.unit, target.indicator, MONTHS.to)
    const indicator = naive.indicator(target.indicator)
    if (standing === null || last === null || indicator.kind !== 'flow') return target
    const ytd = figure(naive, target.unit, target.indicator, last - (last % 12), last).value
    const report = naive.report(target.unit, naive.formOf(target.indicator).code, last)
    if (ytd === null || ytd <= 0n || report === undefined || lines.has(report)) return target
    const round = (ytd / EVEN + 1n) * EVEN
    lines.set(report, { indicator: indicator.code, kind: 'adjustment', value: Number(round - ytd), note: '核定调整', by: '市审核岗' })
    return { ...target, value: Number((round * 1200n) / BigInt(((last % 12) + 1) * standing)) }
  })
  const reports = city.reports.map((report) => (lines.has(report) ? { ...report, lines: [...report.lines, lines.get(report)!] } : report))
  return { ...city, targets, reports }
}

/** Ranges inside the months that have reports: single months, whole years, anything between. */
export const ranges: fc.Arbitrary<MonthRange> = fc.oneof(
  { weight: 3, arbitrary: rangeWithin(MONTHS) },
  { weight: 1, arbitrary: fc.constantFrom(year(2022), { from: monthOf(2023, 1), to: MONTHS.to }) },
)

function rangeWithin(range: MonthRange): fc.Arbitrary<MonthRange> {
  const month = fc.integer({ min: range.from, max: range.to })
  return fc.tuple(month, month).map(([a, b]) => ({ from: Math.min(a, b) as Month, to: Math.max(a, b) as Month }))
}

function year(number: number): MonthRange {
  return { from: monthOf(number, 1), to: monthOf(number, 12) }
}

function monthUpTo(count: number): fc.Arbitrary<Month> {
  return fc.integer({ min: 0, max: count }).map((months) => (MONTHS.from + months) as Month)
}

function frozenBefore(end: Month): ReadonlySet<Month> {
  return new Set(Array.from({ length: end - MONTHS.from }, (_, i) => (MONTHS.from + i) as Month))
}

/** Multiples of 12 and 20, so that figures come to stand exactly on the line now and then. */
function targetsOf(all: readonly Unit[], list: readonly Indicator[]): fc.Arbitrary<Target[]> {
  const target = fc.record({
    unit: fc.constantFrom(...all.map((unit) => unit.code)),
    indicator: fc.constantFrom(...list.map((indicator) => indicator.code)),
    year: fc.constantFrom(2023, 2023, 2022),
    scheme: fc.constantFrom('city' as const, 'city' as const, 'province' as const),
    value: fc.constantFrom(0, 12, 24, 60, 120, 240, 600, 2400),
    status: fc.constantFrom('provisional' as const, 'official' as const),
    document: fc.constant(null),
    effectiveMonth: fc.constantFrom(1, 1, 1, 3, 6),
  })
  const key = (t: Target) => `${t.unit}|${t.indicator}|${t.year}|${t.scheme}|${t.effectiveMonth}`
  return fc.uniqueArray(target, { selector: key, minLength: all.length, maxLength: all.length * list.length, size: 'max' })
}

function constants<T extends object>(record: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  const entries = Object.entries(record).map(([key, value]) => [key, fc.constant(value)])
  return Object.fromEntries(entries) as { [K in keyof T]: fc.Arbitrary<T[K]> }
}
