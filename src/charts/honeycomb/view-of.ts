import type { HoneycombLayout, HoneycombPart } from './honeycomb-layout.ts'

/** What the picture shows: the point in its middle, and pixels per circumradius. */
export interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Part of the width and height that stays free on each side. */
const MARGIN = 0.05
/** A cell is never wider than this share of the picture, so that one village is still a cell among others. */
const LARGEST_CELL = 0.2

/** A cluster fills the picture; a leaf has nothing inside, so it is shown among its siblings. */
export function clusterShownFor(layout: HoneycombLayout, part: number): number {
  const { children, parent } = layout.parts[part]!
  return children.length === 0 && parent >= 0 ? parent : part
}

export function fitPart({ left, top, right, bottom }: HoneycombPart, { width, height }: Size): View {
  const scale = Math.min((width * (1 - 2 * MARGIN)) / (right - left), (height * (1 - 2 * MARGIN)) / (bottom - top), (Math.min(width, height) * LARGEST_CELL) / Math.sqrt(3))
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale }
}

/** Between two views: the visible rectangle moves and shrinks evenly, `part` 0–1. */
export function viewBetween(from: View, to: View, part: number): View {
  const mix = (a: number, b: number) => a + (b - a) * part
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), scale: 1 / mix(1 / from.scale, 1 / to.scale) }
}

export function easeInOut(part: number): number {
  return part < 0.5 ? 4 * part ** 3 : 1 - (2 - 2 * part) ** 3 / 2
}

export function toScreen(view: View, { width, height }: Size, x: number, y: number): { readonly x: number; readonly y: number } {
  return { x: (x - view.x) * view.scale + width / 2, y: (y - view.y) * view.scale + height / 2 }
}

export function toWorld(view: View, { width, height }: Size, x: number, y: number): { readonly x: number; readonly y: number } {
  return { x: (x - width / 2) / view.scale + view.x, y: (y - height / 2) / view.scale + view.y }
}

export type Direction = 'left' | 'right' | 'up' | 'down'
const VECTORS: Readonly<Record<Direction, readonly [number, number]>> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }

/** The child that one means by an arrow key: ahead, and rather straight than near. Without one, the same child. */
export function childTowards(layout: HoneycombLayout, cluster: number, from: number, direction: Direction): number {
  const [dx, dy] = VECTORS[direction]
  const here = layout.parts[from]!
  let [best, least] = [from, Infinity]
  for (const child of layout.parts[cluster]!.children) {
    const [x, y] = [layout.parts[child]!.centreX - here.centreX, layout.parts[child]!.centreY - here.centreY]
    const [along, across] = [x * dx + y * dy, Math.abs(x * dy - y * dx)]
    // A diagonal neighbour in the hexagonal grid is 60° off a vertical arrow's way at most.
    if (along < 0.1 || across > 2.5 * along) continue
    const cost = along + 1.5 * across
    if (cost < least) [best, least] = [child, cost]
  }
  return best
}

/** The child of a cluster that holds a cell; −1 when the cell is not inside. */
export function childWithCell(layout: HoneycombLayout, cluster: number, cell: number): number {
  return layout.parts[cluster]!.children.find((child) => layout.parts[child]!.first <= cell && cell < layout.parts[child]!.end) ?? -1
}
