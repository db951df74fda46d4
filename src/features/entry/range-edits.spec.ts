import { describe, expect, it } from 'vitest'
import { clearRange, fillDown, fillRange, fillRight, fitBlock, textsOf } from './range-edits.ts'
import type { Sheet } from './sheet.ts'

/** Cells as pictured; `x` is closed, and so are row 2 and column 2 as a whole when asked. */
function sheetOf(picture: readonly string[], closed: { row?: number; column?: number } = {}): Sheet {
  return {
    rows: picture.map((_, k) => ({ key: `r${k}`, label: '', isReadOnly: k === closed.row })),
    columns: [...picture[0]!].map((_, k) => ({ key: `c${k}`, label: '', unit: '人', isReadOnly: k === closed.column })),
    cellOf: (row, column) => {
      const sign = picture[Number(row.slice(1))]![Number(column.slice(1))]!
      return { text: sign === '.' || sign === 'x' ? '' : sign, kind: 'figure', isReadOnly: sign === 'x', mark: null }
    },
  }
}
const said = (changes: readonly { row: string; column: string; text: string }[]) => changes.map(({ row, column, text }) => `${row}${column}=${text}`)
const all = (sheet: Sheet) => ({ top: 0, left: 0, bottom: sheet.rows.length - 1, right: sheet.columns.length - 1 })

describe('edits of a range', () => {
  const sheet = sheetOf(['12x', '3.5', '777'])

  it('clear what is open and has text', () => {
    expect(said(clearRange(sheet, { top: 0, left: 0, bottom: 1, right: 2 }))).toEqual(['r0c0=', 'r0c1=', 'r1c0=', 'r1c2='])
    expect(said(clearRange(sheetOf(['12', '34'], { row: 1, column: 0 }), { top: 0, left: 0, bottom: 1, right: 1 }))).toEqual(['r0c1='])
  })

  it('fill down from the first row, or from the row above', () => {
    expect(said(fillDown(sheet, { top: 0, left: 0, bottom: 2, right: 1 }))).toEqual(['r1c0=1', 'r1c1=2', 'r2c0=1', 'r2c1=2'])
    expect(said(fillDown(sheet, { top: 1, left: 0, bottom: 1, right: 0 }))).toEqual(['r1c0=1'])
    expect(fillDown(sheet, { top: 0, left: 0, bottom: 0, right: 0 })).toEqual([])
  })

  it('fill right likewise, past closed cells', () => {
    expect(said(fillRight(sheet, { top: 0, left: 0, bottom: 1, right: 2 }))).toEqual(['r0c1=1', 'r1c1=3', 'r1c2=3'])
    expect(said(fillRange(sheet, all(sheet), '7'))).toEqual(['r0c0=7', 'r0c1=7', 'r1c0=7', 'r1c1=7', 'r1c2=7'])
  })

  it('copy as shown', () => {
    expect(textsOf(sheet, { top: 0, left: 1, bottom: 1, right: 2 })).toEqual([['2', ''], ['', '5']])
  })
})

describe('fitBlock', () => {
  const sheet = sheetOf(['1.x', '...', '...'])
  const one = (row: number, column: number) => ({ top: row, left: column, bottom: row, right: column })

  it('lays a block at the first cell and leaves alone what is the same', () => {
    const fit = fitBlock(sheet, { cells: [['1', '2'], ['3', '']] }, one(0, 0))
    expect([said(fit.changes), fit.covered, fit.locked, fit.beyond]).toEqual([['r0c1=2', 'r1c0=3'], { top: 0, left: 0, bottom: 1, right: 1 }, [], 0])
  })

  it('names what would change a closed cell, and counts what lies beyond', () => {
    const fit = fitBlock(sheet, { cells: [['a', 'b', 'c'], ['', '', ' '], ['x', 'y', 'z'], ['p', '', 'q']] }, one(0, 1))
    expect(said(fit.changes)).toEqual(['r0c1=a', 'r2c1=x', 'r2c2=y'])
    expect(said(fit.locked)).toEqual(['r0c2=b'])
    expect(fit.beyond).toBe(4)
    expect(fit.covered).toEqual({ top: 0, left: 1, bottom: 2, right: 2 })
  })

  it('repeats a block over a range of several times its size, one cell over any', () => {
    expect(said(fitBlock(sheet, { cells: [['9']] }, { top: 1, left: 0, bottom: 2, right: 1 }).changes)).toEqual(['r1c0=9', 'r1c1=9', 'r2c0=9', 'r2c1=9'])
    expect(said(fitBlock(sheet, { cells: [['8', '9']] }, { top: 1, left: 0, bottom: 2, right: 1 }).changes)).toEqual(['r1c0=8', 'r1c1=9', 'r2c0=8', 'r2c1=9'])
    expect(said(fitBlock(sheet, { cells: [['8', '9']] }, { top: 1, left: 0, bottom: 1, right: 2 }).changes)).toEqual(['r1c0=8', 'r1c1=9'])
  })
})
