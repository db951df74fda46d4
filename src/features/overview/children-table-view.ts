import type { Indicator } from '#core/indicator/indicator.ts'
import { toUnits } from '#core/number/decimal.ts'
import { addMonths, type MonthRange } from '#core/period/month.ts'
import type { LineKind } from '#core/report/report.ts'
import { partsOf, readFigure } from '#core/rollup/aggregate.ts'
import { cellCountsAt, formNumber, linesOf, ownAt, reachesParent, reportAt, totalAt, type Cube } from '#core/rollup/cube.ts'
import { childrenIn, hasIndicator, isChildIn, unitAt, type Figures } from './figures.ts'
import { LINE_LABELS, ownRowLabel } from './words.ts'

/** Why a figure is not there, or not whole. */
export type CellMark = '待审' | '未报' | '未报齐' | '未取得' | null

export interface TableCell {
  /** In the indicator's unit; null: absent. */
  readonly value: number | null
  readonly mark: CellMark
}

export type TableRowKind = 'total' | 'child' | 'own' | 'line'

export interface TableRow {
  readonly kind: TableRowKind
  readonly label: string
  /** Unit number of a child that can be opened. */
  readonly unit: number | null
  readonly cells: readonly TableCell[]
}

export interface ChildrenTable {
  readonly columns: readonly Indicator[]
  /** 合计, the children in official order, then 本级 and one row per kind of adjustment line: every column adds. */
  readonly rows: readonly TableRow[]
}

const LINE_KINDS: readonly LineKind[] = ['attrition', 'duplicate', 'adjustment', 'correction']
const EMPTY: TableCell = { value: null, mark: null }

/** Whether a column's rows add up to its 合计: rates and published figures do not. */
export function isAdditive(indicator: Indicator): boolean {
  return indicator.kind === 'flow' || indicator.kind === 'stock'
}

export function buildChildrenTable(figures: Figures, unit: number, range: MonthRange, indicators: readonly Indicator[]): ChildrenTable {
  const { cube } = figures
  const columns = indicators.filter((indicator) => hasIndicator(figures, unit, indicator.code, range))
  const children = childrenIn(cube, unit, range)
  const ranges = columns.map((column) => addingRange(cube, unit, column, range))
  const rows: TableRow[] = [
    { kind: 'total', label: '合计', unit: null, cells: columns.map((column) => totalCell(cube, unit, column, range)) },
    ...children.map((child): TableRow => ({
      kind: 'child',
      label: unitAt(figures, child).shortName,
      unit: child,
      cells: columns.map((column, k) => childCell(cube, unit, child, column, ranges[k]!)),
    })),
  ]
  const lines = columns.map((column, k) => linesIn(cube, unit, column, ranges[k]!))
  const own = columns.map((column, k): TableCell => ({ value: ownBase(cube, unit, column, ranges[k]!, lines[k]!), mark: null }))
  if (own.some((cell) => cell.value !== null)) rows.push({ kind: 'own', label: ownRowLabel(unitAt(figures, unit)), unit: null, cells: own })
  for (const kind of LINE_KINDS) {
    if (!lines.some((sums) => sums.has(kind))) continue
    const cells = columns.map((column, k): TableCell => {
      const sum = lines[k]!.get(kind)
      return sum === undefined ? EMPTY : { value: toUnits(sum, column.decimals), mark: null }
    })
    rows.push({ kind: 'line', label: LINE_LABELS[kind], unit: null, cells })
  }
  return { columns, rows }
}

/** Rows of a stock add in one month only: the one that its 合计 stands for. */
function addingRange(cube: Cube, unit: number, indicator: Indicator, range: MonthRange): MonthRange {
  if (indicator.kind !== 'stock') return range
  const { month } = readFigure(cube, unit, indicator.code, range)
  return month === null ? range : { from: month, to: month }
}

function totalCell(cube: Cube, unit: number, indicator: Indicator, range: MonthRange): TableCell {
  const { value } = readFigure(cube, unit, indicator.code, range)
  return { value: value === null ? null : toUnits(value, indicator.decimals), mark: gapMark(cube, unit, indicator, range) }
}

function childCell(cube: Cube, parent: number, child: number, indicator: Indicator, range: MonthRange): TableCell {
  if (indicator.kind === 'rate' || indicator.kind === 'published') return totalCell(cube, child, indicator, range)
  const column = cube.catalogue.columnOf(indicator.code)
  let sum: number | null = null
  let pending = false
  for (let month = range.from; month <= range.to; month = addMonths(month, 1)) {
    if (!isChildIn(cube, child, parent, month)) continue
    if (!reachesParent(cube, child, column, month)) {
      pending = true
      continue
    }
    const total = totalAt(cube, child, column, month)
    if (total !== null) sum = (sum ?? 0) + total
  }
  const mark = pending ? '待审' : gapMark(cube, child, indicator, range)
  return { value: sum === null ? null : toUnits(sum, indicator.decimals), mark }
}

/** What is missing in the subtree over the range, in one word. */
export function gapMark(cube: Cube, unit: number, indicator: Indicator, range: MonthRange): CellMark {
  let due = 0
  let counted = 0
  let excused = 0
  let pending = false
  for (const column of partsOf(cube, indicator.code)) {
    const form = cube.catalogue.forms[formNumber(cube, column)]!
    for (let month = range.from; month <= range.to; month = addMonths(month, 1)) {
      const cells = cellCountsAt(cube, unit, column, month)
      due += cells.due
      counted += cells.counted
      excused += cells.excused
      if (cells.counted < cells.due && cube.basis !== 'live') {
        const report = reportAt(cube, unit, form.code, month)
        pending ||= report.state === 'submitted' && !report.counts
      }
    }
  }
  if (counted >= due) return null
  if (pending) return '待审'
  if (counted > 0) return '未报齐'
  return excused > 0 ? '未取得' : '未报'
}

function linesIn(cube: Cube, unit: number, indicator: Indicator, range: MonthRange): Map<LineKind, number> {
  const column = cube.catalogue.columnOf(indicator.code)
  return column < 0 || !isAdditive(indicator) ? new Map() : linesOf(cube, unit, column, range)
}

/** Own figure without its adjustment lines; null where the unit entered none. */
function ownBase(cube: Cube, unit: number, indicator: Indicator, range: MonthRange, lines: ReadonlyMap<LineKind, number>): number | null {
  const column = cube.catalogue.columnOf(indicator.code)
  if (column < 0) return null
  if (indicator.kind === 'published') {
    const { value } = readFigure(cube, unit, indicator.code, range)
    return value === null ? null : toUnits(value, indicator.decimals)
  }
  let sum: number | null = null
  for (let month = range.from; month <= range.to; month = addMonths(month, 1)) {
    const own = ownAt(cube, unit, column, month)
    if (own !== null) sum = (sum ?? 0) + own
  }
  if (sum === null) return null
  let base = sum
  for (const line of lines.values()) base -= line
  const owes = cube.owed[cube.slotOf[unit]!]![column] === 1
  return base === 0 && !owes ? null : toUnits(base, indicator.decimals)
}
