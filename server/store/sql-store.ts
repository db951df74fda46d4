import { sql, type Kysely, type Transaction } from 'kysely'
import { addMonths, type Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { Dataset } from './dataset.ts'
import { FormsWriter } from './forms-table.ts'
import { migrate } from './migrations.ts'
import { readCatalogueText, readDuties, readMaster, readMonths } from './master-reads.ts'
import { findWrongTotals, rebuildTotals, type TotalsDifference } from './rebuild-totals.ts'
import { reportsOfMonth, reportsOfUnits, reportStates, unitsSavedBy, type ReportStateAt, type SavedQuery } from './report-reads.ts'
import { editionRow, formRow, indicatorRow, reportRow, targetRow } from './rows.ts'
import { AccountsTable, AccountsWriter } from './accounts-table.ts'
import { AttemptsTable } from './attempts-table.ts'
import { AuditTable, AuditWriter } from './audit-table.ts'
import { RepliesTable } from './replies-table.ts'
import { ReportWriter } from './report-writer.ts'
import { SessionsTable } from './sessions-table.ts'
import { readRevisions, raiseRevision, writeSettings } from './settings-rows.ts'
import { MasterChanged, type Changes, type MasterData, type MasterHold, type MergeOptions, type ReportQuery, type Revisions, type Store, type StoreProgress, type StoreTransaction, type WriteOptions } from './store.ts'
import { BatchWriter, TableWriter } from './table-writer.ts'
import type { Tables } from './tables.ts'
import { TotalsTable, TotalsWriter, type TotalsAt, type TotalsQuery } from './totals-table.ts'
import { UnitsWriter } from './units-table.ts'

export interface SqlStoreOptions {
  /** Pinyin initials of a name. Injected: the dictionary is large, and a page that never writes units needs none. */
  readonly initialsOf?: (name: string) => string
  /** Seals the audit trail; kept outside the database. */
  readonly auditKey?: Uint8Array
  /** Several connections, maybe of several servers, work on it side by side: rows that will be written must be locked. */
  readonly isShared?: boolean
}

/** The store over SQL: everything an engine has in common. Inside a transaction only `trx` may be used: SQLite has one connection, and `db` would wait for it for ever. */
export class SqlStore implements Store {
  readonly #db: Kysely<Tables>
  readonly #initialsOf: (name: string) => string
  readonly #auditKey: Uint8Array
  readonly #isShared: boolean
  readonly accounts: AccountsTable
  readonly sessions: SessionsTable
  readonly audit: AuditTable
  readonly totals: TotalsTable

  private constructor(db: Kysely<Tables>, options: SqlStoreOptions) {
    this.#db = db
    this.#initialsOf = options.initialsOf ?? (() => '')
    this.#auditKey = options.auditKey ?? NO_KEY
    this.#isShared = options.isShared ?? false
    this.accounts = new AccountsTable(db)
    this.sessions = new SessionsTable(db)
    this.audit = new AuditTable(db)
    this.totals = new TotalsTable(db)
  }

  /** @throws StoreError `newer-schema` */
  static async open(db: Kysely<Tables>, options: SqlStoreOptions = {}): Promise<SqlStore> {
    const { isShared = false, auditKey = NO_KEY } = options
    await migrate(db, isShared, (trx) => new AuditWriter(trx, auditKey, isShared).begin())
    await db.transaction().execute(addMissingTotals)
    return new SqlStore(db, options)
  }

  revisions(): Promise<Revisions> {
    return readRevisions(this.#db)
  }

  transact<T>(work: (tx: StoreTransaction) => Promise<T>, master?: MasterHold): Promise<T> {
    return this.#writing(master, (trx) => work({
      accounts: new AccountsWriter(trx, this.#isShared),
      sessions: new SessionsTable(trx, this.#isShared),
      attempts: new AttemptsTable(trx, this.#isShared),
      units: new UnitsWriter(trx, this.#initialsOf),
      forms: new FormsWriter(trx),
      reports: new ReportWriter(trx, this.#isShared),
      totals: new TotalsWriter(trx, this.#isShared),
      rebuildTotals: async (duties, from, frozen) => {
        await rebuildTotals(trx, duties, (await readMonths(trx)).filter((month) => month >= from && !frozen.has(month)))
      },
      replies: new RepliesTable(trx),
      audit: new AuditWriter(trx, this.#auditKey, this.#isShared),
      raise: (which) => raiseRevision(trx, which),
    }))
  }

  /** One transaction, so that the revision is that of the data beside it. */
  loadMaster(): Promise<MasterData> {
    return this.#reading(readMaster)
  }

  months(): Promise<readonly Month[]> {
    return readMonths(this.#db)
  }

  async *loadReports({ from, to, units }: ReportQuery): AsyncGenerator<readonly Report[]> {
    if (units !== undefined) yield* reportsOfUnits(this.#db, from, to, units)
    else for (let month = from; month <= to; month = addMonths(month, 1)) yield* reportsOfMonth(this.#db, month)
  }

  loadCut(query: TotalsQuery): Promise<{ readonly reports: readonly Report[]; readonly totals: readonly TotalsAt[] }> {
    return this.#reading(async (trx) => {
      const reports: Report[] = []
      for await (const chunk of reportsOfUnits(trx, query.from, query.to, query.units)) reports.push(...chunk)
      return { reports, totals: await new TotalsTable(trx).load(query) }
    })
  }

  loadReportStates({ from, to, units }: Required<ReportQuery>): Promise<readonly ReportStateAt[]> {
    return reportStates(this.#db, from, to, units)
  }

  savedBy(query: SavedQuery): Promise<ReadonlySet<UnitCode>> {
    return unitsSavedBy(this.#db, query)
  }

  verifyTotals(): Promise<TotalsDifference | null> {
    return this.#reading(async (trx) => findWrongTotals(trx, await readDuties(trx), await readMonths(trx)))
  }

  /** One write transaction; where writers run side by side, begun again when it was in another's way. */
  async #writing<T>(master: MasterHold | undefined, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#db.transaction().execute(async (trx) => {
          if (master !== undefined) await holdMaster(trx, master, this.#isShared)
          return work(trx)
        })
      } catch (error) {
        if (tries === MOST_TRIES || !isInTheWay(error)) throw error
      }
    }
  }

  /** Everything as it stood at one moment, whoever writes meanwhile. */
  #reading<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    const transaction = this.#db.transaction()
    return (this.#isShared ? transaction.setIsolationLevel('repeatable read') : transaction).execute(work)
  }

  async replaceAll(dataset: Dataset, options: WriteOptions = {}): Promise<void> {
    await this.#writing({ changing: 'any' }, async (trx) => {
      for (const table of EVERY_TABLE) await trx.deleteFrom(table).execute()
      await this.#write(trx, dataset, options)
    })
  }

  async merge(changes: Changes, options: MergeOptions): Promise<void> {
    await this.#writing({ changing: options.master }, async (trx) => {
      for (const { unit, indicator, year, scheme } of changes.replacedTargets ?? []) {
        await trx.deleteFrom('targets')
          .where('unit', '=', unit).where('indicator', '=', indicator)
          .where('year', '=', year).where('scheme', '=', scheme)
          .execute()
      }
      await this.#write(trx, changes, options, options.combine)
    })
  }

  close(): Promise<void> {
    return this.#db.destroy()
  }

  async #write(trx: Transaction<Tables>, dataset: Dataset, options: WriteOptions, combine?: MergeOptions['combine']): Promise<void> {
    const catalogueBefore = await readCatalogueText(trx)
    await new UnitsWriter(trx, this.#initialsOf).putAll(dataset.units, combine === undefined)
    const indicators = new TableWriter(trx, 'indicators', ['code'])
    for (const [i, indicator] of dataset.indicators.entries()) await indicators.write(indicatorRow(indicator, i + 1))
    const forms = new TableWriter(trx, 'forms', ['code'])
    for (const [i, form] of dataset.forms.entries()) await forms.write(formRow(form, i + 1))
    const targets = new BatchWriter(trx, 'targets', ['unit', 'indicator', 'year', 'scheme', 'effective_month'])
    for (const target of dataset.targets) await targets.write(targetRow(target))
    await targets.end()
    const editions = new TableWriter(trx, 'editions', ['month', 'number'])
    for (const edition of dataset.editions) await editions.write(editionRow(edition))
    const touched = await writeReports(trx, dataset, options.onProgress, combine)
    // Where units, forms or indicators are others than before, every month's totals may be.
    const isSame = combine !== undefined && dataset.units.length === 0 && (await readCatalogueText(trx)) === catalogueBefore
    await rebuildTotals(trx, await readDuties(trx), isSame ? touched : await readMonths(trx))
    await writeSettings(trx, options.settings ?? {})
    for (const account of dataset.accounts ?? []) await new AccountsWriter(trx, this.#isShared).put(account)
    if (options.audit !== undefined) await new AuditWriter(trx, this.#auditKey, this.#isShared).append(options.audit)
    await raiseRevision(trx, 'master')
    await raiseRevision(trx, 'reports')
    if (dataset.accounts !== undefined) await raiseRevision(trx, 'access')
  }
}

const MOST_TRIES = 5
const DEADLOCK = '40P01'
const NOT_SERIALIZABLE = '40001'

function isInTheWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === DEADLOCK || error.code === NOT_SERIALIZABLE)
}

/** Any number that no other program on the database takes for its own. */
const MASTER_LOCK = 0x4261_6c6c

/** SQLite has one writer at a time: nobody can be beside it. */
async function holdMaster(trx: Transaction<Tables>, master: MasterHold, isShared: boolean): Promise<void> {
  const isChanging = typeof master === 'object'
  if (isShared) await (isChanging ? sql`select pg_advisory_xact_lock(${MASTER_LOCK})` : sql`select pg_advisory_xact_lock_shared(${MASTER_LOCK})`).execute(trx)
  const expected = isChanging ? master.changing : master
  if (expected !== 'any' && (await readRevisions(trx)).master !== expected) throw new MasterChanged()
}

const NO_KEY = new Uint8Array(32)

/** Settings stay: the revisions must go on rising, or kept answers would be taken for fresh ones. */
const EVERY_TABLE = ['units', 'unit_parents', 'indicators', 'forms', 'targets', 'editions', 'reports', 'totals', 'report_versions', 'accounts', 'posts', 'sessions', 'attempts', 'replies'] as const

/** A database from before there were stored totals has reports, but no totals. */
async function addMissingTotals(trx: Transaction<Tables>): Promise<void> {
  const known = await trx.selectFrom('totals').select('unit').limit(1).executeTakeFirst()
  const months = known === undefined ? await readMonths(trx) : []
  if (months.length > 0) await rebuildTotals(trx, await readDuties(trx), months)
}

const PROGRESS_STEP = 500

async function writeReports(
  trx: Transaction<Tables>, dataset: Dataset, onProgress?: StoreProgress, combine?: MergeOptions['combine'],
): Promise<ReadonlySet<Month>> {
  const writer = new BatchWriter(trx, 'reports', ['month', 'unit', 'form'])
  let existing = new Map<string, Report>()
  const months = new Set<Month>()
  let month: Month | null = null
  let done = 0
  for (const report of dataset.reports) {
    months.add(report.month)
    if (combine && report.month !== month) {
      month = report.month
      existing = new Map()
      for await (const chunk of reportsOfMonth(trx, month)) for (const old of chunk) existing.set(keyOf(old), old)
    }
    const old = combine && existing.get(keyOf(report))
    await writer.write(reportRow(old ? combine(old, report) : report))
    done++
    if (done % PROGRESS_STEP === 0) onProgress?.(done, dataset.reportCount)
  }
  await writer.end()
  onProgress?.(done, dataset.reportCount)
  return months
}

function keyOf(report: Report): string {
  return `${report.unit} ${report.form}`
}
