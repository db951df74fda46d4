import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCube, encodeCube } from '#contract/cube-wire.ts'
import { addMonths, monthsOf } from '#core/period/month.ts'
import type { Basis } from '#core/report/report.ts'
import { reportAt, type Cube } from '#core/rollup/cube.ts'
import { replaceReport } from '#core/rollup/replace-report.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { BASES, columnsOf, LIMITS } from './bases.ts'
import { changes, withReport } from './changes.ts'
import { cities, MONTHS } from './cities.ts'
import { coreMonths, coreReports, expectSame, naiveMonths } from './compare.ts'
import { coreOf, cubeOf, unitNumber, type CoreCity } from './core-city.ts'
import { NaiveCity, type City } from './naive.ts'

describe('one changed report', { timeout: 600_000 }, () => {
  it('reaches the unit and all its ancestors, as if the cube were built anew', () => {
    fc.assert(
      fc.property(changes, ([city, reports]) => {
        const core = coreOf(city)
        for (const basis of BASES) {
          let current = city
          const cube = cubeOf(core, city, MONTHS, basis)
          for (const report of reports) {
            const changed = withReport(current, report)
            // Refused: nothing may have changed, and the next change starts from the old city.
            if (replaceReport(cube, report)) current = changed
          }
          expectSame(everything(cube, core, city), everything(cubeOf(core, current, MONTHS, basis), core, city), basis)
          const naive = new NaiveCity(current, basis)
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

  it('is taken in place for ordinary figures of a unit that owes them', () => {
    let [taken, given] = [0, 0]
    fc.assert(
      fc.property(changes, ([city, reports]) => {
        const cube = cubeOf(coreOf(city), city, MONTHS, 'live')
        for (const report of reports) {
          given += 1
          if (replaceReport(cube, report)) taken += 1
        }
      }),
      LIMITS,
    )
    expect(taken).toBeGreaterThan(given / 2)
  })
})

describe('a cube on the wire', { timeout: 600_000 }, () => {
  it('says the same when it is unpacked', () => {
    fc.assert(
      fc.property(cities, fc.constantFrom(...BASES), (city, basis) => {
        const core = coreOf(city)
        const cube = cubeOf(core, city, MONTHS, basis)
        expectSame(everything(decodeCube(encodeCube(cube), core), core, city), everything(cube, core, city), basis)
      }),
      LIMITS,
    )
  })
})

describe('a cube of a part of the city', { timeout: 600_000 }, () => {
  it('has the totals that the whole has in months in which its units belong to the part, and nothing of other months', () => {
    let away = 0
    fc.assert(
      fc.property(cities, fc.nat(24), fc.constantFrom(...BASES), (city, pick, basis) => {
        const top = city.units[pick % city.units.length]!.code
        away += expectPart(partOf(city, top, basis), city, top, basis)
      }),
      LIMITS,
    )
    expect(away).toBeGreaterThan(0)
  })

  it('keeps to its units when a report changes', () => {
    fc.assert(
      fc.property(changes, fc.nat(24), fc.constantFrom(...BASES), ([city, reports], pick, basis) => {
        const top = city.units[pick % city.units.length]!.code
        let current = city
        const cube = partOf(city, top, basis)
        for (const report of reports) if (replaceReport(cube, report)) current = withReport(current, report)
        expectPart(cube, current, top, basis)
      }),
      LIMITS,
    )
  })
})

function partOf(city: City, top: UnitCode, basis: Basis): Cube {
  const core = coreOf(city)
  return cubeOf(core, city, MONTHS, basis, { root: unitNumber(core, top) })
}

/** Nothing is known of a unit in months in which it belongs to somebody else. */
const NOTHING = { own: null, total: null, due: 0, counted: 0, excused: 0, reaches: false }

/** Returns how many unit-months of the part's own units lie outside it. */
function expectPart(cube: Cube, city: City, top: UnitCode, basis: Basis): number {
  const naive = new NaiveCity(city, basis)
  let away = 0
  for (let month = MONTHS.from; month <= MONTHS.to; month = addMonths(month, 1)) {
    const inside = new Set(naive.subtree(top, month))
    for (const number of cube.unitOf) {
      const unit = cube.tree.units[number]!.code
      if (!inside.has(unit)) away += 1
      const only = { from: month, to: month }
      for (const { code } of columnsOf(city)) {
        const truth = inside.has(unit) ? naiveMonths(naive, unit, code, only)[month]! : NOTHING
        expectSame(coreMonths(cube, number, code, only)[month]!, truth, `${basis} ${top} ${unit} ${code} ${month}`)
      }
      if (inside.has(unit)) continue
      for (const form of city.forms) expect(reportAt(cube, number, form.code, month)).toMatchObject({ state: 'missing', required: false })
    }
  }
  return away
}

/** All that can be read out of a cube. */
function everything(cube: Cube, core: CoreCity, city: City) {
  return city.units.map(({ code }) => {
    const unit = unitNumber(core, code)
    return {
      code,
      figures: columnsOf(city).map((indicator) => coreMonths(cube, unit, indicator.code)),
      states: city.forms.map((form) => monthsOf(MONTHS).map((month) => reportAt(cube, unit, form.code, month))),
      coverage: coreReports(cube, unit, MONTHS),
    }
  })
}
