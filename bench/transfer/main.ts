/**
 * How many bytes carry a city-year of every village, and how long until they are a rolled-up cube?
 * Usage: npm run bench:transfer
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { encodeCube } from '#contract/cube-wire.ts'
import { isFormMonth } from '#core/indicator/form.ts'
import { formatMonth, monthsOf } from '#core/period/month.ts'
import { ownAt, type Cube } from '#core/rollup/cube.ts'
import { demoCase, syntheticCase } from './cases.ts'

/** Every due cell: its own figure, in the order unit, indicator, month. */
function* dueCells(cube: Cube) {
  for (const [slot, unit] of cube.unitOf.entries()) {
    for (let column = 0; column < cube.columns; column++) {
      if (cube.owed[slot]![column] !== 1) continue
      const form = cube.catalogue.forms[cube.catalogue.formNumbers[column]!]!
      for (const month of monthsOf(cube.range)) {
        if (isFormMonth(form.frequency, month)) yield { unit, column, month, value: ownAt(cube, unit, column, month) }
      }
    }
  }
}

/** Order-0 entropy, in bytes, of each cell's difference from the same unit's month before; absence is a symbol. */
function deltaEntropy(cube: Cube): { cells: number; bytes: number } {
  const counts = new Map<number | 'absent', number>()
  let cells = 0
  let row = ''
  let before = 0
  for (const { unit, column, value } of dueCells(cube)) {
    if (row !== `${unit} ${column}`) before = 0
    row = `${unit} ${column}`
    const symbol = value === null ? 'absent' : value - before
    before = value ?? before
    counts.set(symbol, (counts.get(symbol) ?? 0) + 1)
    cells++
  }
  const bits = [...counts.values()].reduce((sum, count) => sum - count * Math.log2(count / cells), 0)
  return { cells, bytes: bits / 8 }
}

function asRecords(cube: Cube): string {
  const { tree, catalogue } = cube
  return JSON.stringify(
    Array.from(dueCells(cube), ({ unit, column, month, value }) => ({
      unit: tree.units[unit]!.code, indicator: catalogue.columns[column]!.code, month: formatMonth(month), value,
    })),
  )
}

const folder = mkdtempSync(join(tmpdir(), 'bench-transfer-'))
console.log('| city | due cells | delta entropy kB | raw kB | gzip kB | × entropy | brotli-11 × | records, gzip × | first ms | warm ms |')
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |')
for (const [name, { cube }] of [['demo', demoCase()], ['synthetic', syntheticCase()]] as const) {
  const { cells, bytes } = deltaEntropy(cube)
  const raw = encodeCube(cube)
  const packed = gzipSync(raw, { level: 9 })
  const file = join(folder, name)
  writeFileSync(file, packed)
  const rounds = Array.from({ length: 3 }, () =>
    JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'decode.ts'), name, file], { encoding: 'utf8' })) as number[])
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
  const row = [
    name, cells, (bytes / 1000).toFixed(1), (raw.length / 1000).toFixed(1), (packed.length / 1000).toFixed(1),
    (packed.length / bytes).toFixed(2), (brotliCompressSync(raw).length / bytes).toFixed(2),
    (gzipSync(asRecords(cube)).length / bytes).toFixed(2),
    median(rounds.map((ms) => ms[0]!)).toFixed(1), median(rounds.map((ms) => median(ms.slice(1)))).toFixed(1),
  ]
  console.log(`| ${row.join(' | ')} |`)
}
rmSync(folder, { recursive: true })
