import Papa from 'papaparse'

const NUMBER = /^-?\d+(\.\d+)?$/
/** What a spreadsheet would run: also after blanks and invisible characters, also in the full-width forms of Chinese input. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u

function isRisky(cell: string): boolean {
  return !NUMBER.test(cell) && FORMULA.test(cell)
}

/** Cells as CSV (or tab-separated, for pasting). Formulas are disarmed; numbers, also negative ones, stay as they are. */
export function toCsv(cells: readonly (readonly string[])[], delimiter: ',' | '\t' = ','): string {
  const safe = cells.map((row) => row.map((cell) => (isRisky(cell) ? `'${cell}` : cell)))
  return Papa.unparse(safe, { delimiter, newline: '\r\n' })
}

/** A cell that came back: without the apostrophe that `toCsv` put before it. */
export function rearmed(cell: string): string {
  return cell.startsWith("'") && isRisky(cell.slice(1)) ? cell.slice(1) : cell
}

/** Puts cells on the clipboard; false where the browser forbids it (plain http, no permission). */
export async function copyCells(cells: readonly (readonly string[])[]): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(toCsv(cells, '\t'))
    return true
  } catch {
    return false
  }
}

/** Saves cells as a CSV file that Excel opens as UTF-8. */
export function downloadCells(cells: readonly (readonly string[])[], fileName: string): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', toCsv(cells)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url))
}
