import { createStore, del, get, set, type UseStore } from 'idb-keyval'
import type { Typed } from './sheet-draft.ts'

/**
 * What is typed and not saved yet, on this computer: it outlives a closed tab, a crash and a day without a network. By
 * account, so that nobody meets another one's.
 */
export interface DraftStore {
  /** By unit, then by the column's code. */
  read(sheet: string): Promise<Drafts>
  write(sheet: string, drafts: Drafts): Promise<void>
}

export type Drafts = Readonly<Record<string, Readonly<Record<string, Typed>>>>

let opened: UseStore | null = null
const store = () => (opened ??= createStore('ballast-drafts', 'sheets'))

export function draftStore(account: string): DraftStore {
  const keyOf = (sheet: string) => `${account} ${sheet}`
  return {
    // Without a store (a private window, a full disk) one types on, and the server keeps what arrives.
    read: async (sheet) => (await get<Drafts>(keyOf(sheet), store()).catch(() => undefined)) ?? {},
    write: (sheet, drafts) => (Object.keys(drafts).length === 0 ? del(keyOf(sheet), store()) : set(keyOf(sheet), drafts, store())),
  }
}
