/** Rows 2 and 3: reading one drill-down from a rolled-up cube, and one village's change reaching its ancestors. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { addMonths } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import { openChildren, totalAt, type Cube } from '#core/rollup/cube.ts'
import { replaceReport } from '#core/rollup/replace-report.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { demoCase, syntheticCase } from '../transfer/cases.ts'

const RUNS = 200
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

function timed(work: (n: number) => void): number {
  return median(Array.from({ length: RUNS }, (_, n) => {
    const start = performance.now()
    work(n)
    return performance.now() - start
  }))
}

/** All children × indicators × months of the cube into one array, as a drill-down needs them. */
function drill(cube: Cube, unit: number): Float64Array {
  const children = openChildren(cube, unit, cube.range.to)
  const out = new Float64Array(children.length * cube.columns * cube.months)
  let at = 0
  for (const child of children) {
    for (let column = 0; column < cube.columns; column++) {
      for (let m = 0; m < cube.months; m++) out[at++] = totalAt(cube, child, column, addMonths(cube.range.from, m)) ?? NaN
    }
  }
  return out
}

export function measureCore(): { drillDemo: number; drillSynthetic: number; numbers: number; change: number; commit: number } {
  const demo = demoCase()
  const synthetic = syntheticCase()
  const village = '430202001001' as UnitCode
  const form = demo.catalogue.forms[0]!
  const report = (n: number): Report => ({
    unit: village, form: form.code, month: demo.cube.range.to, state: 'approved', version: n, source: 'system', filledBy: village, late: false,
    cells: Object.fromEntries(form.indicators.map((code) => [code, n])), lines: [], notes: [], updatedAt: '',
  })
  const folder = mkdtempSync(join(tmpdir(), 'bench-drill-'))
  const database = new DatabaseSync(join(folder, 'durable.db'))
  database.exec('pragma journal_mode = wal; pragma synchronous = full; create table reports (unit text primary key, cells text)')
  const write = database.prepare('insert or replace into reports values (?, ?)')
  const result = {
    drillDemo: timed(() => void drill(demo.cube, demo.tree.root)),
    drillSynthetic: timed(() => void drill(synthetic.cube, synthetic.tree.root)),
    numbers: drill(synthetic.cube, synthetic.tree.root).length,
    // A leaf's first unheld figure makes `replaceReport` decline; the demo's village owes some of the form only.
    change: timed((n) => void replaceReport(demo.cube, { ...report(n), cells: { E01: n, S01: n } as unknown as Report['cells'] })),
    commit: timed((n) => void write.run(village, JSON.stringify(report(n).cells))),
  }
  database.close()
  rmSync(folder, { recursive: true })
  return result
}
