import { chmodSync, copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AnchorFile, anchorPathIn } from '#server/anchor-file.ts'
import { shanghaiTime } from '#server/business-clock.ts'
import { auditKeyPathIn, databasePathIn } from '#server/data-folder.ts'
import { OptionsError, readServerOptions, type ServerOptions } from '#server/server-options.ts'
import { backupMark } from '#server/service/database-health.ts'
import { backUpFile, backUpPostgres, type BackedUp } from '#server/store/backup-file.ts'
import { StoreError } from '#server/store/store.ts'
import { runCommand } from './run-command.ts'

const USAGE = '用法：npm run backup -- 文件名.db，或 npm run backup -- 文件夹（文件名按时间自动取）'

/**
 * `npm run backup -- FILE|DIR`: copies the whole database, whichever engine, into one file, while the server goes on.
 * The key of the audit trail goes beside it: without it a restored trail could be neither checked nor continued. So does
 * the anchor of its trail, which the data folder keeps too.
 */
async function main(): Promise<number> {
  const { positionals: [target, ...more] } = parseArgs({ allowPositionals: true, options: {} })
  if (target === undefined || more.length > 0) throw new OptionsError(USAGE)
  const options = readServerOptions(process.env)
  const path = placeFor(target)
  if (existsSync(path)) throw new OptionsError(`${path} 已经存在，没有覆盖。请换一个文件名。`)
  mkdirSync(dirname(path), { recursive: true })
  const at = Date.now()
  const { rows, head } = await backUp(options, path)
  const key = keepKey(options.dataFolder, path)
  mkdirSync(options.dataFolder, { recursive: true })
  if (head !== null) for (const place of [`${path}.anchor`, anchorPathIn(options.dataFolder)]) new AnchorFile(place).append({ at, ...head })
  writeFileSync(backupMark(options.dataFolder), '')
  console.log(`备份完成并已核对：${path}（${rows} 行，${(statSync(path).size / 1e6).toFixed(1)} MB）`)
  if (key !== null) console.log(`审计密钥在 ${key}：恢复时需要它。请与备份分开保管，拿到两者的人可以改写审计记录。`)
  return 0
}

function backUp({ databaseUrl, dataFolder }: ServerOptions, path: string): Promise<BackedUp> {
  if (databaseUrl !== null) return backUpPostgres(databaseUrl, path)
  const database = databasePathIn(dataFolder)
  if (!existsSync(database)) throw new OptionsError(`${dataFolder} 还没有数据库。请用 BALLAST_DATA 指定数据文件夹，或用 DATABASE_URL 指定数据库。`)
  return backUpFile(database, path)
}

function placeFor(target: string): string {
  const path = resolve(target)
  const isFolder = /[/\\]$/.test(target) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  return isFolder ? join(path, `ballast-${shanghaiTime(new Date()).slice(0, 19).replace('T', '-').replaceAll(':', '')}.db`) : path
}

/** Null: whoever runs the server keeps the key elsewhere. */
function keepKey(folder: string, path: string): string | null {
  const own = auditKeyPathIn(folder)
  if (process.env['BALLAST_AUDIT_KEY'] || !existsSync(own)) return null
  const kept = `${path}.key`
  copyFileSync(own, kept)
  chmodSync(kept, 0o600)
  return kept
}

await runCommand(main, [StoreError, OptionsError])
