import type { Form, FormCode } from '#core/indicator/form.ts'
import type { DefinitionCard, Indicator, IndicatorCode, UnitPattern } from '#core/indicator/indicator.ts'
import type { Target } from '#core/indicator/target.ts'
import type { Month } from '#core/period/month.ts'
import type { WindowRule } from '#core/report/window-rule.ts'
import type { Line, Report, ReportNote } from '#core/report/report.ts'
import type { ParentSpan, Unit, UnitCode } from '#core/unit/unit.ts'
import type { Edition } from './dataset.ts'
import type { EditionRow, FormRow, IndicatorRow, ReportRow, TargetRow, UnitParentRow, UnitRow } from './tables.ts'

/**
 * Rows ↔ domain objects. Only this program writes these rows, so that codes and JSON are taken at their word here:
 * what came from outside was checked before it was written.
 */

const SINCE_EVER = 0

export function unitRow(unit: Unit, initials: string): UnitRow {
  return {
    code: unit.code,
    name: unit.name,
    short_name: unit.shortName,
    initials,
    level: unit.level,
    kind: unit.kind,
    ord: unit.order,
    opened: unit.opened,
    closed: unit.closed,
  }
}

export function parentRows(unit: Unit): UnitParentRow[] {
  return unit.parents.map(({ from, parent }) => ({ unit: unit.code, from_month: from ?? SINCE_EVER, parent }))
}

/** `spans`: the unit's rows, ascending by month. */
export function unitOf(row: UnitRow, spans: readonly UnitParentRow[]): Unit {
  return {
    code: row.code as UnitCode,
    name: row.name,
    shortName: row.short_name,
    level: row.level,
    kind: row.kind,
    order: row.ord,
    opened: row.opened as Month | null,
    closed: row.closed as Month | null,
    parents: spans.map((span): ParentSpan => ({
      from: span.from_month === SINCE_EVER ? null : (span.from_month as Month),
      parent: span.parent as UnitCode | null,
    })),
  }
}

export function indicatorRow(indicator: Indicator, ord: number): IndicatorRow {
  return {
    code: indicator.code,
    ord,
    name: indicator.name,
    unit: indicator.unit,
    decimals: indicator.decimals,
    kind: indicator.kind,
    sense: indicator.sense,
    role: indicator.role,
    entry: JSON.stringify(indicator.entry),
    numerator: indicator.numerator,
    denominator: indicator.denominator,
    subset_of: indicator.subsetOf,
    pace: indicator.pace,
    milestones: indicator.milestones === null ? null : JSON.stringify(indicator.milestones),
    definition: JSON.stringify(indicator.definition),
  }
}

export function indicatorOf(row: IndicatorRow): Indicator {
  return {
    code: row.code as IndicatorCode,
    name: row.name,
    unit: row.unit,
    decimals: row.decimals,
    kind: row.kind,
    sense: row.sense,
    role: row.role,
    entry: JSON.parse(row.entry) as UnitPattern[],
    numerator: row.numerator as IndicatorCode | null,
    denominator: row.denominator as IndicatorCode | null,
    subsetOf: row.subset_of as IndicatorCode | null,
    pace: row.pace,
    milestones: row.milestones === null ? null : (JSON.parse(row.milestones) as number[]),
    definition: JSON.parse(row.definition) as DefinitionCard,
  }
}

export function formRow(form: Form, ord: number): FormRow {
  return {
    code: form.code,
    ord,
    name: form.name,
    frequency: form.frequency,
    fillers: JSON.stringify(form.fillers),
    department: form.department,
    indicators: JSON.stringify(form.indicators),
    window_rule: form.window === undefined ? null : JSON.stringify(form.window),
  }
}

export function formOf(row: FormRow): Form {
  return {
    code: row.code as FormCode,
    name: row.name,
    frequency: row.frequency,
    fillers: JSON.parse(row.fillers) as UnitPattern[],
    department: row.department,
    indicators: JSON.parse(row.indicators) as IndicatorCode[],
    ...(row.window_rule !== null && { window: JSON.parse(row.window_rule) as WindowRule }),
  }
}

export function targetRow(target: Target): TargetRow {
  return {
    unit: target.unit,
    indicator: target.indicator,
    year: target.year,
    scheme: target.scheme,
    effective_month: target.effectiveMonth,
    value: target.value,
    status: target.status,
    document: target.document,
  }
}

export function targetOf(row: TargetRow): Target {
  return {
    unit: row.unit as UnitCode,
    indicator: row.indicator as IndicatorCode,
    year: row.year,
    scheme: row.scheme,
    // PostgreSQL's driver gives 64-bit integers as text.
    value: Number(row.value),
    status: row.status,
    document: row.document,
    effectiveMonth: row.effective_month,
  }
}

export function editionRow(edition: Edition): EditionRow {
  return { month: edition.month, number: edition.number, frozen_at: edition.frozenAt, note: edition.note }
}

export function editionOf(row: EditionRow): Edition {
  return { month: row.month as Month, number: row.number, frozenAt: row.frozen_at, note: row.note }
}

const EMPTY_LIST = '[]'

export function reportRow(report: Report): ReportRow {
  return {
    month: report.month,
    unit: report.unit,
    form: report.form,
    state: report.state,
    version: report.version,
    source: report.source,
    filled_by: report.filledBy,
    late: report.late ? 1 : 0,
    updated_at: report.updatedAt,
    cells: JSON.stringify(report.cells),
    lines: report.lines.length === 0 ? EMPTY_LIST : JSON.stringify(report.lines),
    notes: report.notes.length === 0 ? EMPTY_LIST : JSON.stringify(report.notes),
  }
}

const NO_LINES: readonly Line[] = []
const NO_NOTES: readonly ReportNote[] = []

export function reportOf(row: ReportRow): Report {
  return {
    unit: row.unit as UnitCode,
    form: row.form as FormCode,
    month: row.month as Month,
    state: row.state,
    version: row.version,
    source: row.source,
    filledBy: row.filled_by as UnitCode,
    late: row.late === 1,
    cells: JSON.parse(row.cells) as Report['cells'],
    // Nearly every list is empty: a hundred thousand parses of "[]" would be felt.
    lines: row.lines === EMPTY_LIST ? NO_LINES : (JSON.parse(row.lines) as Line[]),
    notes: row.notes === EMPTY_LIST ? NO_NOTES : (JSON.parse(row.notes) as ReportNote[]),
    updatedAt: row.updated_at,
  }
}
