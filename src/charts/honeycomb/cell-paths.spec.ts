import { describe, expect, it } from 'vitest'
import { addCell } from './cell-paths.ts'
import { buildHoneycombLayout, type HoneycombNode } from './honeycomb-layout.ts'
import { NEIGHBOURS } from './hex-grid.ts'

const node = (code: string, children: HoneycombNode[] = []): HoneycombNode => ({ code, name: code, children })
const street = (code: string) => node(code, Array.from({ length: 8 }, (_, k) => node(`${code}${k}`)))
const layout = buildHoneycombLayout(node('city', [node('district', ['a', 'b', 'c'].map(street))]))

function cornersOf(cell: number): { x: number; y: number }[] {
  const corners: { x: number; y: number }[] = []
  const keep = (x: number, y: number) => { corners.push({ x: x - layout.x[cell]!, y: y - layout.y[cell]! }) }
  // What a canvas is told; there is none here.
  addCell({ moveTo: keep, lineTo: keep, closePath: () => {} } as unknown as Path2D, layout, cell)
  return corners
}

/** How far a cell reaches towards a side, in apothems. */
function reach(cell: number, side: number): number {
  const angle = (side * Math.PI) / 3
  return Math.max(...cornersOf(cell).map(({ x, y }) => (x * Math.cos(angle) + y * Math.sin(angle)) / (Math.sqrt(3) / 2)))
}

describe('path of a cell', () => {
  it('leaves a narrow gap to siblings and a wide one to other streets', () => {
    const seen = new Set<string>()
    layout.codes.forEach((code, cell) => {
      NEIGHBOURS.forEach(([dq, dr], side) => {
        const other = layout.codes[layout.cellAt(layout.q[cell]! + dq, layout.r[cell]! + dr)]
        const kind = other === undefined || other[0] === code[0] ? 'narrow' : 'wide'
        seen.add(kind)
        expect(reach(cell, side)).toBeCloseTo(kind === 'narrow' ? 0.95 : 0.84)
      })
    })
    expect(seen).toEqual(new Set(['narrow', 'wide']))
  })
})
