/** Answers of core and of the naive recomputation, in the same shape, so that one `toEqual` compares them. */
import { assess, type Assessment } from '#core/pace/assess.ts'
import { paceCurve, seasonalShape, type SeasonalShape } from '#core/pace/pace.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import type { TargetScheme } from '#core/indicator/target.ts'
import { monthOf, monthsOf, yearOf, type Month, type MonthRange } from '#core/period/month.ts'
import { asOfMonth, readCoverage, readFigure, readReportCoverage } from '#core/rollup/aggregate.ts'
import { cellCountsAt, isPresent, ownAt, reachesParent, totalAt, type Cube } from '#core/rollup/cube.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { expect } from 'vitest'
import { asOf, coverage, figure } from './naive-figures.ts'
import { judge, type NaiveJudgement } from './naive-pace.ts'
import type { City, NaiveCity } from './naive.ts'
import { toNumber, type Ratio } from './ratio.ts'

type Answers = Record<string, unknown>

/** `toEqual`, told apart quickly: there are hundreds of thousands of answers, and nearly all are the same. */
export function expectSame(core: object, naive: object, label: string): void {
  if (JSON.stringify(core) !== JSON.stringify(naive)) expect(core, label).toEqual(naive)
}

/** Own, total and cells of every month. */
export function coreMonths(cube: Cube, unit: number, code: IndicatorCode, range: MonthRange = cube.range): Answers {
  const column = cube.catalogue.columnOf(code)
  return byMonth(range, (month) => ({
    own: ownAt(cube, unit, column, month),
    // Of a published figure core adds one up, but reads it nowhere.
    total: cube.catalogue.columns[column]!.kind === 'published' ? null : totalAt(cube, unit, column, month),
    ...cellCountsAt(cube, unit, column, month),
    reaches: isPresent(cube, unit, month) && reachesParent(cube, unit, column, month),
  }))
}

export function naiveMonths(naive: NaiveCity, unit: UnitCode, code: IndicatorCode, range: MonthRange): Answers {
  return byMonth(range, (month) => ({
    own: naive.isOpen(unit, month) ? number(naive.own(unit, code, month)) : null,
    total: naive.indicator(code).kind === 'published' ? null : number(naive.total(unit, code, month)),
    ...naive.cells(unit, code, month),
    reaches: naive.isOpen(unit, month) && naive.reachesParent(unit, naive.formOf(code), month),
  }))
}

export function coreRange(cube: Cube, unit: number, code: IndicatorCode, range: MonthRange): Answers {
  return {
    ...readFigure(cube, unit, code, range),
    coverage: readCoverage(cube, unit, code, range),
    asOf: asOfMonth(cube, unit, code, range.to),
  }
}

export function naiveRange(naive: NaiveCity, unit: UnitCode, code: IndicatorCode, { from, to }: MonthRange): Answers {
  const { value, month } = figure(naive, unit, code, from, to)
  return { value: number(value), month, coverage: coverage(naive, unit, code, from, to), asOf: asOf(naive, unit, code, to) }
}

export function coreReports(cube: Cube, unit: number, range: MonthRange) {
  const { counted, due, missing } = readReportCoverage(cube, unit, range)
  return { counted, due, missing: missing.map((each) => cube.tree.units[each]!.code) }
}

/** The shape of preceding years as the root's editions have it. */
export function seasonalOf(editions: Cube, city: City, code: IndicatorCode, to: Month): SeasonalShape | null {
  const years = [1, 2, 3]
    .map((back) => yearOf(to) - back)
    .filter((year) => monthsOf({ from: monthOf(year, 1), to: monthOf(year, 12) }).every((month) => city.frozen.has(month)))
  return seasonalShape(
    years.map((year) => ({
      year,
      cumulative: Array.from({ length: 12 }, (_, m) => {
        return readFigure(editions, editions.tree.root, code, { from: monthOf(year, 1), to: monthOf(year, m + 1) }).value ?? 0
      }),
    })),
  )
}

export function coreJudgement(cube: Cube, editions: Cube, city: City, unit: number, indicator: Indicator, to: Month, scheme: TargetScheme) {
  const code = cube.tree.units[unit]!.code
  const seasonal = indicator.kind === 'flow' ? seasonalOf(editions, city, indicator.code, to) : null
  const targets = city.targets.filter((target) => {
    return target.unit === code && target.indicator === indicator.code && target.scheme === scheme && target.year === yearOf(to)
  })
  return assess({ cube, unit, indicator, to, targets, pace: paceCurve(indicator, seasonal), seasonal })
}

export function naiveJudgement(naive: NaiveCity, editions: NaiveCity, unit: UnitCode, code: IndicatorCode, to: Month, scheme: TargetScheme) {
  return judge(naive, editions, unit, code, to, scheme)
}

const RATIOS = ['completion', 'pace', 'index', 'gap', 'neededPerMonth'] as const
const EXACT = ['asOf', 'target', 'status', 'behindSince'] as const

/** Differences between an assessment and the exact judgement, named; ratios may differ in the last digits of a double. */
export function differences(core: Assessment, naive: NaiveJudgement): string[] {
  const found: string[] = []
  const say = (name: string, a: unknown, b: unknown) => found.push(`${name}: core ${String(a)}, naive ${String(b)}`)
  for (const name of EXACT) if (core[name] !== naive[name]) say(name, core[name], naive[name])
  if (core.ytd !== number(naive.ytd)) say('ytd', core.ytd, naive.ytd)
  for (const name of RATIOS) if (!isClose(core[name], naive[name])) say(name, core[name], naive[name] && toNumber(naive[name]))
  for (const name of ['expected', 'low', 'high'] as const) {
    const [a, b] = [core.projection?.[name] ?? null, naive.projection?.[name] ?? null]
    if (!isClose(a, b)) say(`projection.${name}`, a, b && toNumber(b))
  }
  return found
}

function isClose(core: number | null, naive: Ratio | null): boolean {
  if (core === null || naive === null) return core === naive
  const exact = toNumber(naive)
  return Math.abs(core - exact) <= 1e-12 * Math.max(1, Math.abs(exact))
}

function number(value: bigint | null): number | null {
  return value === null ? null : Number(value)
}

function byMonth(range: MonthRange, answer: (month: Month) => object): Answers {
  return Object.fromEntries(monthsOf(range).map((month) => [month, answer(month)]))
}
