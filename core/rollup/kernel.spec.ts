import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addLeaves, LEAF_LIMIT, packLeaf, unpackLeaf } from './kernel.ts'

const figure = fc.option(fc.integer({ min: -LEAF_LIMIT + 1, max: LEAF_LIMIT - 1 }), { nil: null })

describe('leaf rows', () => {
  it('keep figures apart from absence', () => {
    fc.assert(fc.property(figure, (value) => { expect(unpackLeaf(packLeaf(value))).toBe(value) }), { seed: 1 })
    expect(unpackLeaf(packLeaf(0))).toBe(0)
    expect(unpackLeaf(packLeaf(null))).toBeNull()
  })

  it('add up to the plain sum and count, at the extremes too', () => {
    const extreme = fc.constantFrom(null, 0, LEAF_LIMIT - 1, -LEAF_LIMIT + 1)
    fc.assert(
      fc.property(fc.array(fc.oneof(figure, extreme), { maxLength: 30 }), (figures) => {
        const leaves = Int32Array.from([...figures, null], packLeaf)
        const row = { sums: new Float64Array(1), filled: new Int32Array(1), counted: new Int32Array(1) }
        addLeaves(row, leaves, figures.map((_, k) => k), figures.length, 0, 1)
        const held = figures.filter((value) => value !== null)
        expect(row.sums[0]).toBe(held.reduce((sum, value) => sum + value, 0))
        expect(row.filled[0]).toBe(held.length)
      }),
      { seed: 2, numRuns: 1000 },
    )
  })
})
