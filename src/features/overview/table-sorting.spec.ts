import { describe, expect, it } from 'vitest'
import { nextSorting, sortRows, useSorting } from './table-sorting.ts'

describe('sorting a table', () => {
  it('goes one way, the other way, and back to the official order', () => {
    const { sorting, sortBy, sortOf } = useSorting()
    const seen = [0, 1, 2].map(() => {
      sortBy('E01')
      return sortOf('E01')
    })
    expect(seen).toEqual(['descending', 'ascending', 'none'])
    expect(sorting.value).toBeNull()
  })

  it('begins anew in another column', () => {
    expect(nextSorting({ key: 'E01', descending: false }, 'E02', 'descending')).toEqual({ key: 'E02', descending: true })
    expect(nextSorting(null, 'rank', 'ascending')).toEqual({ key: 'rank', descending: false })
    expect(nextSorting({ key: 'rank', descending: false }, 'rank', 'ascending')).toEqual({ key: 'rank', descending: true })
  })

  it('keeps what has no figure last and does not touch the rows it is given', () => {
    const rows = Object.freeze([3, null, -1, 3, 0] as (number | null)[])
    expect(sortRows(rows, true, (x) => x)).toEqual([3, 3, 0, -1, null])
    expect(sortRows(rows, false, (x) => x)).toEqual([-1, 0, 3, 3, null])
    const named = [{ name: 'a', value: 1 }, { name: 'b', value: 1 }]
    expect(sortRows(named, true, (row) => row.value)).toEqual(named)
  })
})
