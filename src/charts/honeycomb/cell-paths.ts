import { NEIGHBOURS } from './hex-grid.ts'
import type { HoneycombLayout } from './honeycomb-layout.ts'
import type { Band } from './veils.ts'

const NORMALS = NEIGHBOURS.map((_, side) => ({ x: Math.cos((side * Math.PI) / 3), y: Math.sin((side * Math.PI) / 3) }))
const APOTHEM = Math.sqrt(3) / 2
/** How far a side stands back, in apothems, by its border: siblings, streets, districts, cities. */
const SET_BACK = [0.05, 0.16, 0.26, 0.34]
/** 1 / sin 60°: a corner is where two sides' lines meet. */
const CORNER = 2 / Math.sqrt(3)

/** Gaps are left by cells that stand back, so that nothing has to be stroked in a flight; wider between clusters. */
export function addCell(path: Path2D, layout: HoneycombLayout, cell: number): void {
  const [x, y] = [layout.x[cell]!, layout.y[cell]!]
  const reach = (side: number) => APOTHEM * (1 - SET_BACK[Math.min(layout.borders[6 * cell + side]!, SET_BACK.length - 1)]!)
  for (let side = 0; side < 6; side++) {
    const next = (side + 1) % 6
    const [a, b] = [reach(side), reach(next)]
    // Meeting point of n₁·p = a and n₂·p = b, the normals being 60° apart.
    const [n, m] = [NORMALS[side]!, NORMALS[next]!]
    const px = x + CORNER * (a * m.y - b * n.y)
    const py = y + CORNER * (b * n.x - a * m.x)
    if (side === 0) path.moveTo(px, py)
    else path.lineTo(px, py)
  }
  path.closePath()
}

/** One path per class, of the cells of a band, in units of the grid. */
export function pathsByClass(layout: HoneycombLayout, classes: Uint8Array, count: number, { first, end }: Band): Path2D[] {
  const paths = Array.from({ length: count }, () => new Path2D())
  for (let cell = first; cell < end; cell++) {
    const path = paths[classes[cell] ?? 0]
    if (path !== undefined) addCell(path, layout, cell)
  }
  return paths
}

function addHexagon(path: Path2D, x: number, y: number, radius: number): void {
  for (let corner = 0; corner < 6; corner++) {
    const angle = ((corner + 0.5) * Math.PI) / 3
    if (corner === 0) path.moveTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle))
    else path.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle))
  }
  path.closePath()
}

/** The outer sides of a cluster, corner to corner. */
export function outlineOf(layout: HoneycombLayout, first: number, end: number): Path2D {
  const path = new Path2D()
  for (let cell = first; cell < end; cell++) {
    for (const [side, [dq, dr]] of NEIGHBOURS.entries()) {
      const other = layout.cellAt(layout.q[cell]! + dq, layout.r[cell]! + dr)
      if (other >= first && other < end) continue
      const [from, to] = [((side - 0.5) * Math.PI) / 3, ((side + 0.5) * Math.PI) / 3]
      path.moveTo(layout.x[cell]! + Math.cos(from), layout.y[cell]! + Math.sin(from))
      path.lineTo(layout.x[cell]! + Math.cos(to), layout.y[cell]! + Math.sin(to))
    }
  }
  return path
}

/** Signs inside cells, by number: 0 none, 1 未报 a hole, 2 零报告 a dot, 3 退回 a triangle. */
export interface MarkPaths {
  /** Of the background's colour: holes, and what surrounds a sign, so that it reads on every class. */
  readonly holes: Path2D
  readonly signs: Path2D
}

/** Below the middle, which is the name's. */
const DOT = 0.5

export function pathsOfMarks(layout: HoneycombLayout, marks: Uint8Array | undefined, { first, end }: Band): MarkPaths {
  const [holes, signs] = [new Path2D(), new Path2D()]
  for (let cell = first; marks !== undefined && cell < end; cell++) {
    const [x, y] = [layout.x[cell]!, layout.y[cell]!]
    if (marks[cell] === 1) addHexagon(holes, x, y, 0.66)
    if (marks[cell] === 2) {
      addDot(holes, x, y + DOT, 0.19)
      addDot(signs, x, y + DOT, 0.13)
    }
    if (marks[cell] === 3) {
      addTriangle(holes, x, y + DOT, 0.38)
      addTriangle(signs, x, y + DOT, 0.26)
    }
  }
  return { holes, signs }
}

function addDot(path: Path2D, x: number, y: number, radius: number): void {
  path.moveTo(x + radius, y)
  path.arc(x, y, radius, 0, 2 * Math.PI)
}

/** Corners on a circle. */
function addTriangle(path: Path2D, x: number, y: number, radius: number): void {
  path.moveTo(x, y - radius)
  path.lineTo(x + radius * APOTHEM, y + radius / 2)
  path.lineTo(x - radius * APOTHEM, y + radius / 2)
  path.closePath()
}
