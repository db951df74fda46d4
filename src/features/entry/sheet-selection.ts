import type { CellRange, Place } from './sheet.ts'

/** As in Excel: a rectangle between two corners, and inside it the active cell, where typing goes. */
export interface Selection {
  readonly active: Place
  readonly anchor: Place
  readonly focus: Place
  /** Column in which a run of Tabs began: Enter goes back to it. */
  readonly tabFrom: number | null
}

export interface SheetSize {
  readonly rows: number
  readonly columns: number
}

export const DIRECTIONS = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] } as const
export type Direction = keyof typeof DIRECTIONS

/** Where arrows, Home, End and Page keys lead. */
export type Motion =
  | Direction
  | `edge-${Direction}`
  | 'row-start' | 'row-end' | 'sheet-start' | 'sheet-end' | 'page-up' | 'page-down'

export interface Surroundings {
  readonly size: SheetSize
  /** Rows that a Page key moves. */
  readonly page: number
  readonly isBlank: (place: Place) => boolean
}

export function selectCell(place: Place): Selection {
  return { active: place, anchor: place, focus: place, tabFrom: null }
}

export function selectRange({ top, left, bottom, right }: CellRange): Selection {
  const active = { row: top, column: left }
  return { active, anchor: active, focus: { row: bottom, column: right }, tabFrom: null }
}

export function extendTo(selection: Selection, focus: Place): Selection {
  return { ...selection, focus, tabFrom: null }
}

export function rangeOf({ anchor, focus }: Selection): CellRange {
  return {
    top: Math.min(anchor.row, focus.row),
    left: Math.min(anchor.column, focus.column),
    bottom: Math.max(anchor.row, focus.row),
    right: Math.max(anchor.column, focus.column),
  }
}

export function isOneCell({ top, left, bottom, right }: CellRange): boolean {
  return top === bottom && left === right
}

/** The place nearest to `place` that the sheet has: rows can vanish under a selection. */
export function clamp({ row, column }: Place, { rows, columns }: SheetSize): Place {
  return { row: Math.max(0, Math.min(rows - 1, row)), column: Math.max(0, Math.min(columns - 1, column)) }
}

export function clampSelection(selection: Selection, size: SheetSize): Selection {
  const { active, anchor, focus } = selection
  return { ...selection, active: clamp(active, size), anchor: clamp(anchor, size), focus: clamp(focus, size) }
}

export function move(from: Place, motion: Motion, around: Surroundings): Place {
  const { size, page } = around
  switch (motion) {
    case 'row-start': return { row: from.row, column: 0 }
    case 'row-end': return { row: from.row, column: size.columns - 1 }
    case 'sheet-start': return { row: 0, column: 0 }
    case 'sheet-end': return { row: size.rows - 1, column: size.columns - 1 }
    case 'page-up': return clamp({ row: from.row - page, column: from.column }, size)
    case 'page-down': return clamp({ row: from.row + page, column: from.column }, size)
    case 'up': case 'down': case 'left': case 'right': return clamp(next(from, motion), size)
    default: return edge(from, motion.slice('edge-'.length) as Direction, around)
  }
}

function next({ row, column }: Place, direction: Direction): Place {
  const [down, right] = DIRECTIONS[direction]
  return { row: row + down, column: column + right }
}

/** Ctrl with an arrow: to the end of the filled block, or over blanks to the next one, or to the sheet's edge. */
function edge(from: Place, direction: Direction, { size, isBlank }: Surroundings): Place {
  const isInside = ({ row, column }: Place) => row >= 0 && row < size.rows && column >= 0 && column < size.columns
  let at = from
  let ahead = next(at, direction)
  if (!isInside(ahead)) return from
  const isWithinBlock = !isBlank(from) && !isBlank(ahead)
  while (isInside(ahead)) {
    if (isWithinBlock && isBlank(ahead)) return at
    at = ahead
    if (!isWithinBlock && !isBlank(at)) return at
    ahead = next(at, direction)
  }
  return at
}

/**
 * Tab and Shift+Tab: through the range if there is one, else along the row and on to the next. Null at either end of
 * the sheet: there the key leaves it.
 */
export function tab(selection: Selection, isBack: boolean, size: SheetSize): Selection | null {
  const { active, tabFrom } = selection
  const range = rangeOf(selection)
  if (!isOneCell(range)) return { ...selection, active: cycle(active, range, isBack, 'row') }
  const whole = { top: 0, left: 0, bottom: size.rows - 1, right: size.columns - 1 }
  const isLast = isBack ? active.row === 0 && active.column === 0 : active.row === whole.bottom && active.column === whole.right
  if (isLast) return null
  const place = cycle(active, whole, isBack, 'row')
  const began = tabFrom ?? active.column
  // A run that went over the end of the row is no longer a run from that column.
  return { ...selectCell(place), tabFrom: isBack || place.row !== active.row ? null : began }
}

/** Enter and Shift+Enter: through the range column by column, else down, back to where a run of Tabs began. */
export function enter(selection: Selection, isBack: boolean, size: SheetSize): Selection {
  const { active, tabFrom } = selection
  const range = rangeOf(selection)
  if (!isOneCell(range)) return { ...selection, active: cycle(active, range, isBack, 'column') }
  return selectCell(clamp({ row: active.row + (isBack ? -1 : 1), column: tabFrom ?? active.column }, size))
}

/** The next place in a range, line by line, round and round. */
function cycle({ row, column }: Place, range: CellRange, isBack: boolean, along: 'row' | 'column'): Place {
  const height = range.bottom - range.top + 1
  const width = range.right - range.left + 1
  const count = height * width
  const at = along === 'row' ? (row - range.top) * width + column - range.left : (column - range.left) * height + row - range.top
  const to = (at + (isBack ? count - 1 : 1)) % count
  return along === 'row'
    ? { row: range.top + Math.floor(to / width), column: range.left + (to % width) }
    : { row: range.top + (to % height), column: range.left + Math.floor(to / height) }
}
