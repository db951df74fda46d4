import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { getResponse } from 'msw'
import { createHandlers } from '#mock/handlers.ts'
import { businessClock } from '#server/business-clock.ts'
import { createDatabase } from '#server/data-folder.ts'
import { createHandler } from '#server/http/handler.ts'
import { headerSession, plainPasswords, signInAs, SPEC_TIME } from '#server/http/handler-fixture.ts'
import { compact, openNodeStore } from '#server/store/node-sqlite.ts'
import type { Store } from '#server/store/store.ts'
import { openWasmStore } from '#server/store/wasm-sqlite.ts'

export type Door = (path: string, init?: RequestInit) => Promise<Response>

export interface Doors {
  /** The handler over SQLite on Node. */
  readonly node: Door
  /** The same behind a real HTTP server. */
  readonly http: Door
  /** The mock's MSW handlers over SQLite in WebAssembly, opened from the file that the demo ships. */
  readonly mock: Door
  readonly close: () => Promise<void>
}

/** Lays one database in and opens every door to it. `log` collects what the handlers write down as bugs. */
export async function openDoors(layIn: (store: Store) => Promise<void>, log: (line: string) => void): Promise<Doors> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'))
  const file = join(folder, 'city.sqlite')
  let token = ''
  await createDatabase(file, async (store) => {
    await layIn(store)
    const { units } = await store.loadMaster()
    token = await signInAs(store, 'contract-leader', units.find(({ parents }) => parents.some(({ parent }) => parent === null))?.code ?? '', 'leader')
  }, compact)
  const wasm = await openWasmStore({ bytes: new Uint8Array(readFileSync(file)) })
  const node = await openNodeStore(file)
  const { settings } = await node.loadMaster()
  const clock = businessClock(settings)
  const ports = { clock, log, session: headerSession, passwords: plainPasswords, time: () => SPEC_TIME }
  const overNode = createHandler({ ...ports, store: node })
  const overWasm = createHandlers(createHandler({ ...ports, store: wasm }), { kind: 'normal' })
  const signedIn = (init: RequestInit = {}) => ({ ...init, headers: { 'x-token': token, ...init.headers } })
  const server = await listen(overNode)
  const port = (server.address() as AddressInfo).port
  return {
    node: (path, init) => overNode(new Request(`http://localhost${path}`, signedIn(init))),
    http: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, { ...signedIn(init), headers: { 'accept-encoding': 'identity', ...signedIn(init).headers } }),
    mock: async (path, init) => {
      const response = await getResponse(overWasm, new Request(`http://localhost/some/folder${path}`, signedIn(init)))
      if (response === undefined) throw new Error(`the mock let ${path} through`)
      return response
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve))
      await Promise.all([node.close(), wasm.close()])
      rmSync(folder, { recursive: true })
    },
  }
}

function listen(answer: (request: Request) => Promise<Response>): Promise<Server> {
  const server = createAdaptorServer({ fetch: answer }) as Server
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** What must be the same through every door. */
export async function seen(response: Response) {
  const bytes = Buffer.from(await response.arrayBuffer())
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    etag: response.headers.get('etag'),
    allow: response.headers.get('allow'),
    body: bytes.toString('base64'),
  }
}
