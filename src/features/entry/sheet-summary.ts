import { fromUnits, toUnits } from '#core/number/decimal.ts'
import type { SheetReply } from '#contract/sheets.ts'
import { STATE_LABELS } from '#src/features/overview/words.ts'
import { formatFigure } from '#src/ui/number-format.ts'
import { figureOf, isConflict, readCell, type DraftColumn, type DraftRow } from './sheet-draft.ts'

/** What stands beside the figure that one types. In the indicator's unit. */
export interface Beside {
  readonly lastMonth: number | null
  readonly lastYear: number | null
  /** With this month's figure as it is typed. */
  readonly year: number | null
}

const MONTHS = 12

export function beside(line: DraftRow, column: number, as: DraftColumn, isFlow: boolean): Beside {
  const history = line.server.history[column] ?? []
  const now = figureOf(line, column, as)
  const own = now === null ? null : toUnits(now, as.decimals)
  const year = [...history.slice(MONTHS), own].filter((each) => each !== null)
  return {
    lastMonth: history.at(-1) ?? null,
    lastYear: history.at(-MONTHS) ?? null,
    // A stock stands; a flow adds.
    year: !isFlow || year.length === 0 ? own : toUnits(year.reduce((sum, each) => sum + fromUnits(each, as.decimals), 0), as.decimals),
  }
}

/** The sum of a column as it is typed, lines of adjustment in it. */
export function totalText(lines: Iterable<DraftRow>, column: number, as: DraftColumn): string {
  let sum: number | null = null
  for (const line of lines) {
    const base = figureOf(line, column, as)
    const own = line.server.lines.reduce<number | null>((all, { indicator, value }) => (indicator === as.code ? (all ?? 0) + fromUnits(value, as.decimals) : all), base)
    if (own !== null) sum = (sum ?? 0) + own
  }
  return sum === null ? '' : formatFigure(toUnits(sum, as.decimals), as.decimals)
}

export interface OpenCell {
  readonly row: string
  readonly column: number
}

/** Cells that a report cannot be handed up with, in the sheet's order. */
export interface Obstacles {
  readonly blank: readonly OpenCell[]
  readonly bad: readonly OpenCell[]
  readonly conflicts: readonly OpenCell[]
}

export function obstaclesIn(lines: Iterable<DraftRow>, columns: readonly DraftColumn[]): Obstacles {
  const found = { blank: [] as OpenCell[], bad: [] as OpenCell[], conflicts: [] as OpenCell[] }
  for (const line of lines) {
    if (!line.server.may.includes('save')) continue
    line.server.cells.forEach((cell, column) => {
      if (cell === null || !cell.due) return
      const [at, as] = [{ row: line.server.unit, column }, columns[column]!]
      const text = line.typed.get(column)?.text
      if (isConflict(line, column, as)) found.conflicts.push(at)
      else if (text === undefined ? cell.value === null && cell.notObtained === null : readCell(text, as).kind === 'blank') found.blank.push(at)
      else if (text !== undefined && readCell(text, as).kind === 'bad') found.bad.push(at)
    })
  }
  return found
}

/** 自报 or 代报, and how far the report is. */
export function standingText({ state, filledBy, unit, overdue, late }: SheetReply['rows'][number]): string {
  const isOpen = state === 'missing' || state === 'draft' || state === 'returned'
  return [STATE_LABELS[state], filledBy !== null && filledBy !== unit ? '代报' : '', late ? '补报' : '', isOpen && overdue ? '已逾期' : ''].filter((each) => each !== '').join(' · ')
}
