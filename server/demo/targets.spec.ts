import { describe, expect, it } from 'vitest'
import type { Target } from '#core/indicator/target.ts'
import { targetIn } from '#core/pace/assess.ts'
import { monthOf, type Month } from '#core/period/month.ts'
import { readDemoCity } from './demo-fixture.ts'

const city = readDemoCity()
const CITY = '430200000000'
const RAISING = '430281000000'

function targetsOf(unit: string, code: string, year: number): Target[] {
  return city.targets.filter((target) => target.unit === unit && target.indicator === code && target.year === year && target.scheme === 'city')
}

function valueIn(unit: string, code: string, month: Month): number {
  return targetIn(targetsOf(unit, code, Math.floor(month / 12)), month)?.value ?? 0
}

function childrenSum(parent: string, code: string, month: Month): number {
  const children = city.units.filter((unit) => unit.parents[0]!.parent === parent)
  return children.reduce((sum, unit) => sum + valueIn(unit.code, code, month), 0)
}

const DECEMBERS = [2021, 2022].map((year) => monthOf(year, 12))
const DISTRICTS = city.units.filter((unit) => unit.level === 2).map((unit) => unit.code)

/** The part of the city's target that it keeps for 市本级, which enters these itself. */
const KEPT_BY_CITY: Readonly<Record<string, number>> = {
  E01: 0.034, E02: 0, E03: 0, E04: 0, S01: 0, S04: 0.09, T01: 0.18, T02: 0.18, T04: 0.18, L01: 0.18,
}

describe('targets of 2022', () => {
  it('are those of the catalogue', () => {
    const values = Object.fromEntries(['E01', 'E02', 'E03', 'E04', 'E05', 'R01', 'S01', 'S04', 'T01', 'T02', 'L01'].map((code) => [code, valueIn(CITY, code, monthOf(2022, 12))]))
    expect(values).toEqual({
      E01: 52_000, E02: 11_000, E03: 5_000, E04: 21_000, E05: 0, R01: 4_00, S01: 320_000, S04: 360, T01: 200, T02: 4_800, L01: 7_500_00,
    })
  })

  it('come from the province, too', () => {
    const province = city.targets.filter((target) => target.scheme === 'province')
    expect(province.map(({ unit, indicator, year }) => [unit, indicator, year])).toEqual(
      [2021, 2022, 2023].flatMap((year) => ['E01', 'E04'].map((code) => [CITY, code, year])))
  })
})

describe('split targets', () => {
  it.each(Object.entries(KEPT_BY_CITY))('%s: districts add up to the city less what it keeps', (code, part) => {
    for (const month of [...DECEMBERS, monthOf(2023, 4)]) {
      const whole = valueIn(CITY, code, month)
      const kept = whole - childrenSum(CITY, code, month)
      // The steps of the split: what is kept is rounded to them.
      expect(Math.abs(kept - whole * part)).toBeLessThanOrEqual(code === 'L01' ? 2_500 : 50)
      if (part === 0) expect(kept).toBe(0)
    }
  })

  it.each(['E01', 'E02', 'E03', 'E04'])('%s: streets add up to their district; one district adds 8 %%', (code) => {
    for (const month of [...DECEMBERS, monthOf(2023, 4)]) {
      for (const district of DISTRICTS) {
        const asked = valueIn(district, code, month)
        expect(childrenSum(district, code, month)).toBe(district === RAISING ? Math.round((asked * 108) / 100) : asked)
      }
    }
  })

  it('S01: streets add up to their district less a tenth for 区本级', () => {
    for (const district of DISTRICTS) {
      const asked = valueIn(district, 'S01', DECEMBERS[1]!) * (district === RAISING ? 1.08 : 1)
      expect(Math.abs(childrenSum(district, 'S01', DECEMBERS[1]!) - asked * 0.9)).toBeLessThanOrEqual(10)
    }
  })

  it('are the same for everybody where they are not amounts', () => {
    for (const district of DISTRICTS) expect([valueIn(district, 'R01', DECEMBERS[1]!), valueIn(district, 'E05', DECEMBERS[1]!)]).toEqual([400, 0])
  })
})

describe('versions of 2023', () => {
  it('are provisional until March, then official with a document', () => {
    const [first, second] = targetsOf(CITY, 'E01', 2023)
    expect(first).toMatchObject({ status: 'provisional', effectiveMonth: 1, document: null, value: 53_000 })
    expect(second).toMatchObject({ status: 'official', effectiveMonth: 3, value: 53_000 })
  })

  it('hold one revision, which the city takes over', () => {
    const revised = city.targets.filter((target) => target.effectiveMonth === 5)
    expect(revised).toHaveLength(1)
    const [target] = revised
    const versions = targetsOf(target!.unit, target!.indicator, 2023)
    expect(versions.map((version) => version.effectiveMonth)).toEqual([1, 3, 5])
    expect(versions[2]!.value).toBe(versions[1]!.value - 800)
    expect(childrenSum(CITY, 'T04', monthOf(2023, 5))).toBe(childrenSum(CITY, 'T04', monthOf(2023, 4)) - 800)
  })

  it('have documents that say 演示 wherever they are official', () => {
    const official = city.targets.filter((target) => target.status === 'official')
    expect(official.filter((target) => !/〔20\d\d〕\d+号（演示）$/.test(target.document ?? ''))).toEqual([])
    expect(city.targets.filter((target) => target.status === 'provisional' && target.document !== null)).toEqual([])
  })

  it('are kept once per unit, indicator, year, scheme and month', () => {
    const keys = new Set(city.targets.map((t) => `${t.unit} ${t.indicator} ${t.year} ${t.scheme} ${t.effectiveMonth}`))
    expect(keys.size).toBe(city.targets.length)
  })
})
