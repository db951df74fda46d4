import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const CSS = readFileSync(new URL('./index.css', import.meta.url), 'utf8')
const [light, dark] = CSS.split('@media (prefers-color-scheme: dark)') as [string, string]
const THEMES = [['light', tokensOf(light)], ['dark', new Map([...tokensOf(light), ...tokensOf(dark)])]] as const

type Rgb = readonly [number, number, number]

function tokensOf(css: string): Map<string, Rgb> {
  const found = css.matchAll(/--([\w-]+): #([\da-f]{6}|[\da-f]{3})\b/g)
  return new Map([...found].map(([, name, hex]) => [name!, linear(hex!)]))
}

function linear(hex: string): Rgb {
  const full = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex
  const channel = (at: number) => {
    const share = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return [channel(0), channel(2), channel(4)]
}

/** WCAG 2 contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = ([r, g, bl]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * bl
  const [x, y] = [luminance(a) + 0.05, luminance(b) + 0.05]
  return Math.max(x, y) / Math.min(x, y)
}

type Matrix = readonly [Rgb, Rgb, Rgb]
const times = (m: Matrix, [a, b, c]: Rgb): Rgb => m.map((row) => row[0] * a + row[1] * b + row[2] * c) as unknown as Rgb

/** Full dichromacy after Machado, Oliveira and Fernandes 2009, on linear light. */
const EYES: Readonly<Record<string, Matrix>> = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanope: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranope: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanope: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}

/** Distance in OKLab × 100: about 2 is just noticeable side by side. */
function distance(a: Rgb, b: Rgb, eye: Matrix): number {
  const [x, y] = [okLab(times(eye, a)), okLab(times(eye, b))]
  return 100 * Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2])
}

function okLab(rgb: Rgb): Rgb {
  const cones = times(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]],
    rgb.map((share) => Math.min(1, Math.max(0, share))) as unknown as Rgb,
  ).map(Math.cbrt) as unknown as Rgb
  return times([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]], cones)
}

const TONES = ['ahead', 'near', 'behind']
const PAIRS = [['ahead', 'near'], ['ahead', 'behind'], ['near', 'behind']] as const

/** Text and what it stands on. */
const TEXTS: readonly (readonly [text: string, grounds: readonly string[]])[] = [
  ['ink', ['page', 'surface', 'hover', 'track', 'fifth-1', 'fifth-2', 'fifth-3', 'fifth-4']],
  ['ink-soft', ['page', 'surface', 'hover', 'track']],
  ['accent', ['page', 'surface', 'hover']],
  ['accent-ink', ['accent']],
  ['bar-ink', ['bar']],
  ['warn-ink', ['page', 'surface', 'hover']],
  ['notice-ink', ['notice']],
  ...TONES.map((tone) => [`${tone}-ink`, ['surface', `${tone}-soft`]] as const),
]

describe.each(THEMES)('colours of the %s theme', (_, tokens) => {
  const color = (name: string): Rgb => {
    const found = tokens.get(name)
    if (found === undefined) throw new Error(`--${name} is not a plain colour`)
    return found
  }

  it.each(TEXTS.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const)))('%s reads on %s', (text, ground) => {
    expect(contrast(color(text), color(ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(Object.keys(EYES))('a %s tells the states apart, as bars and as grounds of cells', (eye) => {
    for (const [a, b] of PAIRS) {
      expect(distance(color(a), color(b), EYES[eye]!), `${a}, ${b}`).toBeGreaterThan(10)
      expect(distance(color(`${a}-soft`), color(`${b}-soft`), EYES[eye]!), `${a}-soft, ${b}-soft`).toBeGreaterThan(6)
    }
  })

  it('shows bars on their track', () => {
    for (const name of ['ahead', 'behind', 'accent', 'line-strong']) expect(contrast(color(name), color('surface')), name).toBeGreaterThan(2.4)
  })
})
