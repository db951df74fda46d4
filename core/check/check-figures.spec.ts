import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IndicatorCode } from '../indicator/indicator.ts'
import type { UnitCode } from '../unit/unit.ts'
import { GENERAL_RULES, type CheckedFigure, type CheckedUnit, type CheckRule } from './check.ts'
import { checkFigures } from './check-figures.ts'
import { median, modifiedZ } from './median.ts'

const E01 = 'E01' as IndicatorCode
const E02 = 'E02' as IndicatorCode
const flow = (own: number | null, history: readonly (number | null)[] = [], grossYear: number | null = own): CheckedFigure => ({ own, grossYear, history, isFlow: true })
const unit = (figures: Record<string, CheckedFigure>, code = 'u'): CheckedUnit => ({ unit: code as UnitCode, figures: new Map(Object.entries(figures)) as never })
const kinds = (units: CheckedUnit[], rules: readonly CheckRule[] = GENERAL_RULES) => checkFigures(units, rules).map(({ unit: code, kind, against }) => [code, kind, against])

/** Fifteen months that go up and down a little. */
const steady = (around: number) => Array.from({ length: 15 }, (_, k) => around + (k % 5) * Math.round(around / 20))

describe('figures to be explained', () => {
  it('is one far from its own past', () => {
    expect(kinds([unit({ E01: flow(104, steady(100)) })])).toEqual([])
    expect(kinds([unit({ E01: flow(310, steady(100)) })])).toEqual([['u', 'outlier', 110]])
    expect(kinds([unit({ E01: flow(0, steady(100)) })])).toEqual([['u', 'outlier', 110]])
  })

  it('is none where all siblings moved alike: that is the season', () => {
    const peak = Array.from({ length: 6 }, (_, k) => unit({ E01: flow(300 + k, steady(100)) }, `s${k}`))
    expect(kinds(peak)).toEqual([])
    expect(kinds([...peak, unit({ E01: flow(1500, steady(100)) }, 'far')])).toEqual([['far', 'outlier', 110]])
  })

  it('is a small count only when it jumps: chance alone moves the rest', () => {
    const small = [2, 0, 3, 1, 2, 4, 0, 2]
    expect(kinds([unit({ E01: flow(15, small) })])).toEqual([])
    expect(kinds([unit({ E01: flow(39, small) })])).toEqual([])
    expect(kinds([unit({ E01: flow(40, small) })])).toEqual([['u', 'jump', 4]])
    // Ten times nothing is nothing.
    expect(kinds([unit({ E01: flow(19, [0, 0, 0]) })])).toEqual([])
    expect(kinds([unit({ E01: flow(20, [0, 0, 0]) })])).toEqual([['u', 'jump', 0]])
  })

  it('is the year\'s sum in the month\'s place', () => {
    const history = [...Array<number>(12).fill(8), 9, 8, 7, 9]
    expect(kinds([unit({ E01: flow(32, history) })])).toEqual([])
    expect(kinds([unit({ E01: flow(41, history) })])).toEqual([['u', 'cumulative', 33]])
  })

  it('is a row of equal digits, and a copied report', () => {
    expect(kinds([unit({ E01: flow(222) })])).toEqual([['u', 'same-digits', null]])
    expect(kinds([unit({ E01: flow(22), E02: flow(221) })])).toEqual([])
    const same = { E01: flow(5, [5]), E02: flow(3, [3]), E03: flow(1, [1]), E04: flow(0, [0]) }
    expect(kinds([unit(same)])).toEqual([['u', 'copied', null]])
    expect(kinds([unit({ ...same, E04: flow(1, [0]) })])).toEqual([])
    expect(kinds([unit({ E01: flow(5, [5]), E02: flow(0, [0]) })])).toEqual([])
  })

  it('is a part larger than its whole, on gross figures of the year', () => {
    const rules: CheckRule[] = [{ kind: 'subset', part: E02, whole: E01 }]
    expect(kinds([unit({ E01: flow(5, [], 50), E02: flow(6, [], 50) })], rules)).toEqual([])
    expect(kinds([unit({ E01: flow(5, [], 50), E02: flow(6, [], 51) })], rules)).toEqual([['u', 'subset', 50]])
    expect(kinds([unit({ E02: flow(6, [], 51) })], rules)).toEqual([])
  })

  it('never asks about what is absent, and once a figure', () => {
    const figure = fc.record({ own: fc.option(fc.nat(5000)), history: fc.array(fc.option(fc.nat(5000)), { maxLength: 23 }) })
    fc.assert(fc.property(fc.array(fc.dictionary(fc.constantFrom('E01', 'E02', 'E03'), figure), { maxLength: 8 }), (sheet) => {
      const units = sheet.map((figures, k) => unit(Object.fromEntries(Object.entries(figures).map(([code, { own, history }]) => [code, flow(own, history)])), `u${k}`))
      const found = checkFigures(units, GENERAL_RULES)
      for (const { unit: code, indicator, value } of found) {
        if (indicator !== null) expect(units.find((each) => each.unit === code)!.figures.get(indicator)!.own).toBe(value)
      }
      expect(new Set(found.map(({ unit: code, indicator }) => `${code} ${indicator}`)).size).toBe(found.length)
    }), { seed: 4, numRuns: 200 })
  })
})

describe('robust middle and distance', () => {
  it('are those of the textbook', () => {
    expect([median([]), median([3]), median([4, 1]), median([5, 1, 3])]).toEqual([null, 3, 2.5, 3])
    expect(modifiedZ(10, [1, 2, 3, 4, 5], 0)).toBeCloseTo((0.6745 * 7) / 1)
    expect([modifiedZ(10, [], 1), modifiedZ(10, [5, 5, 5], 0), modifiedZ(10, [5, 5, 5], 1)]).toEqual([0, 0, 0.6745 * 5])
  })
})
