import type { IndicatorKind, IndicatorRole, IndicatorSense, PaceKind } from '#core/indicator/indicator.ts'
import type { Frequency } from '#core/indicator/form.ts'
import type { TargetScheme, TargetStatus } from '#core/indicator/target.ts'
import type { ReportSource, ReportState } from '#core/report/report.ts'

/** Rows as the database holds them. Months are integers (see core/period/month.ts); JSON is text on every engine. */
export interface Tables {
  settings: SettingRow
  units: UnitRow
  unit_parents: UnitParentRow
  indicators: IndicatorRow
  forms: FormRow
  targets: TargetRow
  editions: EditionRow
  reports: ReportRow
}

export interface SettingRow {
  key: string
  value: string
}

export interface UnitRow {
  code: string
  name: string
  short_name: string
  initials: string
  level: number
  kind: string
  ord: number
  opened: number | null
  closed: number | null
}

export interface UnitParentRow {
  unit: string
  /** 0: since ever. A primary key may not be null on every engine. */
  from_month: number
  parent: string | null
}

export interface IndicatorRow {
  code: string
  ord: number
  name: string
  unit: string
  decimals: number
  kind: IndicatorKind
  sense: IndicatorSense
  role: IndicatorRole
  /** JSON: UnitPattern[] */
  entry: string
  numerator: string | null
  denominator: string | null
  subset_of: string | null
  pace: PaceKind
  /** JSON: number[] */
  milestones: string | null
  /** JSON: DefinitionCard */
  definition: string
}

export interface FormRow {
  code: string
  ord: number
  name: string
  frequency: Frequency
  /** JSON: UnitPattern[] */
  fillers: string
  department: string
  /** JSON: IndicatorCode[] */
  indicators: string
}

export interface TargetRow {
  unit: string
  indicator: string
  year: number
  scheme: TargetScheme
  effective_month: number
  value: number
  status: TargetStatus
  document: string | null
}

export interface EditionRow {
  month: number
  number: number
  frozen_at: string
  note: string
}

export interface ReportRow {
  month: number
  unit: string
  form: string
  state: ReportState
  version: number
  source: ReportSource
  filled_by: string
  late: number
  updated_at: string
  /** JSON: Record<IndicatorCode, Cell>. One row per report: a row per cell costs ten times as much to read. */
  cells: string
  /** JSON: Line[] */
  lines: string
  /** JSON: ReportNote[] */
  notes: string
}
