import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { openNodeStore } from '#server/store/node-sqlite.ts'
import { openPostgresStore } from '#server/store/postgres.ts'
import type { Store } from '#server/store/store.ts'
import { openWasmStore } from '#server/store/wasm-sqlite.ts'
import { newDatabase } from '../postgres/new-database.ts'

/** Every engine that the same code runs on. */
export interface Engine {
  readonly name: string
  /** A new, empty database; closing it removes it. */
  open(): Promise<Store>
}

/** Seals the audit trail in specs. */
export const SPEC_AUDIT_KEY = new Uint8Array(32).fill(7)

export const engines: readonly Engine[] = [
  {
    name: 'SQLite',
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'ballast-engine-'))
      const store = await openNodeStore(join(folder, 'ballast.db'), { auditKey: () => SPEC_AUDIT_KEY })
      const close = store.close.bind(store)
      store.close = async () => {
        await close()
        rmSync(folder, { recursive: true, force: true })
      }
      return store
    },
  },
  {
    name: 'PostgreSQL',
    async open() {
      const database = await newDatabase(inject('postgres'))
      const store = await openPostgresStore(database.url, { auditKey: () => SPEC_AUDIT_KEY, connections: 5 })
      const close = store.close.bind(store)
      store.close = async () => {
        await close()
        await database.drop()
      }
      return store
    },
  },
  { name: 'SQLite in WebAssembly', open: () => openWasmStore({ auditKey: SPEC_AUDIT_KEY }) },
]
