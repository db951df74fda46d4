import type { Kysely, Transaction } from 'kysely'
import { formatMonth, type Month } from '#core/period/month.ts'
import type { Basis } from '#core/report/report.ts'
import { CubeBuilder } from '#core/rollup/cube-builder.ts'
import { formatTotals, parseTotals, totalsOfMonth, type StoredTotals } from '#core/rollup/stored-totals.ts'
import type { TreeDuties } from '#core/rollup/tree-duties.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { reportsOfMonth } from './report-reads.ts'
import { BatchWriter } from './table-writer.ts'
import type { Tables } from './tables.ts'
import { textOf, totalsRow } from './totals-table.ts'

/** Writes the totals of whole months anew, from the reports: after imports, and when units or forms have changed. */
export async function rebuildTotals(trx: Transaction<Tables>, duties: TreeDuties, months: Iterable<Month>): Promise<void> {
  for (const month of months) {
    await trx.deleteFrom('totals').where('month', '=', month).execute()
    const writer = new BatchWriter(trx, 'totals', ['unit', 'month'])
    for (const { unit, live, approved } of await computeMonth(trx, duties, month)) {
      if (isTelling(live) || isTelling(approved)) await writer.write(totalsRow(unit, month, formatTotals(live), formatTotals(approved)))
    }
    await writer.end()
  }
}

function isTelling({ reports, cells }: StoredTotals): boolean {
  return reports > 0 || cells.size > 0
}

interface MonthTotals {
  readonly unit: UnitCode
  readonly live: StoredTotals
  readonly approved: StoredTotals
}

async function computeMonth(db: Kysely<Tables>, { tree, catalogue }: TreeDuties, month: Month): Promise<MonthTotals[]> {
  if (tree.root < 0) return []
  const range = { from: month, to: month }
  const make = (basis: Basis) => new CubeBuilder({ tree, catalogue, root: tree.root, range, basis, frozen: new Set() })
  const [live, approved] = [make('live'), make('approved')]
  for await (const chunk of reportsOfMonth(db, month)) {
    for (const report of chunk) {
      live.addReport(report)
      approved.addReport(report)
    }
  }
  const approvedOf = new Map(totalsOfMonth(approved.build(), month))
  return [...totalsOfMonth(live.build(), month)].map(([number, totals]) => ({ unit: tree.units[number]!.code, live: totals, approved: approvedOf.get(number)! }))
}

/** Where stored totals differ from their reports. */
export interface TotalsDifference {
  readonly unit: UnitCode
  readonly month: string
  readonly basis: Basis
}

/** Recomputes every total of the given months and names the first that differs; null: all are right. */
export async function findWrongTotals(db: Kysely<Tables>, duties: TreeDuties, months: Iterable<Month>): Promise<TotalsDifference | null> {
  for (const month of months) {
    const rows = await db.selectFrom('totals').selectAll().where('month', '=', month).execute()
    const stored = new Map(rows.map((row) => [row.unit, row]))
    for (const { unit, ...right } of await computeMonth(db, duties, month)) {
      const row = stored.get(unit)
      stored.delete(unit)
      for (const basis of ['live', 'approved'] as const) {
        const isRight = row === undefined ? !isTelling(right[basis]) : inOrder(parseTotals(textOf(row, basis))) === inOrder(right[basis])
        if (!isRight) return { unit, month: formatMonth(month), basis }
      }
    }
    for (const [unit, row] of stored) if (isTelling(parseTotals(row.live))) return { unit: unit as UnitCode, month: formatMonth(month), basis: 'live' }
  }
  return null
}

/** One text for equal totals, whichever order their indicators were written in. */
function inOrder(totals: StoredTotals): string {
  return formatTotals({ ...totals, cells: new Map([...totals.cells].sort(([a], [b]) => (a < b ? -1 : 1))) })
}
