import { AnchorFile, anchorPathIn } from '#server/anchor-file.ts'
import { shanghaiTime } from '#server/business-clock.ts'
import { openDataHome } from '#server/open-data-home.ts'
import { OptionsError, readServerOptions } from '#server/server-options.ts'
import { AnchorCheck, type AuditAnchor } from '#server/store/audit-anchor.ts'
import { StoreError } from '#server/store/store.ts'
import { runCommand } from './run-command.ts'

/** `npm run verify`: walks the audit trail, compares it with its anchors, recomputes every stored total, and names the first record and the first total
 * that are not as they should be. Changes nothing. */
async function main(): Promise<number> {
  const options = readServerOptions(process.env)
  const data = openDataHome(options)
  try {
    if (!(await data.hasDatabase())) throw new OptionsError(`${data.where} 还没有数据库。`)
    const store = await data.open()
    try {
      const { anchors, unreadable } = new AnchorFile(anchorPathIn(options.dataFolder)).read()
      const check = new AnchorCheck(anchors)
      const { checked, firstBad } = await store.audit.verify(data.auditKey(), check.see)
      const isAnchored = firstBad !== null || tellAnchors(check, anchors.length, unreadable)
      if (firstBad === null) console.log(`审计记录完好：共 ${checked} 条。`)
      else console.error(`审计记录从第 ${firstBad} 条起与写入时不符（之前 ${checked} 条完好）。请保留现场，并用备份比对。`)
      const wrong = await store.verifyTotals()
      if (wrong === null) console.log('各级合计与报表一致。')
      else console.error(`${wrong.month} 单位 ${wrong.unit} 的合计与报表不一致（${wrong.basis}）。请保留现场，并用备份比对。`)
      return firstBad === null && isAnchored && wrong === null ? 0 : 1
    } finally {
      await store.close()
    }
  } finally {
    data.release()
  }
}

/** @returns whether the trail contains what was written down of it outside the database */
function tellAnchors(check: AnchorCheck, count: number, unreadable: number): boolean {
  const { missing: [missing], replaced } = check.verdict()
  if (unreadable > 0) console.log(`审计锚点有 ${unreadable} 行无法读取（断电可能撕断一行），已跳过。`)
  if (replaced.length > 0) console.log(`审计锚点有 ${replaced.length} 个早于一次从备份的恢复，当时的记录已被备份替换：${replaced.map(describeAnchor).join('；')}。`)
  if (missing !== undefined) console.error(`审计记录不含锚点记下的${describeAnchor(missing)}：数据库可能被换回了旧的。请保留现场，并用备份比对。`)
  else if (count === 0) console.log('没有审计锚点可比对：服务器启动时才写下第一个。')
  else console.log(`审计锚点 ${count - replaced.length} 个，与审计记录相符。`)
  return missing === undefined
}

function describeAnchor({ at, number }: AuditAnchor): string {
  return `第 ${number} 条（${shanghaiTime(new Date(at)).slice(0, 16).replace('T', ' ')}）`
}

await runCommand(main, [StoreError, OptionsError])
