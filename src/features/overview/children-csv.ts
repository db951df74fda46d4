import type { ChildrenTable } from './children-table-view.ts'
import { formatFigure } from '#src/ui/number-format.ts'

/** The table as rows of cells: figures are plain decimal text without separators, gaps say why. */
export function childrenCells(table: ChildrenTable): string[][] {
  const head = ['单位', ...table.columns.map(({ name, unit }) => `${name}（${unit}）`)]
  const body = table.rows.map((row) => [
    row.label,
    ...row.cells.map((cell, k) => (cell.value === null ? (cell.mark ?? '') : cell.value.toFixed(table.columns[k]!.decimals))),
  ])
  return [head, ...body]
}

/** What a cell shows: the figure and why it is not whole. */
export function cellText(value: number | null, mark: string | null, decimals: number): string {
  if (value === null) return mark ?? ''
  return formatFigure(value, decimals)
}
