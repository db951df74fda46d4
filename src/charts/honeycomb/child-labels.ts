import type { HoneycombLayout } from './honeycomb-layout.ts'
import { toScreen, type Size, type View } from './view-of.ts'

export interface Label {
  readonly part: number
  readonly lines: readonly string[]
  /** Middle of the text, in CSS pixels. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface LabelStyle {
  /** Size of the text and of a line, in CSS pixels. */
  readonly fontSize: number
  readonly lineHeight: number
  /** Width of a text in CSS pixels. */
  readonly measure: (text: string) => number
  /** Room that a sign before the name takes, in CSS pixels; 0 for none. */
  readonly signWidth: (part: number) => number
}

/** Breaks before 社区 and the like, else in the middle. */
const ENDING = /(社区|街道|村|居委会|村委会|办事处)$/u

/**
 * Names of a cluster's children where they fit, whole or not at all, none over another; the largest clusters first.
 */
export function placeLabels(layout: HoneycombLayout, cluster: number, view: View, size: Size, style: LabelStyle): Label[] {
  const children = layout.parts[cluster]!.children
    .map((part) => ({ part, cells: layout.parts[part]!.end - layout.parts[part]!.first }))
    .sort((a, b) => b.cells - a.cells || a.part - b.part)
  const placed: Label[] = []
  for (const { part, cells } of children) {
    const label = labelOf(layout, part, cells === 1, view, size, style)
    if (label !== null && isInside(label, size) && !placed.some((other) => overlap(label, other))) placed.push(label)
  }
  return placed
}

function labelOf(layout: HoneycombLayout, part: number, isCell: boolean, view: View, size: Size, style: LabelStyle): Label | null {
  const { name, centreX, centreY, left, right, top, bottom } = layout.parts[part]!
  // A text may stand a little over its cluster's ragged side, but not over a cell's.
  const [roomX, roomY] = [(right - left) * view.scale * (isCell ? 0.9 : 1.25), (bottom - top) * view.scale * (isCell ? 0.62 : 1)]
  for (const lines of waysToWrite(name, isCell)) {
    const width = Math.max(...lines.map(style.measure)) + style.signWidth(part)
    const height = lines.length * style.lineHeight
    if (width <= roomX && height <= roomY) return { part, lines, width, height, ...toScreen(view, size, centreX, centreY) }
  }
  return null
}

function waysToWrite(name: string, isCell: boolean): (readonly string[])[] {
  const letters = [...name]
  const ways: (readonly string[])[] = [[name]]
  if (letters.length < 4) return ways
  const ending = ENDING.exec(name)?.[0] ?? ''
  const middle = Math.ceil(letters.length / 2)
  if ([...ending].length >= 2 && letters.length - [...ending].length <= 4) ways.push([name.slice(0, -ending.length), ending])
  ways.push([letters.slice(0, middle).join(''), letters.slice(middle).join('')])
  const third = Math.ceil(letters.length / 3)
  if (isCell && letters.length > 6) ways.push([letters.slice(0, third).join(''), letters.slice(third, 2 * third).join(''), letters.slice(2 * third).join('')])
  return ways
}

const SPACE = 3

function overlap(a: Label, b: Label): boolean {
  return Math.abs(a.x - b.x) < (a.width + b.width) / 2 + SPACE && Math.abs(a.y - b.y) < (a.height + b.height) / 2
}

function isInside(label: Label, { width, height }: Size): boolean {
  return label.x - label.width / 2 >= 0 && label.x + label.width / 2 <= width && label.y - label.height / 2 >= 0 && label.y + label.height / 2 <= height
}
