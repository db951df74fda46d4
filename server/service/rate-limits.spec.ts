import { describe, expect, it } from 'vitest'
import { RateLimits } from './rate-limits.ts'

const MINUTE = 60_000
const SECOND = 1000

/** How many of so many requests within a second are answered. */
function answered(limits: RateLimits, count: number, sessionOf: (k: number) => string | null, { begin = 0, method = 'GET' } = {}): number {
  let some = 0
  for (let k = 0; k < count; k++) {
    if (limits.wait({ method, path: '/api/totals', address: '198.51.100.7', session: sessionOf(k) }, begin + (k * SECOND) / count) === 0) some++
  }
  return some
}

describe('rates', () => {
  it('give a source with cookies that it made up no more than one without any', () => {
    const plain = answered(new RateLimits(), 20_000, () => null)
    expect(answered(new RateLimits(), 20_000, (k) => `made-up-${k}`)).toBe(plain)
    expect(plain).toBeLessThan(3_000)
    expect(answered(new RateLimits(), 20_000, (k) => `made-up-${k}`, { method: 'PUT' })).toBe(answered(new RateLimits(), 20_000, () => null, { method: 'PUT' }))
  })

  it('slow no session down that reads fifty times a second, however many there are behind one address', () => {
    const limits = new RateLimits()
    const sessions = Array.from({ length: 300 }, (_, k) => `session-${k}`)
    for (const session of sessions) limits.know(session, 0)
    for (let second = 0; second < 20; second++) {
      expect(answered(limits, 300 * 50, (k) => sessions[k % 300]!, { begin: second * SECOND })).toBe(300 * 50)
    }
    // Nor by somebody there who makes cookies up.
    answered(limits, 20_000, (k) => `made-up-${k}`, { begin: 20 * SECOND })
    expect(answered(limits, 50, () => sessions[0]!, { begin: 20 * SECOND })).toBe(50)
  })

  it('forget a session that has not been heard of for half an hour', () => {
    const limits = new RateLimits({ ...NONE, readOfSession: { perSecond: 1, burst: 1 } })
    limits.know('a', 0)
    expect(answered(limits, 1, () => 'a', { begin: 29 * MINUTE })).toBe(1)
    expect(answered(limits, 1, () => 'a', { begin: 30 * MINUTE })).toBe(0)
  })
})

/** Never. */
const STILL = { perSecond: 1e-9, burst: 0 }
const NONE = { signInOfSource: STILL, writeOfSession: STILL, writeOfSource: STILL, readOfSession: STILL, readOfSource: STILL }
