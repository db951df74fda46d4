import { setupWorker } from 'msw/browser'
import { businessClock } from '#server/business-clock.ts'
import { createHandler } from '#server/http/handler.ts'
import { openWasmStore } from '#server/store/wasm-sqlite.ts'
import { createHandlers } from './handlers.ts'
import { parseScenario } from './scenarios.ts'

/** Starts the mock: the server's handler over the demo city's database, inside this page. */
export async function start(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('scenario')
  const scenario = parseScenario(asked)
  if (scenario === null) console.warn(`No scenario "${asked}": see mock/README.md.`)
  const store = scenario?.kind === 'empty' ? await openWasmStore() : await openWasmStore({ bytes: await fetchDemoCity() })
  const { settings } = await store.loadMaster()
  const answer = createHandler({ store, clock: businessClock(settings), log: (line) => console.error(line) })
  const worker = setupWorker(...createHandlers(answer, scenario ?? { kind: 'normal' }))
  await worker.start({
    quiet: true,
    onUnhandledFrame: 'bypass',
    serviceWorker: { url: `${import.meta.env.BASE_URL}mockServiceWorker.js` },
  })
}

async function fetchDemoCity(): Promise<Uint8Array> {
  const response = await fetch(`${import.meta.env.BASE_URL}demo.sqlite.gzip`)
  if (!response.ok || response.body === null) throw new Error(`demo.sqlite.gzip: ${response.status}`)
  const unpacked = response.body.pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(unpacked).arrayBuffer())
}
