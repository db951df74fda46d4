import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideRounded, fromUnits, MAX_FIGURE, parseDecimal, toUnits } from './decimal.ts'

describe('parseDecimal', () => {
  it.each([
    ['8000', 2, 800000],
    ['8000.5', 2, 800050],
    ['-0.01', 2, -1],
    ['+7', 0, 7],
    ['12.300', 1, 123],
    ['-0', 0, 0],
    ['007', 0, 7],
  ])('%j with %i decimals is %i', (text, decimals, expected) => {
    expect(parseDecimal(text, decimals)).toBe(expected)
  })

  it.each([
    ['1.5', 0, 'too-many-decimals'],
    ['1,000', 0, 'not-a-number'],
    ['1e3', 0, 'not-a-number'],
    ['.5', 1, 'not-a-number'],
    ['', 0, 'not-a-number'],
    ['NaN', 0, 'not-a-number'],
    [' 1', 0, 'not-a-number'],
    ['10000000000000.01', 2, 'too-large'],
  ])('%j with %i decimals is %s', (text, decimals, problem) => {
    expect(parseDecimal(text, decimals)).toBe(problem)
  })

  it('comes back from JSON numbers unchanged', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_FIGURE, max: MAX_FIGURE }), fc.integer({ min: 0, max: 4 }), (figure, decimals) => {
        const carried = JSON.parse(JSON.stringify(toUnits(figure, decimals))) as number
        expect(fromUnits(carried, decimals)).toBe(figure === 0 ? 0 : figure)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})

describe('divideRounded', () => {
  const part = (value: number, decimals = 0) => ({ value, decimals })

  it('rounds half away from zero', () => {
    expect(divideRounded(part(1), part(8), 100, 0)).toBe(13)
    expect(divideRounded(part(-1), part(8), 100, 0)).toBe(-13)
    expect(divideRounded(part(40_000), part(1_250_000), 100, 2)).toBe(320)
    expect(divideRounded(part(1), part(3), 1000, 1)).toBe(3333)
  })

  it('minds the decimals of both parts', () => {
    expect(divideRounded(part(150, 2), part(3), 1, 1)).toBe(5)
    expect(divideRounded(part(3), part(150, 2), 1, 1)).toBe(20)
  })

  it('has no value over a denominator of 0', () => {
    expect(divideRounded(part(1), part(0), 100, 2)).toBeNull()
  })

  it('never says −0', () => {
    expect(Object.is(divideRounded(part(-1), part(1000), 1, 0), 0)).toBe(true)
  })
})
