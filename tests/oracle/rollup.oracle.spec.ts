import * as fc from 'fast-check'
import { describe, it } from 'vitest'
import { BASES, columnsOf, LIMITS, rangesFor } from './bases.ts'
import { cities, MONTHS, ranges } from './cities.ts'
import { coreMonths, coreRange, coreReports, expectSame, naiveMonths, naiveRange } from './compare.ts'
import { coreOf, cubeOf, unitNumber } from './core-city.ts'
import { NaiveCity } from './naive.ts'

describe('the cube equals a naive recomputation', { timeout: 600_000 }, () => {
  it('month by month: own figures, totals, due and counted cells of every unit', () => {
    fc.assert(
      fc.property(cities, (city) => {
        const core = coreOf(city)
        for (const basis of BASES) {
          const naive = new NaiveCity(city, basis)
          const cube = cubeOf(core, city, MONTHS, basis)
          for (const { code: unit } of city.units) {
            for (const { code } of columnsOf(city)) {
              const answer = coreMonths(cube, unitNumber(core, unit), code)
              expectSame(answer, naiveMonths(naive, unit, code, MONTHS), `${basis} ${unit} ${code}`)
            }
          }
        }
      }),
      LIMITS,
    )
  })

  it('over ranges: flows, stocks, rates, published figures, coverage, asOf', () => {
    fc.assert(
      fc.property(cities, fc.array(ranges, { minLength: 2, maxLength: 4 }), (city, given) => {
        const core = coreOf(city)
        for (const basis of BASES) {
          const naive = new NaiveCity(city, basis)
          const cube = cubeOf(core, city, MONTHS, basis)
          for (const range of rangesFor(city, basis, given)) {
            for (const { code: unit } of city.units) {
              for (const { code } of city.indicators) {
                const answer = coreRange(cube, unitNumber(core, unit), code, range)
                expectSame(answer, naiveRange(naive, unit, code, range), `${basis} ${unit} ${code} ${range.from}–${range.to}`)
              }
            }
          }
        }
      }),
      LIMITS,
    )
  })

  it('over ranges: reports due and counted, and the topmost missing units in official order', () => {
    fc.assert(
      fc.property(cities, fc.array(ranges, { minLength: 2, maxLength: 4 }), (city, given) => {
        const core = coreOf(city)
        for (const basis of BASES) {
          const naive = new NaiveCity(city, basis)
          const cube = cubeOf(core, city, MONTHS, basis)
          for (const range of rangesFor(city, basis, given)) {
            for (const { code: unit } of city.units) {
              const answer = coreReports(cube, unitNumber(core, unit), range)
              expectSame(answer, naive.reportCoverage(unit, range.from, range.to), `${basis} ${unit} ${range.from}–${range.to}`)
            }
          }
        }
      }),
      LIMITS,
    )
  })
})
