import { createStore, del, getMany, set, type UseStore } from 'idb-keyval'
import type { Typed } from './sheet-draft.ts'

/**
 * What is typed and not saved yet, on this computer: it outlives a closed tab, a crash and a day without a network. By
 * account, so that nobody meets another one's; and report by report, so that a sheet of other rows, or another tab, leaves
 * the rest alone.
 */
export interface DraftStore {
  read(units: readonly string[]): Promise<ReadonlyMap<string, Draft>>
  write(unit: string, draft: Draft): Promise<void>
}

/** By the column's code. */
export type Draft = Readonly<Record<string, Typed>>

let opened: UseStore | null = null
const store = () => (opened ??= createStore('ballast-drafts', 'reports'))

export function draftStore(account: string, form: string, month: string): DraftStore {
  const keyOf = (unit: string) => JSON.stringify([account, form, month, unit])
  return {
    async read(units) {
      // Without a store (a private window, a full disk) one types on, and the server keeps what arrives.
      const kept = await getMany<Draft | undefined>(units.map(keyOf), store()).catch(() => [])
      return new Map(units.flatMap((unit, k) => (kept[k] === undefined ? [] : [[unit, kept[k]]])))
    },
    write: (unit, draft) => (Object.keys(draft).length === 0 ? del(keyOf(unit), store()) : set(keyOf(unit), draft, store())),
  }
}
