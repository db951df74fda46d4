import { fromUnits, toUnits } from '#core/number/decimal.ts'
import { readTyped, type FigureUnit } from '#core/number/typed-figure.ts'
import type { BodyOf } from '#src/api/client.ts'
import type { SheetReply } from '#contract/sheets.ts'
import { formatFigure } from '#src/ui/number-format.ts'
import { cellProblemText, type CellProblem } from './cell-problem-text.ts'
import type { CellMark, SheetCell } from './sheet.ts'

export type ServerRow = SheetReply['rows'][number]
type ServerCell = NonNullable<ServerRow['cells'][number]>

/** What somebody typed, and what stood in the cell when they began: whether others changed it meanwhile is seen by that. */
export interface Typed {
  readonly text: string
  readonly over: string
}

/** One unit's line of the sheet: as the server has it, and what is typed over it and not saved yet. */
export interface DraftRow {
  readonly server: ServerRow
  /** By place of the column. */
  readonly typed: ReadonlyMap<number, Typed>
}

export interface DraftColumn extends FigureUnit {
  readonly code: string
}

export function openDraft(server: ServerRow): DraftRow {
  return { server, typed: new Map() }
}

/** The text of a cell as the server has it. */
export function serverText({ cells }: ServerRow, column: number, { decimals }: FigureUnit): string {
  const cell = cells[column]
  if (cell === null || cell === undefined) return ''
  if (cell.notObtained !== null) return `未取得：${cell.notObtained}`
  return cell.value === null ? '' : formatFigure(cell.value, decimals)
}

/** Types a text into a cell; what says the same as the server is no draft. */
export function type(row: DraftRow, column: number, text: string, as: FigureUnit): DraftRow {
  const typed = new Map(row.typed)
  const over = typed.get(column)?.over ?? serverText(row.server, column, as)
  const same = isSame(text, serverText(row.server, column, as), as)
  if (same) typed.delete(column)
  else typed.set(column, { text, over })
  return { ...row, typed }
}

/** `1,234` and `1234` say the same. */
function isSame(a: string, b: string, as: FigureUnit): boolean {
  const [left, right] = [readCell(a, as), readCell(b, as)]
  return left.kind === 'bad' || right.kind === 'bad' ? a === b : JSON.stringify(left) === JSON.stringify(right)
}

type CellText =
  | { readonly kind: 'blank' }
  | { readonly kind: 'figure'; readonly figure: number }
  | { readonly kind: 'not-obtained'; readonly reason: string }
  | { readonly kind: 'bad'; readonly problem: CellProblem }

const WITH_REASON = /^\s*未取得\s*[:：,，]?\s*(.+)$/su

/** A cell's text as a figure, 零报告, or 未取得 with its reason. */
export function readCell(text: string, as: FigureUnit): CellText {
  const reason = WITH_REASON.exec(text)?.[1]?.trim()
  if (reason !== undefined && reason !== '') return { kind: 'not-obtained', reason }
  const read = readTyped(text, as)
  if (read.kind === 'not-obtained') return { kind: 'bad', problem: 'no-reason' }
  return read.kind === 'figure' && read.figure < 0 ? { kind: 'bad', problem: 'negative' } : read
}

/** Somebody else changed the cell since one began to type in it: neither is taken without a person's choice. */
export function isConflict({ server, typed }: DraftRow, column: number, as: FigureUnit): boolean {
  const mine = typed.get(column)
  return mine !== undefined && !isSame(serverText(server, column, as), mine.over, as)
}

/** Mine stays, and goes over what the other one wrote. */
export function keepMine(row: DraftRow, column: number, as: FigureUnit): DraftRow {
  const mine = row.typed.get(column)
  return mine === undefined ? row : { ...row, typed: new Map(row.typed).set(column, { text: mine.text, over: serverText(row.server, column, as) }) }
}

export function takeTheirs(row: DraftRow, column: number): DraftRow {
  const typed = new Map(row.typed)
  typed.delete(column)
  return { ...row, typed }
}

/** What a save sends: the whole report as the server has it, with what is typed, can be read and is in no conflict. */
export interface Sent {
  readonly body: BodyOf<'saveReport'>
  readonly typed: ReadonlyMap<number, Typed>
  readonly cells: ServerRow['cells']
}

