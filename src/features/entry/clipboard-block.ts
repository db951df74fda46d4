import { rearmed } from '#src/ui/csv.ts'
import type { CellRange } from './sheet.ts'

/** Cells as another program copied them, rows of equal length. */
export interface ClipboardBlock {
  readonly cells: readonly (readonly string[])[]
  /** Areas that were one merged cell there: its text stands top left, the rest is blank. */
  readonly merged: readonly CellRange[]
}

/** What Excel, WPS and LibreOffice put on the clipboard: text, and for what text cannot say, HTML. */
export function readClipboard(text: string, html: string): ClipboardBlock {
  const cells = parseTabbed(text)
  const table = readSpans(html)
  const isSame = table.rows === cells.length && table.columns === cells[0]!.length
  return { cells, merged: isSame ? table.merged : [] }
}

/**
 * Tab-separated text. A cell in quotes may hold line breaks, tabs and doubled quotes; quotes that do not enclose a
 * whole cell are text. Lines end with LF, CRLF or CR.
 */
export function parseTabbed(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /(?:"([^"]*(?:""[^"]*)*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y
  const body = text.replace(/(?:\r\n|\r|\n)$/, '')
  for (;;) {
    const match = cell.exec(body)!
    const [, quoted, bare, end] = match
    rows.at(-1)!.push(rearmed(quoted?.replaceAll('""', '"') ?? bare ?? ''))
    if (end === '') break
    if (end !== '\t') rows.push([])
  }
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
  return rows.map((row) => [...row, ...Array<string>(width - row.length).fill('')])
}

const TAG = /<(\/?)(table|tr|td|th)\b([^>]*)>/gi
/** A clipboard can claim any span; no sheet is wider or longer. */
const MOST = 1000

interface Spans {
  readonly rows: number
  readonly columns: number
  readonly merged: readonly CellRange[]
}

/** Size and merged cells of the first table. The markup is looked through, never made into elements. */
function readSpans(html: string): Spans {
  const merged: CellRange[] = []
  /** By column: the first row that no cell from above reaches into. */
  const free: number[] = []
  let row = -1
  let column = 0
  for (const [, closing, tag, attributes] of html.matchAll(TAG)) {
    const name = tag!.toLowerCase()
    if (closing !== '') {
      if (name === 'table') break
    } else if (name === 'tr') {
      row += 1
      column = 0
    } else if (name !== 'table' && row >= 0) {
      while ((free[column] ?? 0) > row) column += 1
      const [height, width] = [span(attributes!, 'rowspan'), span(attributes!, 'colspan')]
      if (height > 1 || width > 1) merged.push({ top: row, left: column, bottom: row + height - 1, right: column + width - 1 })
      free.fill(row + height, column, column + width)
      for (let k = free.length; k < column + width; k++) free[k] = row + height
      column += width
    }
  }
  return { rows: row + 1, columns: free.length, merged }
}

function span(attributes: string, name: string): number {
  const said = Number(new RegExp(`\\b${name}\\s*=\\s*["']?(\\d+)`, 'i').exec(attributes)?.[1] ?? 1)
  return Math.max(1, Math.min(MOST, said))
}
