import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import pg from 'pg'
import { layInTwoCities, accountName } from '../contract/two-cities.ts'
import { asking, codeOf } from '../contract/asking.ts'
import { openPostgresStore } from '#server/store/postgres.ts'
import { createPostgres, type Postgres } from './embedded.ts'
import { administer, newDatabase } from './new-database.ts'

describe('a PostgreSQL that cannot be used', () => {
  it.each([
    ['nonsense', 'DATABASE_URL 不正确'],
    ['mysql://localhost/x', 'DATABASE_URL 不正确'],
    ['postgresql://postgres:x@127.0.0.1:1/x', '连不上'],
  ])('%s: refused with a sentence', async (url, words) => {
    await expect(openPostgresStore(url)).rejects.toMatchObject({ name: 'StoreError', code: 'unreadable', message: expect.stringContaining(words) as string })
  })

  it('has a wrong password, or no such database', async () => {
    const wrong = new URL(inject('postgres'))
    wrong.password = 'wrong'
    await expect(openPostgresStore(wrong.href)).rejects.toMatchObject({ code: 'unreadable' })
    const absent = new URL(inject('postgres'))
    absent.pathname = '/nowhere'
    await expect(openPostgresStore(absent.href)).rejects.toMatchObject({ code: 'unreadable' })
  })

  it('holds another program\'s tables', async () => {
    const database = await newDatabase(inject('postgres'))
    await administer(database.url, 'create table notes (text text)')
    await expect(openPostgresStore(database.url)).rejects.toMatchObject({ code: 'not-a-database' })
    await database.drop()
  })

  it('is read-only', async () => {
    const database = await newDatabase(inject('postgres'))
    await administer(inject('postgres'), `alter database ${new URL(database.url).pathname.slice(1)} set default_transaction_read_only = on`)
    await expect(openPostgresStore(database.url)).rejects.toMatchObject({ code: 'unreadable', message: expect.stringContaining('只读') as string })
    await database.drop()
  })

  it('belongs to a newer program', async () => {
    const database = await newDatabase(inject('postgres'))
    await (await openPostgresStore(database.url)).close()
    await administer(database.url, 'insert into schema_version values (999)')
    await expect(openPostgresStore(database.url)).rejects.toMatchObject({ code: 'newer-schema' })
    await database.drop()
  })

  it('is made ready once by servers that start at the same moment', async () => {
    const database = await newDatabase(inject('postgres'))
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgresStore(database.url, { connections: 2 })))
    for (const store of stores) {
      expect(await store.revisions()).toEqual({ master: 0, reports: 0, access: 0 })
      await store.close()
    }
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query('select version from schema_version order by version')
    expect(rows.map(({ version }) => Number(version))).toEqual(rows.map((_, k) => k + 1))
    await client.end()
    await database.drop()
  })
})

describe('a PostgreSQL that is killed under load', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await createPostgres({ isDurable: true })
  })
  afterAll(() => postgres.remove())

  it('is missed with 503 and a time to come back, and served again by itself; nothing acknowledged is lost', { timeout: 120_000 }, async () => {
    const store = await openPostgresStore(postgres.url, { connections: 4 })
    const tokens = await layInTwoCities(store, 'draft')
    const send = await asking(store)
    const token = tokens.get(accountName('reporter', 'PA1ax'))!
    const body = { cells: [], lines: [], source: 'system' }
    let version = 1
    /** Writes until an answer says that the database is away. @returns the version that was acknowledged last */
    const writeUntilAway = async (): Promise<void> => {
      for (;;) {
        const reply = await send('PUT', '/api/reports/PA1ax/monthly/2023-04', { token, body, headers: { 'if-match': `"${version}"` } })
        if (reply.status === 503) {
          expect([codeOf(reply), reply.retryAfter]).toEqual(['unavailable', '5'])
          return
        }
        // The write before the kill may have been done, though nobody was told.
        if (reply.status === 412) version++
        else {
          expect([reply.status, reply.body]).toEqual([200, expect.anything()])
          version++
        }
      }
    }
    for (let round = 0; round < (process.env['BALLAST_TORTURE'] === '1' ? 20 : 3); round++) {
      const writing = writeUntilAway()
      for (let k = 0; k < 5; k++) expect((await send('GET', '/api/totals', { token })).status).toBe(200)
      await postgres.kill()
      await writing
      expect((await send('GET', '/api/totals', { token })).status).toBe(503)
      await postgres.start()
      // By itself: the same store, the same handler.
      let status = 0
      for (let tries = 0; tries < 200 && status !== 200; tries++) status = (await send('GET', '/api/totals', { token })).status
      expect(status).toBe(200)
      const { body: read } = await send('GET', '/api/reports/PA1ax?from=2023-04&to=2023-04', { token })
      const kept = (read as { reports: { version: number }[] }).reports[0]!.version
      expect([version, version + 1]).toContain(kept)
      version = kept
    }
    expect((await store.audit.verify(new Uint8Array(32))).firstBad).toBeNull()
    expect(await store.verifyTotals()).toBeNull()
    await store.close()
  })
})
