import { shallowRef, type ShallowRef } from 'vue'

export interface Sorting {
  /** Key of the column; what keys there are is the table's business. */
  readonly key: string
  readonly descending: boolean
}

export type SortDirection = 'none' | 'ascending' | 'descending'

export interface TableSorting {
  readonly sorting: Readonly<ShallowRef<Sorting | null>>
  /** First click, other way round, then the table's own order again. Figures begin with the largest. */
  readonly sortBy: (key: string, first?: 'ascending' | 'descending') => void
  /** For `aria-sort`. */
  readonly sortOf: (key: string) => SortDirection
}

export function useSorting(): TableSorting {
  const sorting = shallowRef<Sorting | null>(null)
  return {
    sorting,
    sortBy: (key, first = 'descending') => { sorting.value = nextSorting(sorting.value, key, first) },
    sortOf: (key) => (sorting.value?.key !== key ? 'none' : sorting.value.descending ? 'descending' : 'ascending'),
  }
}

export function nextSorting(now: Sorting | null, key: string, first: 'ascending' | 'descending'): Sorting | null {
  const startsDescending = first === 'descending'
  if (now === null || now.key !== key) return { key, descending: startsDescending }
  return now.descending === startsDescending ? { key, descending: !startsDescending } : null
}

/** Rows by a figure of theirs; those without one come last either way, equal ones keep their order. */
export function sortRows<Row>(rows: readonly Row[], descending: boolean, valueOf: (row: Row) => number | null): Row[] {
  const sign = descending ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)]
    return x === null || y === null ? Number(x === null) - Number(y === null) : sign * (x - y)
  })
}
