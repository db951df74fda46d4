import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { SAMPLE } from '#server/store/sample-dataset.ts'
import { openDataFolder } from './data-folder.ts'

let folder: string
beforeEach(() => { folder = join(mkdtempSync(join(tmpdir(), 'ballast-data-')), 'new', 'var') })
afterEach(() => rmSync(join(folder, '..', '..'), { recursive: true, force: true }))

it('creates the folder, and the database only when it is whole', async () => {
  const data = openDataFolder(folder)
  expect(await data.hasDatabase()).toBe(false)
  await expect(data.create(async (store) => {
    await store.replaceAll(SAMPLE)
    expect(existsSync(data.databasePath)).toBe(false)
    throw new Error('interrupted')
  })).rejects.toThrow('interrupted')
  expect(readdirSync(folder)).toEqual(['audit.key', 'ballast.lock'])

  // What an interrupted process left behind does not matter.
  writeFileSync(`${data.databasePath}.unfinished`, 'half')
  await data.create((store) => store.replaceAll(SAMPLE))
  expect(readdirSync(folder).sort()).toEqual(['audit.key', 'ballast.db', 'ballast.lock'])
  const store = await data.open()
  expect((await store.loadMaster()).units).toHaveLength(SAMPLE.units.length)
  await store.close()
  data.release()
})

it('lets one in at a time', () => {
  const first = openDataFolder(folder)
  expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({ name: 'StoreError', code: 'locked' }))
  first.release()
  openDataFolder(folder).release()
})

it('says so when the lock itself is damaged', () => {
  openDataFolder(folder).release()
  writeFileSync(join(folder, 'ballast.lock'), 'x'.repeat(4096))
  expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({ code: 'unreadable' }))
})

it('says so when the folder cannot be', () => {
  const file = join(folder, '..', '..', 'a-file')
  writeFileSync(file, '')
  expect(() => openDataFolder(join(file, 'var'))).toThrow(expect.objectContaining({ code: 'unreadable' }))
  expect(() => openDataFolder(file)).toThrow(expect.objectContaining({ code: 'unreadable' }))
})
