import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_THRESHOLDS } from '#core/indicator/catalogue.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { formatMonth, monthOf, type Month, type MonthRange } from '#core/period/month.ts'
import type { Basis } from '#core/report/report.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { buildDemoCity } from '#server/demo/demo-city.ts'
import { BASES, columnsOf } from './bases.ts'
import { coreJudgement, coreMonths, coreRange, coreReports, differences, expectSame, naiveJudgement, naiveMonths, naiveRange } from './compare.ts'
import { coreOf, cubeOf, unitNumber, type CoreCity } from './core-city.ts'
import { figure } from './naive-figures.ts'
import { NaiveCity, type City } from './naive.ts'

const WHOLE: MonthRange = { from: monthOf(2021, 1), to: monthOf(2023, 6) }
const YEAR_2022: MonthRange = { from: monthOf(2022, 1), to: monthOf(2022, 12) }
const NEWEST: MonthRange = { from: monthOf(2022, 11), to: monthOf(2023, 6) }
const RANGES: readonly MonthRange[] = [
  YEAR_2022,
  { from: monthOf(2023, 1), to: monthOf(2023, 4) },
  { from: monthOf(2023, 5), to: monthOf(2023, 5) },
  { from: monthOf(2023, 1), to: monthOf(2023, 6) },
]

/** What the bureau published for 2022, in the indicator's smallest unit. */
const PUBLISHED_2022: Readonly<Record<string, bigint>> = {
  E01: 58_300n, E03: 6_000n, E04: 21_700n, E05: 0n, E06: 40_000n, S01: 350_000n, S02: 50_000n, S03: 250_000n, S04: 400n,
  S05: 8_000n, S06: 189_000n, S07: 65_000n, M01: 108_000n, M02: 235_000n, T01: 206n, T02: 5_000n, T03: 200n, L01: 800_000n,
  L02: 6_000n, H01: 28n, H02: 3_000n, H03: 20n, H04: 34n, Q01: 261n, Q02: 80_000n,
}

describe('the demo city', { timeout: 300_000 }, () => {
  let city: City
  let core: CoreCity
  let some: UnitCode[]

  beforeAll(() => {
    const divisionsCsv = readFileSync(new URL('../../data/zhuzhou-divisions.csv', import.meta.url), 'utf8')
    const dataset = buildDemoCity({ divisionsCsv })
    const frozen = new Set(dataset.editions.map((edition) => edition.month))
    city = { ...dataset, ...DEFAULT_THRESHOLDS, reports: [...dataset.reports], frozen }
    core = coreOf(city)
    some = unitsOf(new NaiveCity(city, 'live'))
  })

  it('comes to the published totals of 2022, added up naively', () => {
    const naive = new NaiveCity(city, 'edition')
    const totals = Object.keys(PUBLISHED_2022).map((code) => [code, figure(naive, naive.root, code as IndicatorCode, YEAR_2022.from, YEAR_2022.to).value])
    expect(Object.fromEntries(totals)).toEqual(PUBLISHED_2022)
  })

  it.each(BASES)('answers as the naive recomputation does: %s', (basis) => {
    const naive = new NaiveCity(city, basis)
    const naiveEditions = new NaiveCity(city, 'edition')
    const cube = cubeOf(core, city, WHOLE, basis)
    const editions = cubeOf(core, city, WHOLE, 'edition')
    for (const unit of some) {
      const number = unitNumber(core, unit)
      for (const { code } of columnsOf(city)) {
        expectSame(coreMonths(cube, number, code, NEWEST), naiveMonths(naive, unit, code, NEWEST), `${basis} ${unit} ${code}`)
      }
      for (const range of rangesOn(basis, city)) {
        const label = `${basis} ${unit} ${formatMonth(range.from)}–${formatMonth(range.to)}`
        expectSame(coreReports(cube, number, range), naive.reportCoverage(unit, range.from, range.to), label)
        for (const indicator of city.indicators) {
          const { code } = indicator
          expectSame(coreRange(cube, number, code, range), naiveRange(naive, unit, code, range), `${label} ${code}`)
          const answer = coreJudgement(cube, editions, city, number, indicator, range.to, 'city')
          const found = differences(answer, naiveJudgement(naive, naiveEditions, unit, code, range.to, 'city'))
          if (found.length > 0) expect(found, `${label} ${code}`).toEqual([])
        }
      }
    }
  })
})

/** The city, its districts, and of each district the first and the last street with their first and last village. */
function unitsOf(naive: NaiveCity): UnitCode[] {
  const ends = (code: UnitCode) => {
    const children = naive.children(code, WHOLE.to).map((unit) => unit.code)
    return [...new Set([...children.slice(0, 1), ...children.slice(-1)])]
  }
  const districts = naive.children(naive.root, WHOLE.to).map((unit) => unit.code)
  const streets = districts.flatMap(ends)
  return [naive.root, ...districts, ...streets, ...streets.flatMap(ends)]
}

function rangesOn(basis: Basis, { frozen }: City): readonly MonthRange[] {
  return basis === 'edition' ? RANGES.filter((range) => frozen.has(range.to as Month)) : RANGES
}
