import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signInAs, SPEC_TIME } from '../http/handler-fixture.ts'
import type { Account } from '../store/accounts-table.ts'
import { SAMPLE } from '../store/sample-dataset.ts'
import type { Store } from '../store/store.ts'
import { openWasmStore } from '../store/wasm-sqlite.ts'
import { Principals } from './session-lifetime.ts'

const TODAY = '2022-03-03'
let store: Store
beforeEach(async () => {
  store = await openWasmStore()
  await store.replaceAll(SAMPLE)
})
afterEach(() => store.close())

describe('who holds a token', () => {
  it('is not kept for later requests when it was read before a sign-out', async () => {
    const token = await signInAs(store, 'leader', SAMPLE.units[0]!.code, 'leader')
    const wasRead = Promise.withResolvers<void>()
    const mayGoOn = Promise.withResolvers<void>()
    let reads = 0
    /** The first who reads an account is slow about it. */
    const find = async (name: string): Promise<Account | null> => {
      const account = await store.accounts.find(name)
      if (reads++ === 0) {
        wasRead.resolve()
        await mayGoOn.promise
      }
      return account
    }
    const slow = new Proxy(store, {
      get: (target, name) => (name === 'accounts' ? { find } : target[name as keyof Store]),
    })
    const principals = new Principals(slow)
    const ask = async () => principals.of(token, await store.revisions(), SPEC_TIME, TODAY)
    const early = ask()
    await wasRead.promise
    await store.transact(async ({ sessions, raise }) => {
      await sessions.endAll('leader')
      await raise('access')
    })
    expect(await ask()).toBeNull()
    mayGoOn.resolve()
    expect(await early).toMatchObject({ account: 'leader' })
    expect(await ask()).toBeNull()
  })

  it('is read once while nothing changes', async () => {
    const token = await signInAs(store, 'leader', SAMPLE.units[0]!.code, 'leader')
    let reads = 0
    const counted = new Proxy(store, {
      get: (target, name) => (name === 'accounts' ? { find: (account: string) => { reads++; return store.accounts.find(account) } } : target[name as keyof Store]),
    })
    const principals = new Principals(counted)
    for (let k = 0; k < 3; k++) expect(await principals.of(token, await store.revisions(), SPEC_TIME, TODAY)).toMatchObject({ account: 'leader' })
    expect(reads).toBe(1)
  })
})
