import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { openDataFolder } from '#server/data-folder.ts'
import { openPostgresStore } from '#server/store/postgres.ts'
import type { Store } from '#server/store/store.ts'
import { twoCities } from '../contract/two-cities.ts'
import { newDatabase } from '../postgres/new-database.ts'
import { BACKUP, RESTORE, stop, VERIFY, workplace, type Run } from './running.ts'

const place = workplace()

interface Line {
  readonly number: number
  readonly restored?: true
}
const linesOf = (path: string) => readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Line)

/** A server that starts and stops. */
async function serveOnce(env: Record<string, string> = {}): Promise<Run> {
  const server = place.startServer(env)
  await server.ready
  expect(await stop(server)).toBe(0)
  return server
}

/** Somebody does something: a record more. */
async function write(env: { readonly DATABASE_URL?: string; readonly BALLAST_AUDIT_KEY?: string } = {}): Promise<void> {
  const append = (store: Store) => store.transact(({ audit }) => audit.append({ at: Date.now(), account: 'a', action: 'sign-in', unit: null, subject: '', before: null, after: null, request: 'r' }))
  if (env.DATABASE_URL !== undefined) {
    const store = await openPostgresStore(env.DATABASE_URL, { auditKey: () => Buffer.from(env.BALLAST_AUDIT_KEY!, 'hex') })
    await append(store)
    return store.close()
  }
  const data = openDataFolder(place.data)
  const store = await data.open()
  await append(store)
  await store.close()
  data.release()
}

async function layIn(): Promise<void> {
  const data = openDataFolder(place.data)
  await data.create((store) => store.replaceAll(twoCities()))
  data.release()
  await write()
}

async function verify(env: Record<string, string> = {}): Promise<[code: number | null, output: string]> {
  const run = place.start(VERIFY, [], env)
  return [await run.ended, run.output()]
}

it('an older database put back with its trail and head contradicts the anchors; one that was restored does not', async () => {
  await layIn()
  const [database, anchors, older, backup] = ['var/ballast.db', 'var/audit.anchor', 'older.db', 'copy.db'].map((name) => join(place.root, name)) as [string, string, string, string]
  expect(await verify()).toEqual([0, expect.stringContaining('没有审计锚点可比对')])

  const first = await serveOnce()
  expect(linesOf(anchors)).toMatchObject([{ number: 1 }])
  // The log is an anchor too.
  expect(first.output()).toMatch(/^\{.*"message":"audit anchor","number":1,"hash":"[0-9a-f]{64}"\}$/m)
  copyFileSync(database, older)
  await write()
  await place.succeed(place.start(BACKUP, [backup]))
  expect(linesOf(anchors).map(({ number }) => number)).toEqual([1, 2])
  expect(linesOf(`${backup}.anchor`).map(({ number }) => number)).toEqual([2])
  await write()
  expect(await verify()).toEqual([0, expect.stringMatching(/审计锚点 2 个，与审计记录相符。\n审计记录完好：共 3 条/)])

  copyFileSync(older, database)
  expect(await verify()).toEqual([1, expect.stringMatching(/审计记录不含锚点记下的第 2 条（\d{4}-\d\d-\d\d \d\d:\d\d）：数据库可能被换回了旧的/)])
  // Going on from there does not hide it.
  for (let k = 0; k < 3; k++) await write()
  await serveOnce()
  expect((await verify())[0]).toBe(1)

  rmSync(database)
  const kept = readFileSync(`${backup}.anchor`, 'utf8')
  writeFileSync(`${backup}.anchor`, kept.replace(/"hash":"./, (text) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')))
  const refused = place.start(RESTORE, [backup])
  expect([await refused.ended, refused.output()]).toEqual([1, expect.stringContaining('不含它的锚点记下的第 2 条')])
  writeFileSync(`${backup}.anchor`, kept)
  await place.succeed(place.start(RESTORE, [backup]))
  expect(linesOf(anchors).slice(-2)).toMatchObject([{ number: 2 }, { number: 3, restored: true }])
  expect(await verify()).toEqual([0, expect.stringMatching(/早于一次从备份的恢复.*第 4 条.*\n审计锚点 \d 个，与审计记录相符/)])
})

it('each server of a shared database keeps anchors in its own folder', async () => {
  await layIn()
  const backup = join(place.root, 'copy.db')
  await place.succeed(place.start(BACKUP, [backup]))
  const [one, other] = await Promise.all([newDatabase(inject('postgres')), newDatabase(inject('postgres'))])
  const key = { BALLAST_AUDIT_KEY: readFileSync(`${backup}.key`, 'utf8').trim() }
  const env = (database: { readonly url: string }, folder: string) => ({ ...key, DATABASE_URL: database.url, BALLAST_DATA: join(place.root, folder) })
  await place.succeed(place.start(RESTORE, [backup], env(one, 'a')))
  await write(env(one, 'a'))
  await serveOnce(env(one, 'b'))
  expect(linesOf(join(place.root, 'b', 'audit.anchor'))).toMatchObject([{ number: 3 }])
  expect(await verify(env(one, 'b'))).toEqual([0, expect.stringContaining('与审计记录相符')])
  // Restored anew, as only the first server's folder was told: the trail itself says so to the second.
  await place.succeed(place.start(RESTORE, [backup], env(other, 'a')))
  expect(await verify(env(other, 'b'))).toEqual([0, expect.stringContaining('早于一次从备份的恢复')])
  await Promise.all([one.drop(), other.drop()])
})
