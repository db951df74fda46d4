import { auditKey } from '#server/identity/audit-key.ts'
import { openDataFolder } from '#server/data-folder.ts'
import { OptionsError, readDataFolder } from '#server/server-options.ts'
import { StoreError } from '#server/store/store.ts'
import { runCommand } from './run-command.ts'

/** `npm run verify`: walks the audit trail, and names the first record that is not as it was written. Changes nothing. */
async function main(): Promise<number> {
  const data = openDataFolder(readDataFolder(process.env))
  try {
    if (!data.hasDatabase) throw new OptionsError(`${data.databasePath} 还没有数据库。`)
    const store = await data.open()
    try {
      const { checked, firstBad } = await store.audit.verify(auditKey(data.auditKeyPath, process.env['BALLAST_AUDIT_KEY']).key)
      if (firstBad === null) {
        console.log(`审计记录完好：共 ${checked} 条。`)
        return 0
      }
      console.error(`审计记录从第 ${firstBad} 条起与写入时不符（之前 ${checked} 条完好）。请保留现场，并用备份比对。`)
      return 1
    } finally {
      await store.close()
    }
  } finally {
    data.release()
  }
}

await runCommand(main, [StoreError, OptionsError])
