import { describe, expect, it } from 'vitest'
import { smallCity, smallOutline } from './outline-fixture.ts'
import { outlineRows, type OutlineView } from './unit-outline.ts'

const outline = smallOutline()
const everything = new Set(smallCity.codes)
function lines(view: Partial<OutlineView>): string[] {
  return outlineRows(outline, { expanded: everything, text: '', showsClosed: true, ...view }).rows
    .map(({ unit, isExpanded, place, siblings }) => `${'·'.repeat(unit.depth - 1)}${unit.shortName} ${place}/${siblings}${isExpanded === undefined ? '' : isExpanded ? ' -' : ' +'}`)
}

describe('the outline of a branch', () => {
  it('is today\'s tree in official order, what is closed or planned where it belongs', () => {
    expect(lines({})).toEqual([
      '株洲市 1/1 -', '·石峰区 1/2 -', '··田心街道 1/2 -', '···东山社区 1/4', '···叫鸡岭社区 2/4', '···旧社区 3/4', '···新社区 4/4', '··清水塘街道 2/2 -', '···霞湾村 1/1', '·荷塘区 2/2',
    ])
    expect(outline.count).toEqual({ open: 9, closed: 1 })
    expect(smallCity.codes.map((code) => outline.get(code)?.state).filter((state) => state !== 'open')).toEqual(['closed', 'planned'])
  })

  it('leaves out what is closed and what is not opened up', () => {
    expect(lines({ showsClosed: false }).filter((line) => line.includes('社区'))).toEqual(['···东山社区 1/3', '···叫鸡岭社区 2/3', '···新社区 3/3'])
    expect(lines({ expanded: new Set(['1', '111']) })).toEqual(['株洲市 1/1 -', '·石峰区 1/2 +', '·荷塘区 2/2'])
    expect(lines({ expanded: new Set() })).toEqual(['株洲市 1/1 +'])
  })

  it('opens the way to what is looked for, and no further', () => {
    expect(lines({ text: ' 东山 ', expanded: new Set() })).toEqual(['株洲市 1/1 -', '·石峰区 1/1 -', '··田心街道 1/1 -', '···东山社区 1/1'])
    expect(lines({ text: '112', expanded: new Set() })).toEqual(['株洲市 1/1 -', '·石峰区 1/1 -', '··清水塘街道 1/1 -', '···霞湾村 1/1'])
    expect(lines({ text: '田心', expanded: new Set() }).at(-1)).toBe('··田心街道 1/1 +')
    expect(lines({ text: '田心', expanded: new Set(['111']) }).at(-1)).toBe('···新社区 4/4')
    expect(outlineRows(outline, { expanded: everything, text: '社区', showsClosed: false }).found).toBe(3)
    expect(outlineRows(outline, { expanded: everything, text: '没有', showsClosed: true })).toEqual({ rows: [], found: 0 })
  })

  it('of nothing is nothing', () => {
    const nothing = smallOutline({ ...smallCity, codes: [], names: [], shortNames: [], levels: [], orders: [], kinds: [], parents: [], opened: [], closed: [], moves: [] })
    expect(nothing.top).toBeNull()
    expect(outlineRows(nothing, { expanded: everything, text: '', showsClosed: true }).rows).toEqual([])
  })
})
