import { mkdirSync } from 'node:fs'
import { auditKey, openSealed } from './identity/audit-key.ts'
import { auditKeyPathIn } from './data-folder.ts'
import type { DataHome } from './data-home.ts'
import { openPostgresStore } from './store/postgres.ts'

/**
 * The database that `DATABASE_URL` names. Several servers may share it: nobody holds a lock. The key of the audit trail
 * is `BALLAST_AUDIT_KEY`, the same for all of them, or a file in the data folder of the only one.
 */
export function openSharedDatabase(url: string, folder: string): DataHome {
  const keyPath = auditKeyPathIn(folder)
  const given = process.env['BALLAST_AUDIT_KEY']
  const open = () => {
    mkdirSync(folder, { recursive: true })
    return openSealed(keyPath, given, (auditKey) => openPostgresStore(url, { auditKey, log: (line) => console.error(line) }))
  }
  return {
    where: new URL(url).host,
    auditKey: () => auditKey(keyPath, given).key,
    open,
    async hasDatabase() {
      const store = await open()
      try {
        return (await store.loadMaster()).units.length > 0 || !(await store.accounts.isEmpty())
      } finally {
        await store.close()
      }
    },
    async create(fill) {
      const store = await open()
      try {
        await fill(store)
      } finally {
        await store.close()
      }
    },
    release: () => {},
  }
}
