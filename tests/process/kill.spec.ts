import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { signInFor, stop, VERIFY, workplace } from './running.ts'

const place = workplace()

const CYCLES = process.env['BALLAST_TORTURE'] === '1' ? 500 : 8
const WRITERS = 4
const MINUTES = 60_000

interface Acknowledged {
  version: number
  value: number
}

/** Pseudo-random, always the same: when the kill comes. */
function* moments(): Generator<number> {
  for (let state = 20_221; ;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    yield (state >>> 8) % 100
  }
}

describe('a server that is killed while people write', () => {
  it('loses no acknowledged write and no audit record', { timeout: 40 * MINUTES }, async () => {
    await place.importProvince()
    await place.openAccount('reporter', '430000000000', 'reporter')
    const database = join(place.data, 'ballast.db')
    const [form, villages] = villagesOf(database)
    const acknowledged = villages.map((): Acknowledged => ({ version: 0, value: -1 }))
    let cookie: string | null = null
    let total = 0
    const killAfter = moments()

    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const server = place.startServer()
      const address = await server.ready
      // Sessions are on disk too: one outlives all kills.
      cookie ??= await signInFor(address, 'reporter')
      let isKilled = false
      let isAnswered = () => {}
      // The first answer of a process takes long on a slow machine: the time runs from there.
      const kill = new Promise<void>((resolve) => (isAnswered = resolve)).then(() => new Promise<void>((resolve) => setTimeout(() => {
        isKilled = true
        server.process.kill('SIGKILL')
        resolve()
      }, killAfter.next().value as number)))
      await Promise.all(villages.map(async (village, k) => {
        while (!isKilled) {
          const last = acknowledged[k]!
          const value = (cycle * 100_000 + last.version) % 1_000_000
          const response = await put(address, village, form, last.version, value, cookie!)
          if (response === null) return
          isAnswered()
          if (response.status === 200) acknowledged[k] = { version: (await version(response)) ?? last.version, value }
          // The write before the kill may have been done, though nobody was told.
          else if (response.status === 412) acknowledged[k] = await currentOf(response)
          else expect([response.status, await response.text()]).toEqual([200, ''])
          total++
        }
      }))
      await kill
      await server.ended
      villages.forEach((village, k) => checkKept(database, village, acknowledged[k]!))
    }
    expect(total).toBeGreaterThan(CYCLES)
    const verify = place.start(VERIFY, [])
    expect(await verify.ended, verify.output()).toBe(0)
    expect(Number(/共 (\d+) 条/.exec(verify.output())?.[1])).toBeGreaterThanOrEqual(writesOf(database))
    const last = place.startServer()
    await last.ready
    await stop(last)
    rmSync(database)
  })
})

function villagesOf(path: string): [form: string, villages: string[]] {
  const database = new DatabaseSync(path, { readOnly: true })
  const villages = database.prepare('select code from units where level = (select max(level) from units) order by code limit ?').all(WRITERS)
  const form = database.prepare('select code from forms order by ord').get()!
  database.close()
  return [String(form['code']), villages.map(({ code }) => String(code))]
}

/** Null: the server is gone. */
async function put(address: string, village: string, form: string, expected: number, value: number, cookie: string): Promise<Response | null> {
  const body = JSON.stringify({ cells: [], lines: [{ indicator: 'X01', kind: 'adjustment', value, note: 'n' }], source: 'system' })
  try {
    return await fetch(`${address}/api/reports/${village}/${form}/2023-01`, { method: 'PUT', headers: { cookie, 'content-type': 'application/json', 'if-match': `"${expected}"` }, body })
  } catch {
    return null
  }
}

/** Null: the answer was cut off. */
async function version(response: Response): Promise<number | null> {
  try {
    return ((await response.json()) as { version: number }).version
  } catch {
    return null
  }
}

async function currentOf(response: Response): Promise<Acknowledged> {
  const { error } = await response.json() as { error: { details: { current: { version: number; lines: { value: number }[] } } } }
  return { version: error.details.current.version, value: error.details.current.lines[0]!.value }
}

/** What was acknowledged is there, or one version newer that nobody was told of; and every version has its audit record. */
function checkKept(path: string, village: string, { version: told, value }: Acknowledged): void {
  const database = new DatabaseSync(path)
  const report = database.prepare('select version, lines from reports where unit = ? and month = ?').get(village, 2023 * 12)
  const history = database.prepare('select version, lines from report_versions where unit = ? and version = ?').get(village, told)
  const audited = database.prepare("select count(*) as n from audit where unit = ? and action = 'report-save'").get(village)!
  const sound = database.prepare('pragma integrity_check').get()!
  database.close()
  expect(Object.values(sound)).toEqual(['ok'])
  if (told === 0) return
  expect([told, told + 1]).toContain(report?.['version'])
  expect(JSON.parse(String(history?.['lines']))).toMatchObject([{ value }])
  expect(audited['n']).toBe(report?.['version'])
}

function writesOf(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true })
  const row = database.prepare('select count(*) as n from report_versions').get()!
  database.close()
  return Number(row['n'])
}
