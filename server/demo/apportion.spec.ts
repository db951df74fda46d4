import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apportion, scatter } from './apportion.ts'

const weights = fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 40 }).filter((all) => all.some((w) => w > 1e-6))
const totals = fc.integer({ min: 0, max: 1_000_000 })

function shares(total: number, given: readonly number[]): number[] {
  const sum = given.reduce((a, b) => a + b, 0)
  return given.map((weight) => (total * weight) / sum)
}

describe('apportion', () => {
  it('adds up and gives each its share, rounded up or down', () => {
    fc.assert(fc.property(totals, weights, (total, given) => {
      const parts = apportion(total, given)
      expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
      shares(total, given).forEach((share, i) => expect(Math.abs(parts[i]! - share)).toBeLessThan(1 + 1e-6))
    }))
  })

  it('gives the largest remainders the units that are left', () => {
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3])
    expect(apportion(7, [0.55, 0.3, 0.15])).toEqual([4, 2, 1])
  })

  it('gives multiples of a step, and the rest to the largest', () => {
    expect(apportion(105, [1, 3, 1], 10)).toEqual([20, 65, 20])
  })
})

describe('scatter', () => {
  it('adds up, gives each its share rounded up or down, and nothing where there is no weight', () => {
    fc.assert(fc.property(totals, weights, fc.double({ min: 0, max: 0.999, noNaN: true }), (total, given, offset) => {
      const parts = scatter(total, given, offset)
      expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
      shares(total, given).forEach((share, i) => {
        expect(Math.abs(parts[i]! - share)).toBeLessThan(1 + 1e-6)
        if (given[i] === 0) expect(parts[i]).toBe(0)
      })
    }))
  })

  it('is right on average where every share is less than one', () => {
    const given = [0.2, 0.3, 0.5]
    const sums = [0, 0, 0]
    for (let k = 0; k < 1000; k++) scatter(1, given, k / 1000).forEach((part, i) => (sums[i] = sums[i]! + part))
    expect(sums).toEqual([200, 300, 500])
  })

  it('refuses to give something to nobody', () => {
    expect(() => scatter(3, [0, 0], 0.5)).toThrow(RangeError)
  })
})
