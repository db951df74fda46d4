import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AHEAD, BEHIND, FIRST_FIFTH, honeycombColors, NEAR, NO_DATA } from './palette.ts'

const [light, dark] = readFileSync('src/styles/index.css', 'utf8').split('@media (prefers-color-scheme: dark)') as [string, string]
const tokenIn = (css: string, name: string) => new RegExp(`--${name}: (#[\\da-f]+)`).exec(css)![1]!

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[\da-f]/g, '$&$&') : hex
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a) + 0.05, luminance(b) + 0.05]
  return Math.max(x, y) / Math.min(x, y)
}

describe.each([['light', false, light], ['dark', true, dark]] as const)('%s colours of the honeycomb', (_, isDark, css) => {
  const { cells, background, mark, label, outline } = honeycombColors(isDark)

  // Whether colour-blind eyes keep these apart is held where the tokens are.
  it('are the page\'s: a district has one colour in every picture', () => {
    expect([cells[AHEAD], cells[NEAR], cells[BEHIND], background]).toEqual(['ahead', 'near', 'behind', 'surface'].map((name) => tokenIn(css, name)))
  })

  it('show who is behind, the largest figures, signs and names on the background', () => {
    for (const color of [cells[AHEAD]!, cells[BEHIND]!, cells[FIRST_FIFTH + 4]!, outline]) expect(contrast(color, background), color).toBeGreaterThanOrEqual(3)
    for (const color of [mark, label]) expect(contrast(color, background), color).toBeGreaterThanOrEqual(4.5)
  })

  it('of fifths go one way from the background, each step seen, and begin apart from no data', () => {
    const steps = [0, 1, 2, 3, 4].map((fifth) => contrast(cells[FIRST_FIFTH + fifth]!, background))
    for (const [fifth, step] of steps.slice(1).entries()) expect(step / steps[fifth]!, `${fifth + 2}`).toBeGreaterThan(1.25)
    expect(cells[NO_DATA]).not.toBe(cells[FIRST_FIFTH])
  })
})
