import type { Kysely } from 'kysely'
import type { FormCode } from '#core/indicator/form.ts'
import type { Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { ReportStateOf } from '#core/rollup/carry-report.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { codesInChunks } from './code-chunks.ts'
import { reportOf } from './rows.ts'
import type { Tables } from './tables.ts'

/** Rows in memory at once. */
const CHUNK = 20_000

/** All reports of a month, by unit and form, some at a time: a country's would not fit. */
export async function* reportsOfMonth(db: Kysely<Tables>, month: Month): AsyncGenerator<Report[]> {
  const pages = db.selectFrom('reports').selectAll().where('month', '=', month).orderBy('unit').orderBy('form').limit(CHUNK)
  let rows = await pages.execute()
  while (rows.length > 0) {
    yield rows.map(reportOf)
    const { unit, form } = rows.at(-1)!
    rows = rows.length < CHUNK ? [] : await pages.where((eb) => eb(eb.refTuple('unit', 'form'), '>', eb.tuple(unit, form))).execute()
  }
}

/** Reports of some units, month by month within each of them. */
export async function* reportsOfUnits(db: Kysely<Tables>, from: Month, to: Month, units: readonly UnitCode[]): AsyncGenerator<Report[]> {
  for (const chunk of codesInChunks(units)) {
    const rows = await db.selectFrom('reports').selectAll()
      .where('unit', 'in', chunk).where('month', '>=', from).where('month', '<=', to)
      .orderBy('unit').orderBy('month').orderBy('form')
      .execute()
    if (rows.length > 0) yield rows.map(reportOf)
  }
}

export interface ReportStateAt extends ReportStateOf {
  readonly month: Month
}

/** How the reports of some units stand, without the figures. */
export async function reportStates(db: Kysely<Tables>, from: Month, to: Month, units: readonly UnitCode[]): Promise<ReportStateAt[]> {
  const states: ReportStateAt[] = []
  for (const chunk of codesInChunks(units)) {
    const rows = await db.selectFrom('reports').select(['unit', 'month', 'form', 'state', 'filled_by'])
      .where('unit', 'in', chunk).where('month', '>=', from).where('month', '<=', to).execute()
    for (const row of rows) {
      states.push({ unit: row.unit as UnitCode, month: row.month as Month, form: row.form as FormCode, state: row.state, filledBy: row.filled_by as UnitCode })
    }
  }
  return states
}

export interface SavedQuery {
  readonly account: string
  readonly form: FormCode
  readonly month: Month
  readonly units: readonly UnitCode[]
}

/** Those of the units in whose report an account has saved cells. */
export async function unitsSavedBy(db: Kysely<Tables>, { account, form, month, units }: SavedQuery): Promise<ReadonlySet<UnitCode>> {
  const saved = new Set<UnitCode>()
  for (const chunk of codesInChunks(units)) {
    const rows = await db.selectFrom('report_versions').select('unit').distinct()
      .where('unit', 'in', chunk).where('form', '=', form).where('month', '=', month).where('action', '=', 'save').where('account', '=', account).execute()
    for (const { unit } of rows) saved.add(unit as UnitCode)
  }
  return saved
}
