import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildHoneycombLayout, cellUnder, type HoneycombNode } from './honeycomb-layout.ts'
import { childTowards, childWithCell, clusterShownFor, easeInOut, fitPart, toScreen, toWorld, viewBetween } from './view-of.ts'

const node = (code: string, children: HoneycombNode[] = []): HoneycombNode => ({ code, name: code, children })
const many = (prefix: string, count: number) => Array.from({ length: count }, (_, k) => node(`${prefix}${k}`))
const layout = buildHoneycombLayout(
  node('root', [node('10', many('10-', 20)), node('20', many('20-', 30)), node('30', many('30-', 9)), node('40', many('40-', 14))]),
  [{ adcode: 10, col: 0, row: 0 }, { adcode: 20, col: 1, row: 0 }, { adcode: 30, col: 0, row: 1 }, { adcode: 40, col: 1, row: 1 }],
)
const part = (code: string) => layout.partOf.get(code)!
const size = { width: 800, height: 600 }

describe('view', () => {
  it('holds the whole cluster, with a margin', () => {
    for (const code of ['root', '10', '30']) {
      const box = layout.parts[part(code)]!
      const view = fitPart(box, size)
      const [from, to] = [toScreen(view, size, box.left, box.top), toScreen(view, size, box.right, box.bottom)]
      expect(Math.min(from.x, from.y)).toBeGreaterThan(0)
      expect(to.x).toBeLessThan(size.width)
      expect(to.y).toBeLessThan(size.height)
    }
  })

  it('leads from a point on the screen to the place and back', () => {
    const view = fitPart(layout.parts[part('20')]!, size)
    const there = toWorld(view, size, 123, 456)
    const back = toScreen(view, size, there.x, there.y)
    expect(back.x).toBeCloseTo(123)
    expect(back.y).toBeCloseTo(456)
  })

  it('finds the cell under a pixel at any zoom, and none in the emptiness around', () => {
    const box = layout.parts[0]!
    const whole = (min: number, max: number) => fc.integer({ min, max })
    const anyView = fc.record({ x: whole(Math.ceil(box.left), Math.floor(box.right)), y: whole(Math.ceil(box.top), Math.floor(box.bottom)), scale: whole(2, 300) })
    const anySize = fc.record({ width: whole(1, 4000), height: whole(1, 4000) })
    fc.assert(fc.property(anyView, anySize, fc.nat(layout.codes.length - 1), (view, screen, cell) => {
      const cellSeenAt = (x: number, y: number) => {
        const pixel = toScreen(view, screen, x, y)
        const place = toWorld(view, screen, pixel.x, pixel.y)
        return cellUnder(layout, place.x, place.y)
      }
      // All round, just inside its sides and corners, which is where a grid is easily one cell off.
      for (let degrees = 0; degrees < 360; degrees += 15) {
        const angle = (degrees * Math.PI) / 180
        const toSide = Math.cos(Math.PI / 6) / Math.cos((((degrees + 30) % 60) - 30) * (Math.PI / 180))
        for (const reach of [0.5 * toSide, 0.99 * toSide]) {
          expect(cellSeenAt(layout.x[cell]! + reach * Math.cos(angle), layout.y[cell]! + reach * Math.sin(angle)), `${degrees}°`).toBe(cell)
        }
      }
      expect(cellSeenAt(box.right + 1, layout.y[cell]!)).toBe(-1)
    }))
  })

  it('flies from one to the other', () => {
    const [from, to] = [fitPart(layout.parts[0]!, size), fitPart(layout.parts[part('10')]!, size)]
    expect(viewBetween(from, to, easeInOut(0)).scale).toBeCloseTo(from.scale)
    expect(viewBetween(from, to, easeInOut(1)).scale).toBeCloseTo(to.scale)
    expect(easeInOut(0.5)).toBe(0.5)
  })

  it('shows a leaf among its siblings', () => {
    expect(clusterShownFor(layout, part('10-3'))).toBe(part('10'))
    expect(clusterShownFor(layout, part('10'))).toBe(part('10'))
    expect(clusterShownFor(buildHoneycombLayout(node('only')), 0)).toBe(0)
  })
})

describe('children', () => {
  it('are reached by arrows as they lie', () => {
    expect(childTowards(layout, 0, part('10'), 'right')).toBe(part('20'))
    expect(childTowards(layout, 0, part('20'), 'down')).toBe(part('40'))
    expect(childTowards(layout, 0, part('40'), 'left')).toBe(part('30'))
    expect(childTowards(layout, 0, part('30'), 'up')).toBe(part('10'))
    expect(childTowards(layout, 0, part('10'), 'left')).toBe(part('10'))
  })

  it('are known by any of their cells', () => {
    layout.codes.forEach((code, cell) => expect(layout.parts[childWithCell(layout, 0, cell)]!.code).toBe(code.slice(0, 2)))
    expect(childWithCell(layout, part('10'), layout.codes.indexOf('20-0'))).toBe(-1)
  })
})
