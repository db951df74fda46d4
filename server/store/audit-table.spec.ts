import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AnchorCheck, RESTORED, type AuditAnchor } from './audit-anchor.ts'
import { AuditTable, type AuditEntry } from './audit-table.ts'
import { openNodeDatabase, openNodeStore } from './node-sqlite.ts'
import type { Store } from './store.ts'

const KEY = new Uint8Array(32).fill(1)
const RECORDS = 40

const entry = (k: number): AuditEntry => ({
  at: 1_700_000_000_000 + k, account: `account-${k % 3}`, action: 'report-save', unit: k % 2 === 0 ? null : `unit-${k % 5}`,
  subject: `subject ${k}`, before: k % 4 === 0 ? null : `{"value":${k}}`, after: `{"value":${k + 1}}`, request: `request-${k}`,
})

let folder: string
let path: string
/** The settings row of the head after each number of records: what somebody may have copied then. */
const heads: string[] = []
const anchors: AuditAnchor[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-audit-'))
  path = join(folder, 'ballast.db')
  const store = await openNodeStore(path, { auditKey: () => KEY })
  const copyHead = () => {
    const database = new DatabaseSync(path, { readOnly: true })
    heads.push(String(database.prepare("select value from settings where key = 'audit.head'").get()!['value']))
    database.close()
  }
  copyHead()
  for (let k = 0; k < RECORDS; k++) {
    await store.transact(({ audit }) => audit.append(entry(k)))
    copyHead()
    if (k % 15 === 0 || k === RECORDS - 1) anchors.push({ at: entry(k).at, ...(await store.audit.head())! })
  }
  await store.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Does something to a copy of the database behind the program's back, and has it verified. */
async function verifyAfter(
  manipulate: (database: DatabaseSync) => void, key = KEY, goOn: (store: Store) => Promise<void> = async () => {},
): Promise<{ checked: number; firstBad: number | null; missing: readonly number[]; replaced: readonly number[] }> {
  const database = new DatabaseSync(path)
  database.exec('savepoint manipulation')
  try {
    manipulate(database)
    const copy = join(folder, 'copy.db')
    database.exec('release manipulation')
    database.exec(`vacuum into '${copy}'`)
    const store = await openNodeStore(copy, { auditKey: () => key })
    try {
      await goOn(store)
      const check = new AnchorCheck(anchors)
      const result = await store.audit.verify(key, check.see)
      const { missing, replaced } = check.verdict()
      return { ...result, missing: missing.map((anchor) => anchor.number), replaced: replaced.map((anchor) => anchor.number) }
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

/** Records and head as they stood together when there were so many: genuine in every byte. */
function putBack(database: DatabaseSync, records: number): void {
  database.prepare('delete from audit where number > ?').run(records)
  database.prepare("update settings set value = ? where key = 'audit.head'").run(heads[records]!)
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
  number.map((at) => ({ name: `older trail and head of ${at - 1} put back`, run: (database: DatabaseSync) => putBack(database, at - 1) })),
)

describe('the audit trail', () => {
  it('is sound as it was written', async () => {
    expect(await verifyAfter(() => {})).toEqual({ checked: RECORDS, firstBad: null, missing: [], replaced: [] })
  })

  it('shows any manipulation', { timeout: 300_000 }, async () => {
    await fc.assert(fc.asyncProperty(manipulations, async ({ run }) => {
      const { firstBad, missing } = await verifyAfter(run)
      expect(firstBad !== null || missing.length > 0).toBe(true)
    }), { numRuns: process.env['BALLAST_TORTURE'] === '1' ? 1000 : 50 })
  })

  it('names the first record that is not as it was', async () => {
    expect(await verifyAfter((database) => void database.exec("update audit set after = 'x' where number in (7, 20)"))).toMatchObject({ checked: 6, firstBad: 7 })
    expect(await verifyAfter((database) => void database.exec('delete from audit where number = 12'))).toMatchObject({ checked: 11, firstBad: 12 })
    expect(await verifyAfter((database) => void database.exec('delete from audit where number > 30'))).toMatchObject({ checked: 30, firstBad: 31 })
  })

  it('cannot be rewritten by somebody without the key', async () => {
    const { firstBad } = await verifyAfter(() => {}, new Uint8Array(32).fill(2))
    expect(firstBad).toBe(1)
  })

  it('put back as it once was contradicts the anchors, and goes on doing so when it is written on', async () => {
    expect(await verifyAfter((database) => putBack(database, 20))).toEqual({ checked: 20, firstBad: null, missing: [31, 40], replaced: [] })
    const goOn = async (store: Store) => {
      for (let k = 0; k < 30; k++) await store.transact(({ audit }) => audit.append(entry(1000 + k)))
    }
    expect(await verifyAfter((database) => putBack(database, 20), KEY, goOn)).toEqual({ checked: 50, firstBad: null, missing: [31, 40], replaced: [] })
  })

  it('says itself that it was restored; anchors from before that are no alarm, later ones are', async () => {
    const restored = (at: number) => (store: Store) => store.transact(({ audit }) => audit.append({ ...entry(0), at, account: 'console', action: RESTORED }))
    const late = entry(RECORDS).at
    expect(await verifyAfter((database) => putBack(database, 20), KEY, restored(late))).toEqual({ checked: 21, firstBad: null, missing: [], replaced: [31, 40] })
    // A restore that happened before the anchor was written explains nothing.
    expect(await verifyAfter((database) => putBack(database, 20), KEY, restored(entry(35).at))).toEqual({ checked: 21, firstBad: null, missing: [40], replaced: [31] })
  })

  it('begins with the tables or not at all', async () => {
    const fresh = join(folder, 'fresh.db')
    // The process ends in the very moment in which the trail is begun.
    await expect(openNodeStore(fresh, { auditKey: () => 'no key' as unknown as Uint8Array })).rejects.toThrow()
    const store = await openNodeStore(fresh, { auditKey: () => KEY })
    await store.transact(({ audit }) => audit.append(entry(1)))
    expect(await store.audit.verify(KEY)).toEqual({ checked: 1, firstBad: null })
    await store.close()
  })

  it('may be walked while others write', async () => {
    const copy = join(folder, 'busy.db')
    const store = await openNodeStore(copy, { auditKey: () => KEY })
    const append = () => store.transact(({ audit }) => audit.append(entry(1)))
    await append()
    class Busy extends AuditTable {
      override async *read() {
        await append()
        yield* super.read()
        await append()
      }
    }
    const reader = openNodeDatabase(copy, 'durable')
    expect(await new Busy(reader).verify(KEY)).toEqual({ checked: 2, firstBad: null })
    await reader.destroy()
    await store.close()
  })
})
