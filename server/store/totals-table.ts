import type { Kysely, Transaction } from 'kysely'
import type { Month, MonthRange } from '#core/period/month.ts'
import type { Basis } from '#core/report/report.ts'
import { carryReport, changesTotals, unitsAbove, type ReportChange } from '#core/rollup/carry-report.ts'
import { formatTotals, parseReports, parseTotals, type StoredTotals } from '#core/rollup/stored-totals.ts'
import type { TreeDuties } from '#core/rollup/tree-duties.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { codesInChunks } from './code-chunks.ts'
import { reportStates } from './report-reads.ts'
import { BatchWriter } from './table-writer.ts'
import type { Tables, TotalsRow } from './tables.ts'

export interface TotalsQuery extends MonthRange {
  readonly units: readonly UnitCode[]
  readonly basis: Basis
}

export interface TotalsAt {
  readonly unit: UnitCode
  readonly month: Month
  readonly totals: StoredTotals
}

/** Totals of units that have children, kept right by every write. A unit without a row has nothing in its subtree. */
export class TotalsTable {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  async load({ units, from, to, basis }: TotalsQuery): Promise<TotalsAt[]> {
    const found: TotalsAt[] = []
    for (const chunk of codesInChunks(units)) {
      const rows = await this.#db.selectFrom('totals').selectAll().where('unit', 'in', chunk).where('month', '>=', from).where('month', '<=', to).execute()
      for (const row of rows) found.push({ unit: row.unit as UnitCode, month: row.month as Month, totals: parseTotals(textOf(row, basis)) })
    }
    return found
  }

  /** Only how many reports count, as `unit month` → count. */
  async loadReports({ units, from, to, basis }: TotalsQuery): Promise<Map<string, number>> {
    const found = new Map<string, number>()
    for (const chunk of codesInChunks(units)) {
      const rows = await this.#db.selectFrom('totals').selectAll().where('unit', 'in', chunk).where('month', '>=', from).where('month', '<=', to).execute()
      for (const row of rows) found.set(`${row.unit} ${row.month}`, parseReports(textOf(row, basis)))
    }
    return found
  }
}

/** An edition's months follow the rule of `approved`. */
export function textOf(row: TotalsRow, basis: Basis): string {
  return basis === 'live' ? row.live : (row.approved ?? row.live)
}

/** `approved` is left out where it says the same as `live`, which it does in nearly every frozen month. */
export function totalsRow(unit: UnitCode, month: Month, live: string, approved: string): TotalsRow {
  return { unit, month, live, approved: approved === live ? null : approved }
}

/** Totals inside a write transaction. */
export class TotalsWriter {
  readonly #trx: Transaction<Tables>
  readonly #isShared: boolean

  constructor(trx: Transaction<Tables>, isShared: boolean) {
    this.#trx = trx
    this.#isShared = isShared
  }

  /**
   * Carries a changed report up to the root. Rows are held first and everything else is read under them, so that of two
   * writes below the same unit the second sees what the first did.
   */
  async carry(duties: TreeDuties, change: ReportChange): Promise<void> {
    if (!changesTotals(duties, change)) return
    const { unit, month } = change.after
    const above = unitsAbove(duties, unit, month)
    if (above.length === 0) return
    const rows = await this.#hold(duties, above, month)
    const reports = await reportStates(this.#trx, month, month, [...new Set([unit, ...above])])
    const changed = (basis: Basis) => {
      const totals = new Map(rows.map((row) => [row.unit as UnitCode, parseTotals(textOf(row, basis))]))
      return { totals, now: carryReport(duties, basis, change, { totals, reports }) }
    }
    const [live, approved] = [changed('live'), changed('approved')]
    const writer = new BatchWriter(this.#trx, 'totals', ['unit', 'month'])
    for (const each of above) {
      const before = rows.find((row) => row.unit === each)
      const row = totalsRow(each, month, formatTotals(live.now.get(each)!), formatTotals(approved.now.get(each)!))
      if (before?.live !== row.live || before.approved !== row.approved) await writer.write(row)
    }
    await writer.end()
  }

  /** The rows of the units; where writers run side by side, held until the transaction ends, always in the same order. */
  async #hold(duties: TreeDuties, units: readonly UnitCode[], month: Month): Promise<TotalsRow[]> {
    const query = this.#trx.selectFrom('totals').selectAll().where('unit', 'in', [...units]).where('month', '=', month)
    if (!this.#isShared) return query.execute()
    // Upper codes are mostly the smaller ones: in falling order the root, which every write needs, is held last.
    const inOrder = [...units].sort((a, b) => (a < b ? 1 : -1))
    const known = await this.#trx.selectFrom('totals').select('unit').where('unit', 'in', inOrder).where('month', '=', month).execute()
    // A row that is not there cannot be held: it is made before any is held, so that nobody waits for it with one in hand.
    for (const unit of inOrder.filter((each) => known.every((row) => row.unit !== each))) {
      const nothing = { reports: 0, missingBelow: duties.at(month).headsBelow(duties.tree.indexOf(unit)!, month), cells: new Map() }
      await this.#trx.insertInto('totals').values(totalsRow(unit, month, formatTotals(nothing), formatTotals(nothing)))
        .onConflict((conflict) => conflict.doNothing()).execute()
    }
    return query.orderBy('unit', 'desc').forUpdate().execute()
  }
}
