import type { Form } from '#core/indicator/form.ts'
import type { Indicator } from '#core/indicator/indicator.ts'
import type { Target } from '#core/indicator/target.ts'
import type { Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { TreeDuties } from '#core/rollup/tree-duties.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import type { AccountsTable, AccountsWriter } from './accounts-table.ts'
import type { AttemptsTable } from './attempts-table.ts'
import type { AuditEntry, AuditTable, AuditWriter } from './audit-table.ts'
import type { Dataset, Edition } from './dataset.ts'
import type { FormsWriter } from './forms-table.ts'
import type { RepliesTable } from './replies-table.ts'
import type { ReportStateAt, SavedQuery } from './report-reads.ts'
import type { ReportWriter } from './report-writer.ts'
import type { SessionsTable } from './sessions-table.ts'
import type { TotalsDifference } from './rebuild-totals.ts'
import type { TotalsAt, TotalsQuery, TotalsTable, TotalsWriter } from './totals-table.ts'
import type { UnitsWriter } from './units-table.ts'

/** What a database knows about itself. */
export interface StoreSettings {
  /** Figures below city level are generated: pages say 演示数据. */
  readonly demo: boolean
  /** Business time that stands still (演示时间), ISO 8601 with offset; null: the real clock. */
  readonly businessNow: string | null
  /** Levels above `city`: 0 when level 1 is a city, 1 when it is a province. Names of levels in imports need it. */
  readonly levelsAboveCity: number
}

export const DEFAULT_SETTINGS: StoreSettings = { demo: false, businessNow: null, levelsAboveCity: 0 }

/**
 * Counters that writes raise. What was made from units, indicators, forms, targets and editions may be kept as long as
 * `master` stands still; from reports, as long as `reports` does too; from accounts, posts and sessions: `access`.
 */
export interface Revisions {
  readonly master: number
  readonly reports: number
  readonly access: number
}

/** Everything but reports: small enough to be read at once. */
export interface MasterData {
  readonly settings: StoreSettings
  readonly revisions: Revisions
  /** By official order among siblings, then code. */
  readonly units: readonly Unit[]
  /** Pinyin initials of the units' names, lower case, for the search (wenhualu: `whl`); empty when not computed. */
  readonly initials: ReadonlyMap<UnitCode, string>
  readonly indicators: readonly Indicator[]
  readonly forms: readonly Form[]
  readonly targets: readonly Target[]
  readonly editions: readonly Edition[]
}

export interface ReportQuery {
  readonly from: Month
  readonly to: Month
  /** These only; all units without it. */
  readonly units?: readonly UnitCode[]
}

/** Called after every few hundred reports; `done` grows to `total`. */
export type StoreProgress = (done: number, total: number) => void

export interface WriteOptions {
  readonly settings?: Partial<StoreSettings>
  /** Who wrote what: a record in the audit trail, in the same transaction. */
  readonly audit?: AuditEntry
  readonly onProgress?: StoreProgress
}

export interface MergeOptions extends WriteOptions {
  /** Combines a report that is already there with the one that comes in. */
  readonly combine: (existing: Report, incoming: Report) => Report
  /** Revision of the master data that the changes were checked against. */
  readonly master: number
}

/**
 * What an import adds and updates. Units and targets: those that change; indicators and forms: all that there are from
 * now on, in official order; reports: those that change, ordered by month.
 */
export type Changes = Dataset & {
  /** Targets whose every other version is forgotten when they arrive: unit, indicator, year and scheme in common. */
  readonly replacedTargets?: readonly Pick<Target, 'unit' | 'indicator' | 'year' | 'scheme'>[]
}

/** One transaction, in a fixed order of locks: master data, accounts by name, attempts, report, totals, reply, audit, revisions. */
export interface StoreTransaction {
  readonly units: UnitsWriter
  readonly forms: FormsWriter
  readonly accounts: AccountsWriter
  readonly sessions: SessionsTable
  readonly attempts: AttemptsTable
  readonly reports: ReportWriter
  readonly totals: TotalsWriter
  /** Writes the totals of all months from one on anew, but for those that are frozen: after units have changed. */
  rebuildTotals(duties: TreeDuties, from: Month, frozen: ReadonlySet<Month>): Promise<void>
  readonly replies: RepliesTable
  readonly audit: AuditWriter
  /** Call it last: the counter is held until the end. */
  raise(which: keyof Revisions): Promise<void>
}

/**
 * What a transaction has to do with master data. A number: it writes figures by master data of this revision, which
 * stay as they are until it ends. `changing`: it changes those of this revision, and nobody writes figures meanwhile.
 */
export type MasterHold = number | { readonly changing: number | 'any' }

/** Units, forms or editions have changed since they were read: what was decided by them must be decided again. */
export class MasterChanged extends Error {
  override readonly name = 'MasterChanged'
}

/**
 * The database, whatever its engine. Every method that writes is one transaction that raises a revision: it happens
 * wholly or not at all.
 */
export interface Store {
  revisions(): Promise<Revisions>
  readonly accounts: AccountsTable
  readonly sessions: SessionsTable
  readonly audit: AuditTable
  readonly totals: TotalsTable
  /**
   * Does all of `work` or nothing. It may be begun several times, and must touch nothing but `tx`.
   * @throws MasterChanged before `work` begins
   */
  transact<T>(work: (tx: StoreTransaction) => Promise<T>, master?: MasterHold): Promise<T>
  loadMaster(): Promise<MasterData>
  /** Months that have any report, ascending. */
  months(): Promise<readonly Month[]>
  /** Reports of a closed range, some at a time: month by month, or, of given units, unit by unit. */
  loadReports(query: ReportQuery): AsyncIterable<readonly Report[]>
  /** Reports of some units and the totals of what is below them, both as they stood at one moment. */
  loadCut(query: TotalsQuery): Promise<{ readonly reports: readonly Report[]; readonly totals: readonly TotalsAt[] }>
  /** How the reports of some units stand, without the figures. */
  loadReportStates(query: Required<ReportQuery>): Promise<readonly ReportStateAt[]>
  /** Those of the units in whose report of the form and month an account has saved cells. */
  savedBy(query: SavedQuery): Promise<ReadonlySet<UnitCode>>
  /** Recomputes every stored total from the reports, and names the first that differs; null: all are right. */
  verifyTotals(): Promise<TotalsDifference | null>
  /** Empties the database and lays in a data set. */
  replaceAll(dataset: Dataset, options?: WriteOptions): Promise<void>
  /**
   * Adds and updates by code.
   * @throws MasterChanged
   */
  merge(changes: Changes, options: MergeOptions): Promise<void>
  close(): Promise<void>
}

export type StoreProblem = 'not-a-database' | 'damaged' | 'newer-schema' | 'locked' | 'unreadable' | 'unavailable'

/** The database cannot be used as it is. Nothing has been changed. */
export class StoreError extends Error {
  readonly code: StoreProblem

  constructor(code: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}
