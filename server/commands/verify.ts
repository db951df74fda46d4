import { openDataHome } from '#server/open-data-home.ts'
import { OptionsError, readServerOptions } from '#server/server-options.ts'
import { StoreError } from '#server/store/store.ts'
import { runCommand } from './run-command.ts'

/** `npm run verify`: walks the audit trail, recomputes every stored total, and names the first record and the first total that are not as they should be.
 * Changes nothing. */
async function main(): Promise<number> {
  const data = openDataHome(readServerOptions(process.env))
  try {
    if (!(await data.hasDatabase())) throw new OptionsError(`${data.where} 还没有数据库。`)
    const store = await data.open()
    try {
      const { checked, firstBad } = await store.audit.verify(data.auditKey())
      if (firstBad === null) console.log(`审计记录完好：共 ${checked} 条。`)
      else console.error(`审计记录从第 ${firstBad} 条起与写入时不符（之前 ${checked} 条完好）。请保留现场，并用备份比对。`)
      const wrong = await store.verifyTotals()
      if (wrong === null) console.log('各级合计与报表一致。')
      else console.error(`${wrong.month} 单位 ${wrong.unit} 的合计与报表不一致（${wrong.basis}）。请保留现场，并用备份比对。`)
      return firstBad === null && wrong === null ? 0 : 1
    } finally {
      await store.close()
    }
  } finally {
    data.release()
  }
}

await runCommand(main, [StoreError, OptionsError])
