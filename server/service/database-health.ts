import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../store/store.ts'
import type { Health } from './front-desk.ts'

/** A database that takes longer is of no use to anybody who waits. */
const PATIENCE_MS = 2_000

/** Opening the store has done the migrations: whoever can ask it is past them. */
export function databaseHealth(store: Store, isEnding: () => boolean, lastBackupAt: () => number | null, time: () => number): Health {
  return {
    async problem() {
      if (isEnding()) return 'shutting down'
      return (await inTime(store.revisions())) === null ? 'the database does not answer' : null
    },
    sessions: () => inTime(store.sessions.count()),
    backupAge() {
      const at = lastBackupAt()
      return at === null ? null : (time() - at) / 1000
    },
  }
}

/** Null: not in time, or not at all. */
async function inTime<T>(asked: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  try {
    return await Promise.race([asked, late])
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}

/** The backup command leaves an empty file with the time of its last success. */
export function backupMark(folder: string): string {
  return join(folder, 'last-backup')
}

/** Ms since 1970; null: never. */
export function lastBackup(folder: string): number | null {
  return statSync(backupMark(folder), { throwIfNoEntry: false })?.mtimeMs ?? null
}
