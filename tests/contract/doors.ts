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
import { openPostgresStore } from '#server/store/postgres.ts'
import type { Store } from '#server/store/store.ts'
import { openWasmStore } from '#server/store/wasm-sqlite.ts'
import { inject } from 'vitest'
import { newDatabase } from '../postgres/new-database.ts'

export type Door = (path: string, init?: RequestInit) => Promise<Response>

export interface Doors {
  /** The handler over SQLite on Node. */
  readonly node: Door
  /** The same behind a real HTTP server. */
  readonly http: Door
  /** The mock's MSW handlers over SQLite in WebAssembly, opened from the file that the demo ships. */
  readonly mock: Door
  /** The same handler over PostgreSQL. */
  readonly postgres: Door
  readonly close: () => Promise<void>
}

/** Lays one database in and opens every door to it. `log` collects what the handlers write down as bugs. */
export async function openDoors(layIn: (store: Store) => Promise<void>, log: (line: string) => void): Promise<Doors> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'))
  const file = join(folder, 'city.sqlite')
  let token = ''
  await createDatabase(file, async (store) => {
    token = await layInWithLeader(store, layIn)
  }, compact)
  const wasm = await openWasmStore({ bytes: new Uint8Array(readFileSync(file)) })
  const node = await openNodeStore(file)
  const database = await newDatabase(inject('postgres'))
  const postgres = await openPostgresStore(database.url, { connections: 3 })
  const postgresToken = await layInWithLeader(postgres, layIn)
  const { settings } = await node.loadMaster()
  const clock = businessClock(settings)
  const ports = { clock, log, session: headerSession, passwords: plainPasswords, time: () => SPEC_TIME }
  const overNode = createHandler({ ...ports, store: node })
  const overPostgres = createHandler({ ...ports, store: postgres })
  const overWasm = createHandlers(createHandler({ ...ports, store: wasm }), { kind: 'normal' })
  const signedIn = (init: RequestInit = {}) => ({ ...init, headers: { 'x-token': token, ...init.headers } })
  const server = await listen(overNode)
  const port = (server.address() as AddressInfo).port
  return {
    node: (path, init) => overNode(new Request(`http://localhost${path}`, signedIn(init))),
    http: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, { ...signedIn(init), headers: { 'accept-encoding': 'identity', ...signedIn(init).headers } }),
    postgres: (path, init) => overPostgres(new Request(`http://localhost${path}`, { ...init, headers: { 'x-token': postgresToken, ...init?.headers } })),
    mock: async (path, init) => {
      const response = await getResponse(overWasm, new Request(`http://localhost/some/folder${path}`, signedIn(init)))
      if (response === undefined) throw new Error(`the mock let ${path} through`)
      return response
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve))
      await Promise.all([node.close(), wasm.close(), postgres.close()])
      await database.drop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function layInWithLeader(store: Store, layIn: (store: Store) => Promise<void>): Promise<string> {
  await layIn(store)
  return signInAs(store, 'contract-leader', await rootOf(store), 'leader')
}

async function rootOf(store: Store): Promise<string> {
  const { units } = await store.loadMaster()
  return units.find(({ parents }) => parents.some(({ parent }) => parent === null))?.code ?? ''
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
