import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { auditKeyPathIn } from '#server/data-folder.ts'
import { openDataHome } from '#server/open-data-home.ts'
import type { Store } from '#server/store/store.ts'
import { newDatabase } from './new-database.ts'

const ENTRY = { at: 1, account: 'console', action: 'import', unit: null, subject: '', before: null, after: null, request: 'console' }

describe.each(['SQLite', 'PostgreSQL'] as const)('the audit key beside %s', (engine) => {
  let folder: string
  let url: string | null = null
  let drop: () => Promise<void> = async () => {}
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ballast-key-'))
    if (engine === 'SQLite') return
    const database = await newDatabase(inject('postgres'))
    url = database.url
    drop = database.drop
  })
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true })
    await drop()
  })

  async function open(dataFolder: string, work: (store: Store) => Promise<void> = async () => {}): Promise<void> {
    const home = openDataHome({ databaseUrl: url, dataFolder })
    try {
      const store = await home.open()
      try {
        await work(store)
      } finally {
        await store.close()
      }
    } finally {
      home.release()
    }
  }
  const append = () => open(folder, async (store) => {
    await store.transact(({ audit }) => audit.append(ENTRY))
    expect((await store.audit.verify(readKey(folder))).firstBad).toBeNull()
  })

  it.each(['no record yet', 'one record'])('is not made anew when there is a trail with %s', async (records) => {
    await (records === 'one record' ? append() : open(folder))
    const key = readFileSync(auditKeyPathIn(folder))
    rmSync(auditKeyPathIn(folder))
    // Twice: the refusal itself must not leave a key behind that would be taken for the right one.
    for (let k = 0; k < 2; k++) {
      await expect(open(folder)).rejects.toThrow(expect.objectContaining({ name: 'StoreError', code: 'unreadable', message: expect.stringMatching(/没有找到审计密钥.*请把原来的密钥文件放回去/) }))
      expect(existsSync(auditKeyPathIn(folder))).toBe(false)
    }
    writeFileSync(auditKeyPathIn(folder), key)
    await append()
  })
})

function readKey(folder: string): Uint8Array {
  return Buffer.from(readFileSync(auditKeyPathIn(folder), 'utf8').trim(), 'hex')
}
