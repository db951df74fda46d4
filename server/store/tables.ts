import type { IndicatorKind, IndicatorRole, IndicatorSense, PaceKind } from '#core/indicator/indicator.ts'
import type { Frequency } from '#core/indicator/form.ts'
import type { TargetScheme, TargetStatus } from '#core/indicator/target.ts'
import type { Role } from '#core/access/post.ts'
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
  totals: TotalsRow
  report_versions: ReportVersionRow
  accounts: AccountRow
  posts: PostRow
  sessions: SessionRow
  attempts: AttemptRow
  replies: ReplyRow
  audit: AuditRow
}

/** Times of service (sessions, audit, limits) are real ones, in ms since 1970; business time is text. */
export interface AccountRow {
  name: string
  display_name: string
  /** As `PasswordPort` gives it: method, cost, salt and hash. */
  password: string
  must_change: number
  disabled: number
  last_sign_in: number | null
  demo: number
  version: number
}

export interface PostRow {
  account: string
  unit: string
  role: Role
  /** Empty: no bound. A primary key may not be null on every engine. */
  from_day: string
  until_day: string
}

export interface SessionRow {
  /** Hash of the token: who reads the database cannot use it. */
  id: string
  account: string
  started_at: number
  seen_at: number
  address: string
  agent: string
}

/** Wrong passwords, by account name and by source: on disk, so that a restart forgives nothing. */
export interface AttemptRow {
  key: string
  failed: number
  locked_until: number
  /** When the count begins anew. */
  expires_at: number
}

/** Answers to writes, kept so that a repeated request is one effect (`Idempotency-Key`). */
export interface ReplyRow {
  account: string
  key: string
  /** Hash of what was asked: the same key with another content is refused. */
  fingerprint: string
  status: number
  body: string
  at: number
}

export interface AuditRow {
  number: number
  at: number
  account: string
  action: string
  unit: string | null
  subject: string
  before: string | null
  after: string | null
  request: string
  /** HMAC over this record and the hash of the one before it. */
  hash: string
}

/** Every version that a report has had: who made it, by what, and why. */
export interface ReportVersionRow extends ReportRow {
  account: string
  action: string
  reason: string
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
  /** JSON: WindowRule; null: DEFAULT_WINDOW */
  window_rule: string | null
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

export interface TotalsRow {
  unit: string
  month: number
  /** `core/rollup/stored-totals.ts`, by basis; `approved` null: the same as `live`. */
  live: string
  approved: string | null
}
