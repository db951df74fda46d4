/**
 * How long does a full rollup take, against reading the same bytes? Usage: npm run bench:rollup [-- --rounds 3]
 * Every measurement is a fresh process; the order of the engines is reversed every round; raw rounds are printed.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { INDICATORS, MONTHS, villages, type Outcome } from './data.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } })
const rounds = Number(values.rounds)
const ENGINES = ['cube', 'duckdb', 'd3', 'naive'] as const
/** d3-array would need more memory than an office server has at province size. */
const SIZES = [
  { name: 'city', cities: 1, engines: ENGINES },
  { name: 'province', cities: 20, engines: ENGINES.filter((engine) => engine !== 'd3') },
] as const

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

const folder = mkdtempSync(join(tmpdir(), 'bench-rollup-'))
const floor = join(folder, 'floor')
execFileSync('cc', ['-O3', '-march=native', '-o', floor, join(import.meta.dirname, 'floor.c')])

for (const { name, cities, engines } of SIZES) {
  const cells = villages(cities).length * INDICATORS * MONTHS
  const results = new Map<string, number[]>()
  let agreed: string | undefined
  for (let round = 0; round < (cities > 1 ? 1 : rounds); round++) {
    const order = round % 2 === 0 ? engines : engines.toReversed()
    for (const engine of order) {
      const floorMs = JSON.parse(execFileSync(floor, [String(cells)], { encoding: 'utf8' })) as number[]
      results.set('floor', [...(results.get('floor') ?? []), median(floorMs)])
      const script = join(import.meta.dirname, `engine-${engine}.ts`)
      const text = execFileSync(process.execPath, ['--max-old-space-size=16000', script, String(cities)], { encoding: 'utf8', maxBuffer: 1e8 })
      const outcome = JSON.parse(text) as Outcome
      const totals = `${outcome.sum} in ${outcome.count}`
      agreed ??= totals
      if (totals !== agreed) throw new Error(`${engine} disagrees: ${totals}, not ${agreed}`)
      results.set(engine, [...(results.get(engine) ?? []), median(outcome.ms)])
      console.log(JSON.stringify({ size: name, round, engine, ms: outcome.ms.map((ms) => Number(ms.toFixed(2))), floor: median(floorMs) }))
    }
  }
  const base = median(results.get('floor')!)
  const cube = median(results.get('cube')!)
  console.log(`\n${name}: ${cells} cells, totals agree (${agreed})\n| engine | median ms | × reading the bytes | × the cube |\n| --- | --- | --- | --- |`)
  for (const [engine, ms] of results) {
    console.log(`| ${engine} | ${median(ms).toFixed(2)} | ${(median(ms) / base).toFixed(1)} | ${(median(ms) / cube).toFixed(1)} |`)
  }
  console.log()
}
rmSync(folder, { recursive: true })
