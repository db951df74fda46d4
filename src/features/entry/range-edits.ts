import type { ClipboardBlock } from './clipboard-block.ts'
import { isOneCell } from './sheet-selection.ts'
import { cellAt, isReadOnlyAt, type CellChange, type CellRange, type Place, type Sheet } from './sheet.ts'

/** The texts of a range, as they are copied. */
export function textsOf(sheet: Sheet, { top, left, bottom, right }: CellRange): string[][] {
  return Array.from({ length: bottom - top + 1 }, (_, r) =>
    Array.from({ length: right - left + 1 }, (_, c) => cellAt(sheet, { row: top + r, column: left + c }).text))
}

/** Delete, or the second half of a cut. */
export function clearRange(sheet: Sheet, range: CellRange): CellChange[] {
  return changesIn(sheet, range, () => '')
}

/** Ctrl+Enter: one text into the whole range. */
export function fillRange(sheet: Sheet, range: CellRange, text: string): CellChange[] {
  return changesIn(sheet, range, () => text)
}

/** Ctrl+D: the first row goes down the range; a single row takes the row above it. */
export function fillDown(sheet: Sheet, range: CellRange): CellChange[] {
  const from = range.top === range.bottom ? range.top - 1 : range.top
  if (from < 0) return []
  return changesIn(sheet, { ...range, top: from + 1 }, ({ column }) => cellAt(sheet, { row: from, column }).text)
}

/** Ctrl+R, likewise from the left. */
export function fillRight(sheet: Sheet, range: CellRange): CellChange[] {
  const from = range.left === range.right ? range.left - 1 : range.left
  if (from < 0) return []
  return changesIn(sheet, { ...range, left: from + 1 }, ({ row }) => cellAt(sheet, { row, column: from }).text)
}

/** What of a pasted block goes where. */
export interface BlockFit {
  readonly changes: readonly CellChange[]
  /** The cells it covers, cut at the sheet's edges. */
  readonly covered: CellRange
  /** Pasted text that would change a cell that is closed. */
  readonly locked: readonly CellChange[]
  /** Cells with text that lie beyond the last row or column. */
  readonly beyond: number
}

/**
 * Lays a block at the range's first cell. As in Excel, a range of several times the block's size takes it several
 * times; one cell fills any range.
 */
export function fitBlock(sheet: Sheet, { cells }: Pick<ClipboardBlock, 'cells'>, at: CellRange): BlockFit {
  const [height, width] = [cells.length, cells[0]?.length ?? 0]
  if (width === 0) return { changes: [], covered: at, locked: [], beyond: 0 }
  const repeats = (available: number, size: number) => (available % size === 0 ? available : size)
  const isRepeated = !isOneCell(at)
  const rows = isRepeated ? repeats(at.bottom - at.top + 1, height) : height
  const columns = isRepeated ? repeats(at.right - at.left + 1, width) : width
  const covered = {
    top: at.top, left: at.left,
    bottom: Math.min(sheet.rows.length, at.top + rows) - 1,
    right: Math.min(sheet.columns.length, at.left + columns) - 1,
  }
  const textAt = ({ row, column }: Place) => cells[(row - at.top) % height]![(column - at.left) % width]!
  const outside = cells.map((row, r) => row.filter((text, c) => text.trim() !== '' && (at.top + r > covered.bottom || at.left + c > covered.right)).length)
  return {
    changes: changesIn(sheet, covered, textAt),
    covered,
    locked: differencesIn(sheet, covered, textAt).filter(({ place, change }) => change.text.trim() !== '' && isReadOnlyAt(sheet, place)).map(({ change }) => change),
    beyond: outside.reduce((sum, count) => sum + count, 0),
  }
}

/** Changes of the open cells only: what is closed stays as it is. */
function changesIn(sheet: Sheet, range: CellRange, textAt: (place: Place) => string): CellChange[] {
  return differencesIn(sheet, range, textAt).filter(({ place }) => !isReadOnlyAt(sheet, place)).map(({ change }) => change)
}

function differencesIn(sheet: Sheet, { top, left, bottom, right }: CellRange, textAt: (place: Place) => string): { place: Place; change: CellChange }[] {
  const found: { place: Place; change: CellChange }[] = []
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const place = { row, column }
      const text = textAt(place)
      if (text !== cellAt(sheet, place).text) found.push({ place, change: { row: sheet.rows[row]!.key, column: sheet.columns[column]!.key, text } })
    }
  }
  return found
}
