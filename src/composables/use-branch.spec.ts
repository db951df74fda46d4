// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { highestOf } from './use-branch.ts'

describe('the branch that a unit is seen from', () => {
  it('is that of the highest own unit on its path', () => {
    const path = ['city', 'district', 'street', 'village']
    expect(highestOf(path, ['village', 'district'])).toBe('district')
    expect(highestOf(path, ['village'])).toBe('village')
    expect(highestOf(path, ['elsewhere'])).toBeUndefined()
  })
})
