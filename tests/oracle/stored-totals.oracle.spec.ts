import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monthsOf, type Month } from '#core/period/month.ts'
import type { Basis, Report } from '#core/report/report.ts'
import { carryReport, changesTotals, unitsAbove } from '#core/rollup/carry-report.ts'
import { formatTotals, parseTotals, totalsOfMonth, type StoredTotals } from '#core/rollup/stored-totals.ts'
import { TreeDuties } from '#core/rollup/tree-duties.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { BASES, columnsOf, LIMITS } from './bases.ts'
import { changes, isSameReport, withReport } from './changes.ts'
import { cities, MONTHS } from './cities.ts'
import { expectSame } from './compare.ts'
import { coreOf, cubeOf } from './core-city.ts'
import { NaiveCity, type City } from './naive.ts'

/** Rows as a database would keep them: text by unit and month. */
type Rows = Map<string, string>

function rowKey(unit: UnitCode, month: Month): string {
  return `${month} ${unit}`
}

function built(city: City, basis: Basis): Rows {
  const cube = cubeOf(coreOf(city), city, MONTHS, basis)
  const rows: Rows = new Map()
  for (const month of monthsOf(MONTHS)) {
    for (const [unit, totals] of totalsOfMonth(cube, month)) {
      if (totals.reports > 0 || totals.cells.size > 0) rows.set(rowKey(cube.tree.units[unit]!.code, month), formatTotals(totals))
    }
  }
  return rows
}

/** What a save does in the database: reads the rows on the way up, writes those that changed. */
function save(rows: Rows, duties: TreeDuties, basis: Basis, city: City, after: Report): void {
  const before = city.reports.find((old) => isSameReport(old, after)) ?? null
  if (!changesTotals(duties, { before, after })) return
  const above = unitsAbove(duties, after.unit, after.month)
  const known = above.flatMap((unit) => {
    const text = rows.get(rowKey(unit, after.month))
    return text === undefined ? [] : [[unit, parseTotals(text)] as const]
  })
  const reports = city.reports.filter((report) => report.month === after.month && [after.unit, ...above].includes(report.unit))
  const changed = carryReport(duties, basis, { before, after }, { totals: new Map(known), reports })
  for (const [unit, totals] of changed) rows.set(rowKey(unit, after.month), formatTotals(totals))
}

/** Without rows that say nothing, in one order. */
function said(rows: Rows) {
  const telling = [...rows].map(([at, text]) => [at, parseTotals(text)] as const).filter(([, { reports, cells }]) => reports > 0 || cells.size > 0)
  return Object.fromEntries(telling.sort().map(([at, totals]) => [at, plain(totals)]))
}

function plain({ reports, missingBelow, cells }: StoredTotals) {
  return { reports, missingBelow, cells: Object.fromEntries([...cells].sort()) }
}

describe('stored totals', { timeout: 600_000 }, () => {
  it('follow every changed report as if they were built anew', () => {
    fc.assert(
      fc.property(changes, ([city, reports]) => {
        const core = coreOf(city)
        const duties = new TreeDuties(core.tree, core.catalogue)
        for (const basis of BASES) {
          const rows = built(city, basis)
          let current = city
          for (const report of reports) {
            save(rows, duties, basis, current, report)
            current = withReport(current, report)
          }
          expectSame(said(rows), said(built(current, basis)), basis)
        }
      }),
      LIMITS,
    )
  })

  it('are what the naive recomputation finds', () => {
    let found = 0
    fc.assert(
      fc.property(cities, fc.constantFrom(...BASES), (city, basis) => {
        const naive = new NaiveCity(city, basis)
        const core = coreOf(city)
        const duties = new TreeDuties(core.tree, core.catalogue)
        const rows = built(city, basis)
        for (const month of monthsOf(MONTHS)) {
          for (const { code: unit } of city.units) {
            const children = naive.children(unit, month)
            if (children.length === 0 || !naive.isOpen(unit, month)) continue
            const number = core.tree.indexOf(unit)!
            const text = rows.get(rowKey(unit, month))
            const totals = text === undefined ? { reports: 0, missingBelow: duties.at(month).headsBelow(number, month), cells: new Map<never, never>() } : parseTotals(text)
            const { counted, due } = naive.reportCoverage(unit, month, month)
            const below = children.map((child) => naive.reportCoverage(child.code, month, month).missing.length)
            const reports = { counted: totals.reports, due: duties.at(month).reportsDue(number, month), missingBelow: totals.missingBelow }
            expectSame(reports, { counted, due, missingBelow: below.reduce((a, b) => a + b) }, `${basis} ${unit} ${month}`)
            found += text === undefined ? 0 : 1
            for (const { code, kind } of columnsOf(city)) {
              const { sum, filled, ...cells } = totals.cells.get(code as never) ?? { sum: 0, filled: 0, counted: 0, excused: 0 }
              const truth = naive.total(unit, code, month)
              const isPeriod = ((month % 12) + 1) % naive.period(naive.formOf(code)) === 0
              const dueCells = isPeriod ? duties.at(month).dueCells(number, core.catalogue.columnOf(code)) : 0
              expectSame({ ...cells, due: dueCells }, pick(naive.cells(unit, code, month)), `${basis} ${unit} ${code} ${month}`)
              if (kind === 'published') continue
              expectSame({ value: filled > 0 ? sum : null }, { value: truth === null ? null : Number(truth) }, `${basis} ${unit} ${code} ${month}`)
            }
          }
        }
      }),
      LIMITS,
    )
    expect(found).toBeGreaterThan(0)
  })
})

function pick({ due, counted, excused }: { due: number; counted: number; excused: number }) {
  return { counted, excused, due }
}
