import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '#server/store/store.ts'
import { asking, type Send } from './asking.ts'
import { engines } from './engines.ts'
import { accountName, CODES, FORM, FROZEN, INDICATOR, layInTwoCities, OPEN } from './two-cities.ts'

/** Answers are kept and shared: nobody may ever get one that was made for somebody with another scope. */

const READS = process.env['BALLAST_TORTURE'] === '1' ? 50_000 : 1_000
const ACCOUNTS = ['PA1ax', 'PA1a', 'PA1', 'PA', 'PB', 'P'].flatMap((unit) => [accountName('leader', unit), accountName('reporter', unit)])
const PATHS = [
  '/api/totals', '/api/units', '/api/search?q=P', '/api/targets?year=2023',
  ...CODES.flatMap((unit) => [
    `/api/totals?unit=${unit}&from=${FROZEN}&to=${FROZEN}&basis=edition`, `/api/totals?unit=${unit}&from=${FROZEN}&to=${OPEN}&basis=live`,
    `/api/units/${unit}`, `/api/units?root=${unit}`, `/api/cube?unit=${unit}&from=${FROZEN}&to=${OPEN}&basis=live`, `/api/reports/${unit}?from=${FROZEN}&to=${OPEN}`,
  ]),
]

describe.each(engines)('kept answers on $name', (engine) => {
  let store: Store
  let send: Send
  let tokens: Map<string, string>
  beforeAll(async () => {
    store = await engine.open()
    tokens = await layInTwoCities(store, 'draft')
    send = await asking(store)
  })
  afterAll(() => store.close())

  it(`are never mixed: ${READS} reads by accounts of different scope, with writes between`, { timeout: 20 * 60_000 }, async () => {
    let truth = new Map<string, string>()
    let version = 1
    /** What somebody gets from a server that has kept nothing. */
    const trueAnswer = async (account: string, path: string): Promise<string> => {
      const key = `${account} ${path}`
      const known = truth.get(key)
      if (known !== undefined) return known
      const fresh = JSON.stringify(await (await asking(store))('GET', path, { token: tokens.get(account) }))
      truth.set(key, fresh)
      return fresh
    }
    const mixed: string[] = []
    for (let k = 0; k < READS; k++) {
      // Co-prime steps: every account meets every path, never in the same order.
      const [account, path] = [ACCOUNTS[(k * 7) % ACCOUNTS.length]!, PATHS[(k * 31 + Math.floor(k / PATHS.length)) % PATHS.length]!]
      if (k % 10_000 === 400) {
        const body = { cells: [{ indicator: INDICATOR, value: k, notObtained: null }], lines: [], source: 'system' }
        const headers = { 'if-match': `"${version++}"` }
        expect((await send('PUT', `/api/reports/PA1ax/${FORM}/${OPEN}`, { token: tokens.get('reporter-PA1ax'), body, headers })).status).toBe(200)
        truth = new Map()
      }
      const answer = JSON.stringify(await send('GET', path, { token: tokens.get(account) }))
      if (answer !== await trueAnswer(account, path)) mixed.push(`${account} ${path}`)
    }
    expect(mixed.slice(0, 5)).toEqual([])
  })
})
