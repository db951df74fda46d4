import type { Store } from './store/store.ts'

/** Where the data live: a folder that this process holds alone, or a database that several share. */
export interface DataHome {
  /** For people to read. */
  readonly where: string
  hasDatabase(): Promise<boolean>
  /** Opens the database, or creates an empty one. @throws StoreError */
  open(): Promise<Store>
  /** Creates the database with `fill`, wholly or not at all. */
  create(fill: (store: Store) => Promise<void>): Promise<void>
  /** Seals the audit trail. */
  auditKey(): Uint8Array
  /** Lets the next process in. The operating system does the same for a process that was killed. */
  release(): void
}
