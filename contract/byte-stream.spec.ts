import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteReader, ByteWriter, unzigzag, zigzag } from './byte-stream.ts'

describe('byte streams', () => {
  it('carry any integer up to 2^53', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat()), (values) => {
        const out = new ByteWriter()
        values.forEach((value) => out.varint(value))
        const back = new ByteReader(out.done())
        expect(values.map(() => back.varint())).toEqual(values)
      }),
      { seed: 1 },
    )
  })

  it('fold signs without loss', () => {
    fc.assert(fc.property(fc.integer({ min: -2e15, max: 2e15 }), (value) => { expect(unzigzag(zigzag(value))).toBe(value) }), { seed: 2 })
    expect([0, -1, 1, -2].map(zigzag)).toEqual([0, 1, 2, 3])
  })

  it('say when they end too early', () => {
    expect(() => new ByteReader(Uint8Array.of(200)).varint()).toThrow(RangeError)
  })
})
