import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SCHEMA_VERSION } from './migrations.ts'
import { openNodeStore, refuseHasty } from './node-sqlite.ts'
import { CITY, JANUARY, SAMPLE } from './sample-dataset.ts'
import { openWasmStore } from './wasm-sqlite.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-open-'))
  path = join(folder, 'ballast.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function writeSample(): Promise<void> {
  const store = await openNodeStore(path)
  await store.replaceAll(SAMPLE)
  await store.close()
}

function changeSchemaVersion(version: number): void {
  const database = new DatabaseSync(path)
  database.exec(`insert into schema_version values (${version})`)
  database.close()
}

/** Opening must fail with the code, and leave every byte of the folder as it was. */
async function expectRefused(code: string): Promise<void> {
  const before = readFileSync(path)
  await expect(openNodeStore(path)).rejects.toMatchObject({ name: 'StoreError', code })
  expect(readFileSync(path).equals(before)).toBe(true)
  expect(readdirSync(folder)).toEqual(['ballast.db'])
}

describe('opening a file that cannot be served', () => {
  it('refuses what is not a database', async () => {
    writeFileSync(path, 'a letter, not a database')
    await expectRefused('not-a-database')
  })

  it('refuses an empty file: a database was there', async () => {
    writeFileSync(path, '')
    await expectRefused('not-a-database')
  })

  it('refuses the database of another program', async () => {
    const database = new DatabaseSync(path)
    database.exec('create table notes (text)')
    database.close()
    await expectRefused('not-a-database')
  })

  it('refuses damaged pages', async () => {
    await writeSample()
    const bytes = readFileSync(path)
    bytes.fill(0x5a, 4096 * 3, 4096 * 12)
    writeFileSync(path, bytes)
    await expectRefused('damaged')
  })

  it('refuses a file that was cut off', async () => {
    await writeSample()
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.subarray(0, bytes.length - 4096 * 2))
    await expectRefused('damaged')
  })

  it('refuses the schema of a newer program', async () => {
    await writeSample()
    changeSchemaVersion(SCHEMA_VERSION + 1)
    await expectRefused('newer-schema')
    await expect(openWasmStore({ bytes: toRollbackJournal() })).rejects.toMatchObject({ code: 'newer-schema' })
  })
})

/** The file's bytes after leaving WAL, which a database in memory cannot have. */
function toRollbackJournal(): Uint8Array {
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = delete')
  database.close()
  return readFileSync(path)
}

it('writes through to the disk, and refuses a file on which it cannot', () => {
  const hasty = new DatabaseSync(path)
  hasty.exec('pragma journal_mode = wal; pragma synchronous = normal')
  expect(() => refuseHasty(hasty, path)).toThrow(/不支持可靠写入/)
  const durable = new DatabaseSync(path)
  durable.exec('pragma journal_mode = wal; pragma synchronous = full')
  expect(() => refuseHasty(durable, path)).not.toThrow()
  durable.close()
})

it('opens a healthy file again', async () => {
  await writeSample()
  const store = await openNodeStore(path)
  expect((await store.loadMaster()).units).toHaveLength(SAMPLE.units.length)
  await store.close()
})

it('adds the totals that a database from before there were any lacks', async () => {
  await writeSample()
  const database = new DatabaseSync(path)
  database.exec('delete from totals')
  database.close()
  const store = await openNodeStore(path)
  expect(await store.totals.load({ units: [CITY], from: JANUARY, to: JANUARY, basis: 'live' })).toMatchObject([{ totals: { reports: 1 } }])
  expect(await store.verifyTotals()).toBeNull()
  await store.close()
})
