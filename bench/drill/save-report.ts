/** Saves a village's report, and lays it into the cube, in a fresh process. Prints medians as JSON. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replaceReport } from '#core/rollup/replace-report.ts'
import type { Report } from '#core/report/report.ts'
import { TreeDuties } from '#core/rollup/tree-duties.ts'
import { openNodeStore } from '#server/store/node-sqlite.ts'
import { demoCity, demoFigures } from '../demo-figures.ts'
import { median } from '../median.ts'

export interface SaveOutcome {
  readonly bareUs: number
  readonly storeUs: number
  readonly cubeUs: number
}

const RUNS = 400
const folder = mkdtempSync(join(tmpdir(), 'bench-drill-'))
const city = demoCity()
const { cube, tree, catalogue } = demoFigures()
const duties = new TreeDuties(tree, catalogue)
const isFilled = (report: Report) => tree.units[tree.indexOf(report.unit)!]!.level === 4 && report.month <= cube.range.to && Object.values(report.cells).some((value) => typeof value === 'number')
const report = Array.from(city.reports).findLast(isFilled)!
const [name, before] = Object.entries(report.cells).find(([, value]) => typeof value === 'number') as [string, number]
const version = (k: number): Report => ({ ...report, version: report.version + k, cells: { ...report.cells, [name]: before + k } as Report['cells'] })

const database = new DatabaseSync(join(folder, 'bare.db'))
database.exec('pragma journal_mode = wal; pragma synchronous = full; create table report (unit text primary key, cells text)')
const write = database.prepare('insert or replace into report values (?, ?)')
const store = await openNodeStore(join(folder, 'ballast.db'))
await store.replaceAll({ ...city, reports: [report], reportCount: 1 })

const times: Record<keyof SaveOutcome, number[]> = { bareUs: [], storeUs: [], cubeUs: [] }
async function timed(of: keyof SaveOutcome, work: () => unknown): Promise<void> {
  const start = performance.now()
  await work()
  times[of].push((performance.now() - start) * 1000)
}
for (let k = 1; k <= RUNS; k++) {
  const next = version(k)
  await timed('bareUs', () => write.run(next.unit, JSON.stringify(next.cells)))
  const change = { before: version(k - 1), after: next }
  await timed('storeUs', () => store.transact(async (tx) => {
    await tx.reports.put(change.after, change.before, { account: 'bench', action: 'save', reason: '' })
    await tx.totals.carry(duties, change)
  }))
  const start = performance.now()
  if (!replaceReport(cube, next)) throw new Error('the cube cannot hold the report')
  times.cubeUs.push((performance.now() - start) * 1000)
}
await store.close()
database.close()
if (existsSync(folder)) rmSync(folder, { recursive: true })
console.log(JSON.stringify({ bareUs: median(times.bareUs), storeUs: median(times.storeUs), cubeUs: median(times.cubeUs) } satisfies SaveOutcome))
