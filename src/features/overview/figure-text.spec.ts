import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { behindText, changeText, gapText, indexText } from './figure-text.ts'

describe('figures in words', () => {
  it('says the gap in points with its sign', () => {
    expect([0.0234, -0.02, 0, null].map(gapText)).toEqual(['较序时进度 +2.3个百分点', '较序时进度 -2.0个百分点', '较序时进度 0.0个百分点', null])
  })

  it('never rounds an index up to a better status', () => {
    expect([0.9999, 1, 1.1, 0.9499].map(indexText)).toEqual(['0.99', '1.00', '1.10', '0.94'])
  })

  it('says changes as ratios, of rates as points, and nothing where there is none', () => {
    const change = (ratio: number | null, isPoints = false) => changeText({ ratio, isPoints, reason: null })
    expect([change(0.0321), change(-0.5), change(0), change(0.0015, true), change(null)]).toEqual(['+3.2%', '-50.0%', '0.0%', '+0.2个百分点', '—'])
  })

  it('says since when', () => {
    expect(behindText(monthOf(2023, 3))).toBe('自3月起慢于序时进度')
    expect(behindText(null)).toBeNull()
  })
})
