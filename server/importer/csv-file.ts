import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import Papa from 'papaparse'
import type { ProblemList } from './problem-list.ts'

export interface CsvFormat<Column extends string> {
  readonly required: readonly Column[]
  readonly optional: readonly Column[]
}

/** The line being read. One object serves for all lines: take what you need, do not keep it. */
export class CsvRow<Column extends string> {
  line = 0
  fields: readonly string[] = []
  readonly #places: Readonly<Partial<Record<Column, number>>>

  constructor(places: Readonly<Partial<Record<Column, number>>>) {
    this.#places = places
  }

  /** Text of a column; empty when the file does not have the (optional) column. */
  at(column: Column): string {
    const place = this.#places[column]
    return place === undefined ? '' : (this.fields[place] ?? '')
  }
}

const CHUNK_BYTES = 4 << 20
/** No line is that long: a quotation mark without its partner has swallowed the rest of the file. */
const LONGEST_LINE = 16 << 20

export interface ReadOptions {
  /** Told after each piece of the file how many bytes it had. */
  readonly onBytes?: (count: number) => void
  /** Size of the pieces. */
  readonly chunkBytes?: number
}

/**
 * Reads a CSV file (RFC 4180, UTF-8, CRLF or LF, BOM or not) line by line in constant memory. What is wrong with the
 * file itself goes to `problems`; `onRow` sees only lines with the right number of fields.
 */
export async function readCsv<Column extends string>(
  path: string,
  format: CsvFormat<Column>,
  problems: ProblemList,
  onRow: (row: CsvRow<Column>) => void,
  { onBytes, chunkBytes = CHUNK_BYTES }: ReadOptions = {},
): Promise<void> {
  const reader = new RowReader(basename(path), format, problems, onRow)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const file = await open(path)
  try {
    const bytes = new Uint8Array(chunkBytes)
    for (let more = true; more && !reader.stopped;) {
      const { bytesRead } = await file.read(bytes)
      more = bytesRead > 0
      const text = decode(decoder, bytes.subarray(0, bytesRead), more)
      if (text === null) reader.refuseEncoding()
      else reader.push(text, !more)
      onBytes?.(bytesRead)
    }
  } finally {
    await file.close()
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string | null {
  try {
    return decoder.decode(bytes, { stream })
  } catch {
    return null
  }
}

class RowReader<Column extends string> {
  stopped = false
  readonly #file: string
  readonly #format: CsvFormat<Column>
  readonly #problems: ProblemList
  readonly #onRow: (row: CsvRow<Column>) => void
  #rest = ''
  #line = 1
  #row: CsvRow<Column> | null = null
  #width = 0

  constructor(file: string, format: CsvFormat<Column>, problems: ProblemList, onRow: (row: CsvRow<Column>) => void) {
    this.#file = file
    this.#format = format
    this.#problems = problems
    this.#onRow = onRow
  }

  push(text: string, last: boolean): void {
    // Half a CRLF at the end stays in the rest, and meets its other half with the next piece.
    const normal = (this.#rest + text).replaceAll('\r\n', '\n')
    const cut = last ? normal.length : lineEnd(normal)
    this.#rest = normal.slice(cut)
    if (cut > 0) this.#parse(normal.slice(0, normal[cut - 1] === '\n' ? cut - 1 : cut))
    if (this.#rest.length > LONGEST_LINE) this.#stop('引号没有成对：从这一行起无法分行')
    if (last && !this.stopped && this.#row === null) this.#stop('文件是空的，缺少表头')
  }

  refuseEncoding(): void {
    const line = this.#line + (this.#rest.match(/\n/g)?.length ?? 0)
    this.#problems.add(this.#file, line, '', '从这一行附近起不是 UTF-8 编码：请在表格软件中另存为“CSV UTF-8”')
    this.stopped = true
  }

  #parse(text: string): void {
    if (text === '') {
      // A blank line by itself: the parser would see no line at all.
      this.#line++
      return
    }
    const quoted = text.includes('"')
    const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' })
    const faults = new Map(errors.map((error) => [error.row ?? 0, error]))
    for (let i = 0; i < data.length && !this.stopped; i++) {
      const fields = data[i]!
      const line = this.#line
      this.#line += 1 + (quoted ? countNewlines(fields) : 0)
      if (faults.has(i)) this.#problems.add(this.#file, line, '', '引号没有成对，或引号后有多余的字')
      else this.#take(fields, line)
    }
  }

  #take(fields: readonly string[], line: number): void {
    if (fields.length === 1 && fields[0] === '') return
    if (this.#row === null) {
      this.#readHeader(fields, line)
    } else if (fields.length !== this.#width) {
      this.#problems.add(this.#file, line, '', `有 ${fields.length} 列，表头有 ${this.#width} 列`)
    } else {
      this.#row.line = line
      this.#row.fields = fields
      this.#onRow(this.#row)
    }
  }

  #readHeader(fields: readonly string[], line: number): void {
    const { required, optional } = this.#format
    const places: Partial<Record<Column, number>> = {}
    for (const [i, name] of fields.entries()) {
      const column = [...required, ...optional].find((known) => known === name)
      if (column === undefined) this.#problems.add(this.#file, line, name, '不认识的列')
      else if (column in places) this.#problems.add(this.#file, line, name, '这一列出现了两次')
      else places[column] = i
    }
    const missing = required.filter((column) => !(column in places))
    for (const column of missing) this.#problems.add(this.#file, line, column, '缺少这一列')
    this.#row = new CsvRow(places)
    this.#width = fields.length
    // Without its columns every line would be wrong in the same way.
    if (missing.length > 0) this.stopped = true
  }

  #stop(reason: string): void {
    this.#problems.add(this.#file, this.#line, '', reason)
    this.stopped = true
  }
}

/** Place after the last line break that is not inside quotation marks; 0 when there is none. */
function lineEnd(text: string): number {
  if (!text.includes('"')) return text.lastIndexOf('\n') + 1
  let quotes = 0
  let end = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 34) quotes++
    else if (code === 10 && quotes % 2 === 0) end = i + 1
  }
  return end
}

function countNewlines(fields: readonly string[]): number {
  let count = 0
  for (const field of fields) for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) count++
  return count
}
