/** The entry sheet as its page describes it: data down, what was typed up. */

export interface SheetRow {
  readonly key: string
  readonly label: string
  /** Beside the name: 代报, 已上报 … */
  readonly note?: string
  readonly isReadOnly: boolean
}

export interface SheetColumn {
  readonly key: string
  readonly label: string
  /** 计量单位 */
  readonly unit: string
  readonly isReadOnly?: boolean
}

export type CellMark = 'error' | 'query' | 'conflict' | 'saving'

export interface SheetCell {
  /** As it is shown and edited; what is no figure stays as it was typed. */
  readonly text: string
  readonly kind: 'blank' | 'figure' | 'not-obtained' | 'not-due' | 'bad'
  readonly isReadOnly: boolean
  readonly mark: CellMark | null
  /** What the mark or kind means, in a sentence. */
  readonly title?: string
}

export type CellOf = (row: string, column: string) => SheetCell

/** A cell by its keys, and the text that was typed for it. */
export interface CellChange {
  readonly row: string
  readonly column: string
  readonly text: string
}

/** All that edits of a range need to know of the sheet. */
export interface Sheet {
  readonly rows: readonly SheetRow[]
  readonly columns: readonly SheetColumn[]
  readonly cellOf: CellOf
}

/** Where the selection is: the active cell by its keys, and the range around it by places. */
export interface SelectedCells {
  readonly row: string
  readonly column: string
  readonly range: CellRange
}

/** A cell by its place, from 0. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** All sides inclusive. */
export interface CellRange {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

export function cellAt({ rows, columns, cellOf }: Sheet, { row, column }: Place): SheetCell {
  return cellOf(rows[row]!.key, columns[column]!.key)
}

/** Also where a whole row or column is closed. */
export function isReadOnlyAt(sheet: Sheet, place: Place): boolean {
  return sheet.rows[place.row]!.isReadOnly || sheet.columns[place.column]!.isReadOnly === true || cellAt(sheet, place).isReadOnly
}
