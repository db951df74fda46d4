import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clamp, clampSelection, enter, extendTo, move, rangeOf, selectCell, selectRange, tab, type Motion, type Selection, type Surroundings } from './sheet-selection.ts'
import type { Place } from './sheet.ts'

const size = { rows: 4, columns: 3 }
const at = (row: number, column: number): Place => ({ row, column })

/** A picture of a sheet: `#` is filled. */
function surroundings(picture: readonly string[]): Surroundings {
  return { size: { rows: picture.length, columns: picture[0]!.length }, page: 2, isBlank: ({ row, column }) => picture[row]![column] !== '#' }
}

describe('move', () => {
  const around = surroundings([
    '##.#',
    '#..#',
    '....',
    '#.##',
  ])
  it.each<[Motion, Place, Place]>([
    ['up', at(0, 1), at(0, 1)], ['down', at(0, 1), at(1, 1)], ['left', at(1, 0), at(1, 0)], ['right', at(1, 3), at(1, 3)],
    ['row-start', at(2, 2), at(2, 0)], ['row-end', at(2, 0), at(2, 3)], ['sheet-start', at(2, 2), at(0, 0)], ['sheet-end', at(0, 0), at(3, 3)],
    ['page-down', at(1, 1), at(3, 1)], ['page-down', at(3, 1), at(3, 1)], ['page-up', at(3, 1), at(1, 1)],
    // To the end of the block; over the gap to the next; to the edge when nothing follows.
    ['edge-down', at(0, 0), at(1, 0)], ['edge-down', at(1, 0), at(3, 0)], ['edge-right', at(0, 1), at(0, 3)], ['edge-right', at(2, 0), at(2, 3)],
    ['edge-up', at(3, 3), at(1, 3)], ['edge-up', at(3, 1), at(0, 1)], ['edge-left', at(3, 3), at(3, 2)], ['edge-up', at(0, 2), at(0, 2)],
  ])('%s from %o leads to %o', (motion, from, to) => {
    expect(move(from, motion, around)).toEqual(to)
  })
})

describe('tab and enter', () => {
  it('Enter goes back to the column in which Tab began, one row further', () => {
    const typed = tab(tab(selectCell(at(1, 0)), false, size)!, false, size)!
    expect(typed.active).toEqual(at(1, 2))
    expect(enter(typed, false, size).active).toEqual(at(2, 0))
  })

  it('Tab runs on to the next row, and a run over its end is a new one', () => {
    const over = tab(selectCell(at(1, 2)), false, size)!
    expect(over.active).toEqual(at(2, 0))
    expect(enter(over, false, size).active).toEqual(at(3, 0))
    expect(tab(over, true, size)!.active).toEqual(at(1, 2))
  })

  it('Tab leaves the sheet at either end, Enter stays', () => {
    expect([tab(selectCell(at(3, 2)), false, size), tab(selectCell(at(0, 0)), true, size)]).toEqual([null, null])
    expect([enter(selectCell(at(3, 1)), false, size).active, enter(selectCell(at(0, 1)), true, size).active]).toEqual([at(3, 1), at(0, 1)])
  })

  it('both go round a range without changing it', () => {
    const range = { top: 1, left: 0, bottom: 2, right: 2 }
    const walk = (step: (selection: Selection) => Selection) => {
      const visited: string[] = []
      let now = selectRange(range)
      for (let k = 0; k < 7; k++) {
        visited.push(`${now.active.row}${now.active.column}`)
        now = step(now)
        expect(rangeOf(now)).toEqual(range)
      }
      return visited
    }
    expect(walk((selection) => tab(selection, false, size)!)).toEqual(['10', '11', '12', '20', '21', '22', '10'])
    expect(walk((selection) => enter(selection, false, size))).toEqual(['10', '20', '11', '21', '12', '22', '10'])
    expect(walk((selection) => tab(selection, true, size)!)).toEqual(['10', '22', '21', '20', '12', '11', '10'])
  })
})

describe('selections', () => {
  it('span from the corner where they began, whichever way they grow', () => {
    const grown = extendTo(extendTo(selectCell(at(2, 1)), at(0, 2)), at(3, 0))
    expect([grown.active, rangeOf(grown)]).toEqual([at(2, 1), { top: 2, left: 0, bottom: 3, right: 1 }])
  })

  it('stay inside a sheet that shrank', () => {
    expect(rangeOf(clampSelection(selectRange({ top: 1, left: 1, bottom: 9, right: 9 }), size))).toEqual({ top: 1, left: 1, bottom: 3, right: 2 })
  })

  it('never leave the sheet, and what goes forth comes back', () => {
    const place = fc.record({ row: fc.nat(9), column: fc.nat(9) })
    const sheet = fc.record({ rows: fc.integer({ min: 1, max: 10 }), columns: fc.integer({ min: 1, max: 10 }) })
    fc.assert(fc.property(place, sheet, (from, whole) => {
      const start = selectCell(clamp(from, whole))
      const on = tab(start, false, whole)
      if (on === null) return
      expect(clamp(on.active, whole)).toEqual(on.active)
      expect(tab(on, true, whole)!.active).toEqual(start.active)
    }))
  })
})
