import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openNodeStore } from './node-sqlite.ts'

const KEY = new Uint8Array(32).fill(1)
const RECORDS = 40

let folder: string
let path: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-audit-'))
  path = join(folder, 'ballast.db')
  const store = await openNodeStore(path, { auditKey: () => KEY })
  for (let k = 0; k < RECORDS; k++) {
    await store.transact(({ audit }) => audit.append({
      at: 1_700_000_000_000 + k, account: `account-${k % 3}`, action: 'report-save', unit: k % 2 === 0 ? null : `unit-${k % 5}`,
      subject: `subject ${k}`, before: k % 4 === 0 ? null : `{"value":${k}}`, after: `{"value":${k + 1}}`, request: `request-${k}`,
    }))
  }
  await store.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Does something to a copy of the database behind the program's back, and has it verified. */
async function verifyAfter(manipulate: (database: DatabaseSync) => void, key = KEY): Promise<{ checked: number; firstBad: number | null }> {
  const database = new DatabaseSync(path)
  database.exec('savepoint manipulation')
  try {
    manipulate(database)
    const copy = join(folder, 'copy.db')
    database.exec('release manipulation')
    database.exec(`vacuum into '${copy}'`)
    const store = await openNodeStore(copy, { auditKey: () => key })
    try {
      return await store.audit.verify(key)
    } finally {
      await store.close()
      for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
    }
  } finally {
    database.exec('delete from audit; delete from settings')
    for (const row of original.audit) insert(database, 'audit', row)
    for (const row of original.settings) insert(database, 'settings', row)
    database.close()
  }
}

type Row = Record<string, string | number | null>
const original: { audit: Row[]; settings: Row[] } = { audit: [], settings: [] }
beforeAll(() => {
  const database = new DatabaseSync(path)
  original.audit = database.prepare('select * from audit order by number').all() as Row[]
  original.settings = database.prepare('select * from settings').all() as Row[]
  database.close()
})

function insert(database: DatabaseSync, table: string, row: Row): void {
  const names = Object.keys(row)
  database.prepare(`insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`).run(...Object.values(row))
}

const number = fc.integer({ min: 1, max: RECORDS })
const TEXTS = ['account', 'action', 'unit', 'subject', 'before', 'after', 'request', 'hash'] as const

/** Each changes something: what a manipulation may be. */
const manipulations: fc.Arbitrary<{ readonly name: string; readonly run: (database: DatabaseSync) => void }> = fc.oneof(
  fc.record({ number, column: fc.constantFrom(...TEXTS), to: fc.string() }).map(({ number: at, column, to }) => ({
    name: `${column} of ${at} := ${JSON.stringify(to)}`,
    run: (database: DatabaseSync) => void database.prepare(`update audit set "${column}" = ? where number = ?`).run(original.audit[at - 1]![column] === to ? `${to}!` : to, at),
  })),
  fc.record({ number, by: fc.integer({ min: 1, max: 1_000_000 }) }).map(({ number: at, by }) => ({
    name: `time of ${at} + ${by}`, run: (database: DatabaseSync) => void database.prepare('update audit set at = at + ? where number = ?').run(by, at),
  })),
  number.map((at) => ({ name: `without ${at}`, run: (database: DatabaseSync) => void database.prepare('delete from audit where number = ?').run(at) })),
  number.map((at) => ({ name: `cut off from ${at}`, run: (database: DatabaseSync) => void database.prepare('delete from audit where number >= ?').run(at) })),
  number.map((at) => ({
    name: `without ${at}, closed up`,
    run: (database: DatabaseSync) => {
      database.prepare('delete from audit where number = ?').run(at)
      for (let k = at + 1; k <= RECORDS; k++) database.prepare('update audit set number = number - 1 where number = ?').run(k)
    },
  })),
  fc.record({ a: number, b: number }).filter(({ a, b }) => a !== b).map(({ a, b }) => ({
    name: `${a} and ${b} swapped`,
    run: (database: DatabaseSync) => {
      for (const [from, to] of [[a, -1], [b, a], [-1, b]] as const) database.prepare('update audit set number = ? where number = ?').run(to, from)
    },
  })),
  number.map((at) => ({ name: `${at} once more at the end`, run: (database: DatabaseSync) => insert(database, 'audit', { ...original.audit[at - 1]!, number: RECORDS + 1 }) })),
  fc.constant({ name: 'head removed', run: (database: DatabaseSync) => void database.exec("delete from settings where key = 'audit.head'") }),
  number.map((at) => ({
    name: `cut off from ${at}, head set back`,
    run: (database: DatabaseSync) => {
      database.prepare('delete from audit where number >= ?').run(at)
      const value = JSON.stringify({ number: at - 1, hash: original.audit[at - 2]?.['hash'] ?? '', seal: original.audit[at - 1]!['hash'] })
      database.prepare("update settings set value = ? where key = 'audit.head'").run(value)
    },
  })),
)

describe('the audit trail', () => {
  it('is sound as it was written', async () => {
    expect(await verifyAfter(() => {})).toEqual({ checked: RECORDS, firstBad: null })
  })

  it('shows any manipulation', { timeout: 300_000 }, async () => {
    await fc.assert(fc.asyncProperty(manipulations, async ({ run }) => {
      expect((await verifyAfter(run)).firstBad).not.toBeNull()
    }), { numRuns: process.env['BALLAST_TORTURE'] === '1' ? 1000 : 50 })
  })

  it('names the first record that is not as it was', async () => {
    expect(await verifyAfter((database) => void database.exec("update audit set after = 'x' where number in (7, 20)"))).toEqual({ checked: 6, firstBad: 7 })
    expect(await verifyAfter((database) => void database.exec('delete from audit where number = 12'))).toEqual({ checked: 11, firstBad: 12 })
    expect(await verifyAfter((database) => void database.exec('delete from audit where number > 30'))).toEqual({ checked: 30, firstBad: 31 })
  })

  it('cannot be rewritten by somebody without the key', async () => {
    const { firstBad } = await verifyAfter(() => {}, new Uint8Array(32).fill(2))
    expect(firstBad).toBe(1)
  })
})
