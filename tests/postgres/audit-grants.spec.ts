import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openPostgresStore } from '#server/store/postgres.ts'
import { SPEC_AUDIT_KEY } from '../contract/engines.ts'
import { asking } from '../contract/asking.ts'
import { accountName, FORM, INDICATOR, layInTwoCities, OPEN } from '../contract/two-cities.ts'
import { administer, newDatabase } from './new-database.ts'

/** The grants that docs/operate.md gives, as they stand there. */
const GRANTS = /```sql\n([\s\S]*?)```/.exec(readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8'))?.[1] ?? ''

const APP = `ballast_app_${process.pid}`
let database: Awaited<ReturnType<typeof newDatabase>>
let tokens: Map<string, string>
let appUrl: string

beforeAll(async () => {
  database = await newDatabase(inject('postgres'))
  const owner = await openPostgresStore(database.url, { auditKey: () => SPEC_AUDIT_KEY })
  tokens = await layInTwoCities(owner, 'draft')
  await owner.close()
  await administer(database.url, GRANTS.replaceAll('ballast_app', APP))
  const own = new URL(database.url)
  own.username = APP
  own.password = 'secret'
  appUrl = own.href
})
afterAll(async () => {
  await database.drop()
  await administer(inject('postgres'), `drop role ${APP}`)
})

it('a role without update and delete on the trail runs the program, and cannot touch a record', async () => {
  const store = await openPostgresStore(appUrl, { auditKey: () => SPEC_AUDIT_KEY })
  const send = await asking(store)
  const signedIn = await send('POST', '/api/session', { body: { account: 'reporter-PA1ax', password: 'reporter-PA1ax' } })
  expect(signedIn.status).toBe(200)
  const saved = await send('PUT', `/api/reports/PA1ax/${FORM}/${OPEN}`, {
    token: tokens.get(accountName('reporter', 'PA1ax')), headers: { 'if-match': '"1"' }, body: { cells: [{ indicator: INDICATOR, value: 7, notObtained: null }], lines: [], source: 'system' },
  })
  expect([saved.status, saved.body]).toMatchObject([200, { version: 2 }])
  expect(await store.audit.verify(SPEC_AUDIT_KEY)).toEqual({ checked: 2, firstBad: null })
  await store.close()

  const client = new pg.Client({ connectionString: appUrl })
  await client.connect()
  for (const statement of ["update audit set account = 'x'", 'delete from audit', 'truncate audit', 'drop table audit', 'alter table audit disable trigger all']) {
    await expect(client.query(statement), statement).rejects.toThrow(/permission denied|must be owner/)
  }
  await client.end()
})
