import { setupWorker } from 'msw/browser'
import { businessClock } from '#server/business-clock.ts'
import { pagePasswords } from '#server/identity/page-passwords.ts'
import { pageSession } from '#server/identity/page-session.ts'
import { createHandler } from '#server/http/handler.ts'
import { demoAccounts } from '#server/demo/demo-accounts.ts'
import type { Dataset } from '#server/store/dataset.ts'
import type { Store } from '#server/store/store.ts'
import { openWasmStore } from '#server/store/wasm-sqlite.ts'
import { createHandlers } from './handlers.ts'
import { keepSession, resumeSession } from './kept-session.ts'
import { parseScenario } from './scenarios.ts'

/** Starts the mock: the server's handler over the demo city's database, inside this page. */
export async function start(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('scenario')
  const scenario = parseScenario(asked)
  if (scenario === null) console.warn(`No scenario "${asked}": see mock/README.md.`)
  const store = scenario?.kind === 'empty' ? await openNothing() : await openWasmStore({ bytes: await fetchDemoCity() })
  const { settings } = await store.loadMaster()
  const session = pageSession(sessionStorage)
  await resumeSession(store, sessionStorage, Date.now())
  const answer = createHandler({
    store, clock: businessClock(settings), session, passwords: pagePasswords, time: Date.now, log: (line) => console.error(line),
  })
  const worker = setupWorker(...createHandlers(keepSession(answer, store, session, sessionStorage), scenario ?? { kind: 'normal' }))
  await worker.start({
    quiet: true,
    onUnhandledFrame: 'bypass',
    serviceWorker: { url: `${import.meta.env.BASE_URL}mockServiceWorker.js` },
  })
}

/** Accounts, and nothing else. */
async function openNothing(): Promise<Store> {
  const store = await openWasmStore()
  const nothing: Dataset = { units: [], indicators: [], forms: [], targets: [], editions: [], reports: [], reportCount: 0, accounts: demoAccounts() }
  await store.replaceAll(nothing, { settings: { demo: true } })
  return store
}

async function fetchDemoCity(): Promise<Uint8Array> {
  const response = await fetch(`${import.meta.env.BASE_URL}demo.sqlite.gzip`)
  if (!response.ok || response.body === null) throw new Error(`demo.sqlite.gzip: ${response.status}`)
  const unpacked = response.body.pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(unpacked).arrayBuffer())
}
