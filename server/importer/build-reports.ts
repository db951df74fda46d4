import type { Catalogue } from '#core/indicator/catalogue.ts'
import { isFiller, isFormMonth, type Form } from '#core/indicator/form.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import type { Month } from '#core/period/month.ts'
import type { Line, Report } from '#core/report/report.ts'
import type { UnitTree } from '#core/unit/unit-tree.ts'
import type { FigureTable } from './figure-table.ts'

export interface ReportContext {
  readonly tree: UnitTree
  readonly catalogue: Catalogue
  readonly figures: FigureTable
  /** Business time of the import. */
  readonly now: string
}

const IMPORT_NOTE = '导入'

/**
 * The imported months as approved reports: of every unit that must report (fillers, and whoever stands between a
 * filler and the root) and of every unit with a figure. Ordered by month.
 */
export function* buildReports(context: ReportContext): Generator<Report> {
  for (const { month, form, formNumber, unit } of reportPlaces(context)) yield buildReport(context, month, form, formNumber, unit)
}

export function countReports(context: ReportContext): number {
  let count = 0
  for (const place of reportPlaces(context)) if (place) count++
  return count
}

interface ReportPlace {
  readonly month: Month
  readonly form: Form
  readonly formNumber: number
  readonly unit: number
}

function* reportPlaces({ tree, catalogue, figures }: ReportContext): Generator<ReportPlace> {
  for (const month of figures.months) {
    for (const [formNumber, form] of catalogue.forms.entries()) {
      if (!isFormMonth(form.frequency, month)) continue
      const columns = columnsOf(catalogue, form)
      const must = reporters(tree, form, month)
      for (const unit of tree.epochAt(month).order) {
        const row = figures.row(month, unit)
        if (must[unit] === 1 || columns.some((column) => !Number.isNaN(row[column]))) yield { month, form, formNumber, unit }
      }
    }
  }
}

/** By unit number: 1 for fillers of the form and units between a filler and the root, in the tree of the month. */
function reporters(tree: UnitTree, form: Form, month: Month): Uint8Array {
  const epoch = tree.epochAt(month)
  const must = new Uint8Array(tree.units.length)
  for (let k = epoch.order.length - 1; k >= 0; k--) {
    const unit = epoch.order[k]!
    if (isFiller(form, tree.units[unit]!)) must[unit] = 1
    const parent = epoch.parent[unit]!
    if (parent >= 0 && must[unit] === 1) must[parent] = 1
  }
  return must
}

function columnsOf(catalogue: Catalogue, form: Form): number[] {
  return form.indicators.map((code) => catalogue.columnOf(code)).filter((column) => column >= 0)
}

/** A figure that the unit owes is a base value; one that it does not owe (what a district adds or takes off) is a line. */
function buildReport(context: ReportContext, month: Month, form: Form, formNumber: number, number: number): Report {
  const { tree, catalogue, figures, now } = context
  const unit = tree.units[number]!
  const owed = owedColumns(context, number)[formNumber]!
  const row = figures.row(month, number)
  const cells: Record<IndicatorCode, number> = {}
  const lines: Line[] = []
  for (const column of columnsOf(catalogue, form)) {
    const value = row[column]!
    if (Number.isNaN(value)) continue
    const { code } = catalogue.columns[column]!
    if (owed.includes(column)) cells[code] = value
    else lines.push({ indicator: code, kind: 'adjustment', value, note: IMPORT_NOTE, by: IMPORT_NOTE })
  }
  return {
    unit: unit.code, form: form.code, month, state: 'approved', version: 1, source: 'sheet', filledBy: unit.code,
    late: false, cells, lines, notes: [], updatedAt: now,
  }
}

/** Units of one level and kind owe the same; asking the catalogue for each report anew would be felt. */
const owedByUnit = new WeakMap<ReportContext, (readonly (readonly number[])[] | undefined)[]>()

function owedColumns(context: ReportContext, number: number): readonly (readonly number[])[] {
  let kept = owedByUnit.get(context)
  if (kept === undefined) owedByUnit.set(context, (kept = []))
  return (kept[number] ??= context.catalogue.owedColumns(context.tree.units[number]!))
}

/**
 * An imported report over the one that is there. An imported figure is the unit's whole own figure, so it takes the
 * place of the base value and of the lines; what the import does not mention stays.
 */
export function combineReports(existing: Report, incoming: Report): Report {
  const given = new Set<string>([...Object.keys(incoming.cells), ...incoming.lines.map((line) => line.indicator)])
  const keptCells = Object.entries(existing.cells).filter(([code]) => !given.has(code))
  return {
    ...incoming,
    version: existing.version + 1,
    late: existing.late,
    cells: { ...Object.fromEntries(keptCells), ...incoming.cells },
    lines: [...existing.lines.filter((line) => !given.has(line.indicator)), ...incoming.lines],
  }
}
