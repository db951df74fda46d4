import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NEIGHBOURS } from './hex-grid.ts'
import { buildHoneycombLayout, cellUnder, type HoneycombLayout, type HoneycombNode, type Tile } from './honeycomb-layout.ts'

type Shape = readonly Shape[]
const shape = fc.letrec<{ node: Shape }>((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('node'), { maxLength: 9 })),
})).node

function treeOf(given: Shape, code = '1'): HoneycombNode {
  return { code, name: `单位${code}`, children: given.map((child, k) => treeOf(child, `${code}.${k + 1}`)) }
}

function leavesOf(node: HoneycombNode): string[] {
  return node.children.length === 0 ? [node.code] : node.children.flatMap(leavesOf)
}

function zhuzhou(): HoneycombNode {
  const lines = readFileSync('data/zhuzhou-divisions.csv', 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(','))
  const nodes = new Map(lines.map(([code, , , name]) => [code!, { code: code!, name: name!, children: [] as HoneycombNode[] }]))
  for (const [code, parent] of lines) nodes.get(parent!)?.children.push(nodes.get(code!)!)
  return nodes.get('430200000000')!
}

const tileGrid = (JSON.parse(readFileSync('data/zhuzhou-tilegrid.json', 'utf8')) as { tiles: Tile[] }).tiles

/** Whether cells first … end − 1 hang together by their sides. */
function isConnected(layout: HoneycombLayout, first: number, end: number): boolean {
  const seen = new Set([first])
  for (const cell of seen) {
    for (const [dq, dr] of NEIGHBOURS) {
      const other = layout.cellAt(layout.q[cell]! + dq, layout.r[cell]! + dr)
      if (other >= first && other < end) seen.add(other)
    }
  }
  return seen.size === end - first
}

describe('honeycomb layout of any tree', () => {
  it('gives every leaf one cell of its own, in preorder', () => {
    fc.assert(fc.property(shape, (given) => {
      const root = treeOf(given)
      const layout = buildHoneycombLayout(root)
      expect(layout.codes).toEqual(leavesOf(root))
      expect(new Set(layout.codes.map((_, cell) => `${layout.q[cell]},${layout.r[cell]}`)).size).toBe(layout.codes.length)
      layout.codes.forEach((_, cell) => expect(cellUnder(layout, layout.x[cell]! + 0.4, layout.y[cell]! - 0.5)).toBe(cell))
    }))
  })

  it('keeps an empty cell between top clusters, and each in one piece', () => {
    fc.assert(fc.property(shape.filter((given) => given.some((child) => child.length > 0)), (given) => {
      const layout = buildHoneycombLayout(treeOf(given))
      for (const top of layout.parts[0]!.children) {
        const { first, end } = layout.parts[top]!
        expect(isConnected(layout, first, end)).toBe(true)
        for (let cell = first; cell < end; cell++) {
          for (const [dq, dr] of NEIGHBOURS) {
            const other = layout.cellAt(layout.q[cell]! + dq, layout.r[cell]! + dr)
            expect(other < 0 || (other >= first && other < end)).toBe(true)
          }
        }
      }
    }))
  })

  it('describes every part by the cells that it covers', () => {
    fc.assert(fc.property(shape, (given) => {
      const root = treeOf(given)
      const layout = buildHoneycombLayout(root)
      const visit = (node: HoneycombNode) => {
        const part = layout.parts[layout.partOf.get(node.code)!]!
        expect(layout.codes.slice(part.first, part.end)).toEqual(leavesOf(node))
        expect(part.children.map((child) => layout.parts[child]!.code)).toEqual(node.children.map((child) => child.code))
        for (let cell = part.first; cell < part.end; cell++) {
          expect(layout.x[cell]! > part.left && layout.x[cell]! < part.right && layout.y[cell]! > part.top && layout.y[cell]! < part.bottom).toBe(true)
        }
        node.children.forEach(visit)
      }
      visit(root)
    }))
  })
})

describe('honeycomb of Zhuzhou', () => {
  const layout = buildHoneycombLayout(zhuzhou(), tileGrid)
  const part = (code: string) => layout.parts[layout.partOf.get(code)!]!

  it('is the same every time', () => {
    const again = buildHoneycombLayout(zhuzhou(), tileGrid)
    expect([again.q, again.r]).toEqual([layout.q, layout.r])
  })

  it('has every street in one piece', () => {
    const broken = layout.parts.filter(({ first, end }, k) => k > 0 && !isConnected(layout, first, end))
    expect(broken.map(({ name }) => name)).toEqual([])
  })

  it('keeps districts as the tile grid has them', () => {
    for (const a of tileGrid) {
      for (const b of tileGrid) {
        const [from, to] = [part(`${a.adcode}000000`), part(`${b.adcode}000000`)]
        if (b.col - a.col >= 1 && Math.abs(b.row - a.row) <= 1) expect(to.centreX, `${from.name} ← ${to.name}`).toBeGreaterThan(from.centreX)
        if (b.row - a.row >= 2) expect(to.centreY, `${from.name} ↑ ${to.name}`).toBeGreaterThan(from.centreY)
      }
    }
  })

  it('marks the sides between two streets, seen alike from both', () => {
    layout.codes.forEach((code, cell) => {
      NEIGHBOURS.forEach(([dq, dr], side) => {
        const other = layout.cellAt(layout.q[cell]! + dq, layout.r[cell]! + dr)
        const border = layout.borders[6 * cell + side]!
        if (other < 0) expect(border).toBe(0)
        else expect(border).toBe(layout.codes[other]!.slice(0, 9) === code.slice(0, 9) ? 0 : 1)
      })
    })
  })
})
