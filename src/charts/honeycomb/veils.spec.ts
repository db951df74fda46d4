import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildHoneycombLayout, type HoneycombNode } from './honeycomb-layout.ts'
import { bandsUnder, clarityOf, veilsTowards, type Veil } from './veils.ts'

const node = (code: string, children: HoneycombNode[] = []): HoneycombNode => ({ code, name: code, children })
const street = (code: string) => node(code, Array.from({ length: 5 }, (_, k) => node(`${code}${k}`)))
const district = (code: string) => node(code, ['x', 'y', 'z'].map((each) => street(code + each)))
const layout = buildHoneycombLayout(node('', ['a', 'b'].map(district)))
const part = (code: string) => layout.partOf.get(code)!

/** What is left of each cell's colour. */
function clarities(veils: readonly Veil[], progress: number): number[] {
  return bandsUnder(layout, veils).flatMap((band) => Array.from({ length: band.end - band.first }, () => clarityOf(layout, band, veils, progress)))
}
const inside = (code: string) => layout.codes.map((each) => each.startsWith(code))

describe('veils', () => {
  it('leave everything clear when everything is shown', () => {
    expect(bandsUnder(layout, veilsTowards(layout, 0, [], 1))).toEqual([{ first: 0, end: 30 }])
    expect(clarities(veilsTowards(layout, 0, [], 1), 1)).toEqual(inside('').map(() => 1))
  })

  it('fade what is outside the cluster, once the flight is over', () => {
    for (const code of ['a', 'b', 'ay', 'bz']) {
      clarities(veilsTowards(layout, part(code), [], 1), 1).forEach((each, cell) => expect(each).toBeCloseTo(inside(code)[cell] ? 1 : 0.2))
    }
  })

  it('end as if there had been no flight before, and start where the last one was broken off', () => {
    const stops = fc.array(fc.record({ code: fc.constantFrom('', 'a', 'b', 'ax', 'ay', 'bz'), until: fc.nat(10).map((tenths) => tenths / 10) }), { minLength: 1, maxLength: 8 })
    fc.assert(fc.property(stops, (flights) => {
      let [veils, progress]: [Veil[], number] = [[], 1]
      for (const { code, until } of flights) {
        const before = clarities(veils, progress)
        veils = veilsTowards(layout, part(code), veils, progress)
        const [start, goal] = [clarities(veils, 0), clarities(veils, 1)]
        // Veils too faint to see are dropped: never more than a hundredth each.
        before.forEach((each, cell) => expect(Math.abs(start[cell]! - each)).toBeLessThan(0.05))
        goal.forEach((each, cell) => expect(each).toBeCloseTo(inside(code)[cell] ? 1 : 0.2))
        progress = until
      }
    }))
  })

  it('cut the cells into bands without a gap', () => {
    const bands = bandsUnder(layout, [{ part: part('ay'), from: 1, to: 0 }, { part: part('b'), from: 0, to: 1 }])
    expect(bands).toEqual([{ first: 0, end: 5 }, { first: 5, end: 10 }, { first: 10, end: 15 }, { first: 15, end: 30 }])
  })
})
