import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BASES, LIMITS, rangesFor } from './bases.ts'
import { cities, MONTHS, ranges } from './cities.ts'
import { coreJudgement, differences, naiveJudgement } from './compare.ts'
import { coreOf, cubeOf, unitNumber } from './core-city.ts'
import { NaiveCity } from './naive.ts'

describe('assessment equals exact fractions', { timeout: 600_000 }, () => {
  it('for every unit with a target, both schemes, on every basis', () => {
    fc.assert(
      fc.property(cities, fc.array(ranges, { minLength: 2, maxLength: 3 }), (city, given) => {
        const core = coreOf(city)
        const editions = cubeOf(core, city, MONTHS, 'edition')
        const naiveEditions = new NaiveCity(city, 'edition')
        for (const basis of BASES) {
          const naive = new NaiveCity(city, basis)
          const cube = cubeOf(core, city, MONTHS, basis)
          for (const { to } of rangesFor(city, basis, given)) {
            for (const { unit, indicator: code, scheme } of city.targets) {
              const indicator = naive.indicator(code)
              const answer = coreJudgement(cube, editions, city, unitNumber(core, unit), indicator, to, scheme)
              const exact = naiveJudgement(naive, naiveEditions, unit, code, to, scheme)
              const found = differences(answer, exact)
              if (found.length > 0) expect(found, `${basis} ${unit} ${code} ${indicator.pace} at ${to}`).toEqual([])
            }
          }
        }
      }),
      LIMITS,
    )
  })
})
