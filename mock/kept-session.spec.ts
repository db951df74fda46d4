import { describe, expect, it } from 'vitest'
import { createHandler } from '#server/http/handler.ts'
import { plainPasswords, SPEC_TIME } from '#server/http/handler-fixture.ts'
import { pageSession } from '#server/identity/page-session.ts'
import { SAMPLE } from '#server/store/sample-dataset.ts'
import { openWasmStore } from '#server/store/wasm-sqlite.ts'
import { keepSession, resumeSession } from './kept-session.ts'

const URL_OF = 'http://demo.example/some/folder/api/session'

function tabStorage() {
  const items = new Map<string, string>()
  return { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, text: string) => void items.set(key, text), removeItem: (key: string) => void items.delete(key), items }
}

/** A page load: a new database, the same tab. */
async function load(storage: ReturnType<typeof tabStorage>) {
  const store = await openWasmStore()
  const account = { name: 'a', displayName: 'A', password: 'plain secret', posts: [], mustChange: false, disabled: false, lastSignIn: null, isDemo: true }
  await store.replaceAll({ ...SAMPLE, accounts: [account] })
  const session = pageSession(storage)
  const handler = createHandler({ store, session, passwords: plainPasswords, clock: { now: () => '2022-03-03T10:00:00+08:00' }, time: () => SPEC_TIME })
  await resumeSession(store, storage, SPEC_TIME)
  const answer = keepSession((request) => handler(new Request(request.url.replace('/some/folder', ''), request)), store, session, storage)
  const ask = async (method: string, body?: unknown) => {
    const response = await answer(new Request(URL_OF, { method, ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) }))
    return (await response.json()) as { signedIn?: { account: string } | null }
  }
  return ask
}

describe('the session of a tab', () => {
  it('outlives a load, and ends with signing out', async () => {
    const storage = tabStorage()
    const first = await load(storage)
    expect((await first('POST', { account: 'a', password: 'secret' })).signedIn?.account).toBe('a')
    const second = await load(storage)
    expect((await second('GET')).signedIn?.account).toBe('a')
    await second('DELETE')
    expect((await (await load(storage))('GET')).signedIn).toBeNull()
    expect([...storage.items]).toEqual([])
  })

  it.each(['', '{', 'null', '{"id":1}', '{"id":"x","account":"gone","startedAt":1}'])('is nobody\'s for %j', async (text) => {
    const storage = tabStorage()
    storage.setItem('ballast.session.kept', text)
    expect((await (await load(storage))('GET')).signedIn).toBeNull()
  })
})
