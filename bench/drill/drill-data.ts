import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { median } from '../median.ts'
import type { ReadOutcome } from './read-drill.ts'
import type { SaveOutcome } from './save-report.ts'

/** Every measurement is a fresh process. */
function run<Outcome>(script: string, ...args: string[]): Outcome {
  return JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, script), ...args], { encoding: 'utf8' })) as Outcome
}

/** Data of one drill-down from the rolled-up cube, and one village's report saved. */
export function reportData(rounds: number): void {
  console.log('| cube | children × indicators × months | median µs | worst place, median µs | × a flat array of as many numbers |\n| --- | --- | --- | --- | --- |')
  for (const size of ['demo', 'city', 'province']) {
    const outcomes = Array.from({ length: size === 'province' ? 1 : rounds }, () => run<ReadOutcome>('read-drill.ts', size)).flat()
    for (const place of ['top', 'widest']) {
      const found = outcomes.filter((outcome) => outcome.place === place)
      const [{ children, indicators, months }] = found as [ReadOutcome[number]]
      const us = found.map((outcome) => outcome.us)
      const ratio = median(found.map((outcome) => outcome.us / outcome.floorUs))
      console.log(`| ${size}, ${place} | ${children} × ${indicators} × ${months} | ${median(us).toFixed(1)} | ${Math.max(...us).toFixed(1)} | ${ratio.toFixed(1)} |`)
    }
  }
  const saves = Array.from({ length: rounds }, () => run<SaveOutcome>('save-report.ts'))
  const row = (pick: (save: SaveOutcome) => number, digits: number) => `${median(saves.map(pick)).toFixed(digits)} | ${saves.map((save) => pick(save).toFixed(digits)).join(' ')} |`
  console.log('\n| one village\'s report | median | rounds |\n| --- | --- | --- |')
  console.log(`| bare commit on disk (SQLite, one row), µs | ${row((save) => save.bareUs, 1)}`)
  console.log(`| saved by the store, µs | ${row((save) => save.storeUs, 1)}`)
  console.log(`| all ancestors in the cube, µs | ${row((save) => save.cubeUs, 1)}`)
  console.log(`| the cube adds to the bare commit, % | ${row((save) => (100 * save.cubeUs) / save.bareUs, 2)}\n`)
}