/** Null: there is nothing to send. */
export function toSend(row: DraftRow, columns: readonly DraftColumn[]): Sent | null {
  const typed = new Map([...row.typed].filter(([column, { text }]) => !isConflict(row, column, columns[column]!) && readCell(text, columns[column]!).kind !== 'bad'))
  if (typed.size === 0) return null
  const cells = row.server.cells.map((cell, column): ServerCell | null => {
    const mine = typed.get(column)
    return mine === undefined || cell === null ? cell : { ...cell, ...contents(mine.text, columns[column]!) }
  })
  const filled = cells.flatMap((cell, column) => (cell === null || (cell.value === null && cell.notObtained === null) ? [] : [{ indicator: columns[column]!.code, value: cell.value, notObtained: cell.notObtained }]))
  const lines = row.server.lines.map(({ indicator, kind, value, note }) => ({ indicator, kind, value, note }))
  return { body: { cells: filled, lines, source: 'system' }, typed, cells }
}

function contents(text: string, as: FigureUnit): Pick<ServerCell, 'value' | 'notObtained'> {
  const read = readCell(text, as)
  if (read.kind === 'not-obtained') return { value: null, notObtained: read.reason }
  return { value: read.kind === 'figure' ? toUnits(read.figure, as.decimals) : null, notObtained: null }
}

/** After a save: what was typed meanwhile stays typed. */
export function saved(row: DraftRow, sent: Sent, { version, state }: Pick<ServerRow, 'version' | 'state'>, columns: readonly DraftColumn[]): DraftRow {
  const server: ServerRow = { ...row.server, cells: sent.cells, version, state }
  const typed = new Map([...row.typed].flatMap(([column, mine]): [number, Typed][] => {
    if (mine.text === sent.typed.get(column)?.text) return []
    return [[column, sent.typed.has(column) ? { text: mine.text, over: serverText(server, column, columns[column]!) } : mine]]
  }))
  return { server, typed }
}

/** The line as the server has it by now, under what is typed. */
export function renewed(row: DraftRow, server: ServerRow, columns: readonly DraftColumn[]): DraftRow {
  return { server, typed: new Map([...row.typed].filter(([column, { text }]) => !isSame(text, serverText(server, column, columns[column]!), columns[column]!))) }
}

/** A cell as the sheet shows it. */
export function cellOf(row: DraftRow, column: number, as: DraftColumn, isSaving: boolean): SheetCell {
  const server = row.server.cells[column]
  const isOpen = row.server.may.includes('save') && server !== null && server !== undefined && server.due
  const mine = row.typed.get(column)
  const text = mine?.text ?? serverText(row.server, column, as)
  if (server === null || server === undefined) return { text: '', kind: 'not-due', isReadOnly: true, mark: null, title: '本单位不填这一项' }
  const read = readCell(text, as)
  if (read.kind === 'bad' && mine !== undefined) return { text, kind: 'bad', isReadOnly: !isOpen, mark: 'error', title: cellProblemText(read.problem, as) }
  if (isConflict(row, column, as)) {
    return { text, kind: read.kind, isReadOnly: !isOpen, mark: 'conflict', title: `他人已改为“${serverText(row.server, column, as) || '空'}”，您填的是“${text || '空'}”。请在下方选择。` }
  }
  const shown = mine !== undefined && read.kind === 'figure' ? formatFigure(toUnits(read.figure, as.decimals), as.decimals) : text
  const note = noteOn(row, as.code)
  const mark: CellMark | null = mine !== undefined && isSaving ? 'saving' : note === undefined ? null : 'query'
  return { text: shown, kind: read.kind === 'bad' ? 'figure' : read.kind, isReadOnly: !isOpen, mark, ...(note !== undefined && { title: `退回原因：${note}` }) }
}

/** Why the reviewer sent the figure back. */
function noteOn({ server }: DraftRow, code: string): string | undefined {
  return server.notes.find(({ indicator }) => indicator === code)?.text
}

/** The figure that a cell has now, typed or saved; null: none. */
export function figureOf(row: DraftRow, column: number, as: FigureUnit): number | null {
  const mine = row.typed.get(column)
  if (mine !== undefined) {
    const read = readCell(mine.text, as)
    return read.kind === 'figure' ? read.figure : null
  }
  const value = row.server.cells[column]?.value ?? null
  return value === null ? null : fromUnits(value, as.decimals)
}
