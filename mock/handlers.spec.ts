import { getResponse } from 'msw'
import { setupServer, type SetupServer } from 'msw/node'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EndpointName } from '#contract/endpoints.ts'
import { ErrorReply } from '#contract/errors.ts'
import { askAsLeader } from '#server/http/handler-fixture.ts'
import { CITY, SAMPLE } from '#server/store/sample-dataset.ts'
import type { Store } from '#server/store/store.ts'
import { openWasmStore } from '#server/store/wasm-sqlite.ts'
import { createHandlers, type Answer } from './handlers.ts'
import { parseScenario, SLOW_MS } from './scenarios.ts'

const HOST = 'http://demo.example'
const RANGE = 'from=2022-01&to=2022-02'

const PATHS = {
  periods: '/api/periods',
  catalogue: '/api/indicators',
  units: '/api/units',
  unit: `/api/units/${CITY}`,
  search: '/api/search?q=whl',
  paces: '/api/paces?year=2022',
  targets: '/api/targets?year=2022',
  reports: `/api/reports/${CITY}?${RANGE}`,
  totals: `/api/totals?${RANGE}`,
  cube: `/api/cube?${RANGE}&basis=live`,
  sessions: '/api/sessions',
} satisfies Partial<Record<EndpointName, string>>
const NAMES = Object.keys(PATHS) as (keyof typeof PATHS)[]

let real: Answer
let nothing: Answer
let network: SetupServer | undefined
beforeAll(async () => {
  const store = await openWasmStore()
  await store.replaceAll(SAMPLE)
  real = await signedIn(store)
  nothing = await signedIn(await openWasmStore())
})
afterEach(() => {
  vi.useRealTimers()
  network?.close()
  network = undefined
})

/** The handler over a store, asked by somebody who is signed in. */
async function signedIn(store: Store): Promise<Answer> {
  const ask = await askAsLeader(store, { store, clock: { now: () => '2022-03-03T10:00:00+08:00' } })
  return (request) => ask(request.url, { method: request.method, headers: Object.fromEntries(request.headers) })
}

/** Puts the mock of a scenario, chosen as in the address, between `fetch` and the network. */
function mock(name: string, answer = real): void {
  network = setupServer(...createHandlers(answer, parseScenario(name)!))
  network.listen({ onUnhandledFrame: 'error' })
}

const statusOf = async (path: string) => (await fetch(HOST + path)).status

describe('the mock, by its scenarios', () => {
  it('answers as the server does, at the root of a host and in any folder', async () => {
    mock('')
    for (const name of NAMES) {
      const own = await real(new Request(HOST + PATHS[name]))
      for (const folder of ['', '/some/folder', '/api/demo']) {
        const response = await fetch(HOST + folder + PATHS[name])
        expect([name, response.status, response.headers.get('etag')]).toEqual([name, 200, own.headers.get('etag')])
      }
    }
    expect(await statusOf('/api/nothing')).toBe(404)
    expect((await fetch(`${HOST}/api/totals`, { method: 'POST', body: '{}' })).status).toBe(405)
  })

  it.each(NAMES)('fail-%s: this endpoint fails, no other', async (failing) => {
    mock(`fail-${failing}`)
    for (const name of NAMES) expect([name, await statusOf(PATHS[name])]).toEqual([name, name === failing ? 500 : 200])
    expect(ErrorReply.parse(await (await fetch(HOST + PATHS[failing])).json()).error.code).toBe('internal')
  })

  it('offline: no answer at all', async () => {
    mock('offline')
    await expect(fetch(HOST + PATHS.totals)).rejects.toThrow(TypeError)
  })

  it('empty: periods without months, and no unit', async () => {
    mock('empty', nothing)
    expect(await (await fetch(HOST + PATHS.periods)).json()).toMatchObject({ months: [], newestEdition: null, entering: null })
    expect(await statusOf(PATHS.totals)).toBe(404)
  })

  it('slow: not before its time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    let status: number | undefined
    const asked = getResponse(createHandlers(real, parseScenario('slow')!), new Request(HOST + PATHS.periods))
      .then((response) => (status = response?.status))
    await vi.advanceTimersByTimeAsync(SLOW_MS - 1)
    expect(status).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    await asked
    expect(status).toBe(200)
  })

  it('is not chosen by a name that there is not', () => {
    expect(parseScenario('fail-everything')).toBeNull()
    expect(parseScenario('Slow')).toBeNull()
    expect(parseScenario(null)).toEqual({ kind: 'normal' })
  })
})
