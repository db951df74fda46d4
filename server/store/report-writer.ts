import type { Transaction } from 'kysely'
import type { FormCode } from '#core/indicator/form.ts'
import type { Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { reportOf, reportRow } from './rows.ts'
import { TableWriter } from './table-writer.ts'
import type { Tables } from './tables.ts'

/** Who made a version, by what, and why. */
export interface VersionNote {
  readonly account: string
  readonly action: string
  readonly reason: string
}

/** Somebody else has just written this version. */
export class VersionTaken extends Error {
  override readonly name = 'VersionTaken'
}

/** Reports one by one, with their history. */
export class ReportWriter {
  readonly #trx: Transaction<Tables>
  readonly #isShared: boolean

  constructor(trx: Transaction<Tables>, isShared: boolean) {
    this.#trx = trx
    this.#isShared = isShared
  }

  /** The report, held until the transaction ends; null when nobody has begun it. */
  async hold(unit: UnitCode, form: FormCode, month: Month): Promise<Report | null> {
    const query = this.#trx.selectFrom('reports').selectAll().where('month', '=', month).where('unit', '=', unit).where('form', '=', form)
    const row = await (this.#isShared ? query.forUpdate() : query).executeTakeFirst()
    return row === undefined ? null : reportOf(row)
  }

  /**
   * Writes a version, and the one before it into the history when the history does not have it yet.
   * @throws VersionTaken
   */
  async put(report: Report, before: Report | null, note: VersionNote): Promise<void> {
    const history = new TableWriter(this.#trx, 'report_versions', ['unit', 'form', 'month', 'version'])
    if (before !== null) {
      const known = await this.#trx.selectFrom('report_versions').select('version')
        .where('unit', '=', before.unit).where('form', '=', before.form).where('month', '=', before.month).where('version', '=', before.version)
        .executeTakeFirst()
      // Imported and demo reports come without a history.
      if (known === undefined) await history.write({ ...reportRow(before), account: '', action: 'import', reason: '' })
    }
    const written = await this.#trx.insertInto('report_versions').values({ ...reportRow(report), ...note }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
    // Nobody could hold a report that did not exist yet: of two who begin it, one comes second.
    if ((written.numInsertedOrUpdatedRows ?? 0n) === 0n) throw new VersionTaken()
    await new TableWriter(this.#trx, 'reports', ['month', 'unit', 'form']).write(reportRow(report))
  }

  /** Accounts that saved cells of the report since it was last returned or begun. */
  async writersOf(unit: UnitCode, form: FormCode, month: Month): Promise<ReadonlySet<string>> {
    const rows = await this.#trx.selectFrom('report_versions').select('account').distinct()
      .where('unit', '=', unit).where('form', '=', form).where('month', '=', month).where('action', '=', 'save')
      .execute()
    return new Set(rows.map((row) => row.account))
  }
}
