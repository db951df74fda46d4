import { describe, expect, it } from 'vitest'
import { chartText, widthInEm } from './chart-text.ts'

/** What zrender takes for a styled piece of text. */
const MARKUP = /\{[a-zA-Z0-9_]+\|[^}]*\}/

describe('names in charts', () => {
  it.each([
    ['{a|甲}村', '｛a|甲｝村'],
    ['乙}|<b>村', '乙｝|<b>村'],
    ['丙\n村', '丙 村'],
    ['{{rank|x}}', '｛｛rank|x｝｝'],
  ])('%j survives as text', (name, shown) => {
    expect(chartText(name)).toBe(shown)
    expect(`{rank|1}${chartText(name)}`.replace('{rank|1}', '')).not.toMatch(MARKUP)
  })

  it('measures Han characters as squares', () => {
    expect(widthInEm('石峰区')).toBe(3)
    expect(widthInEm('A1')).toBeCloseTo(1.2)
    // A pair of surrogates is one character.
    expect(widthInEm('𰻞村')).toBe(2)
  })
})
