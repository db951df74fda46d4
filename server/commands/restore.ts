import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AnchorFile, anchorPathIn } from '#server/anchor-file.ts'
import { auditKeyPathIn, openDataFolder } from '#server/data-folder.ts'
import { auditKey } from '#server/identity/audit-key.ts'
import { OptionsError, readServerOptions } from '#server/server-options.ts'
import { AnchorCheck, RESTORED, type AuditAnchor } from '#server/store/audit-anchor.ts'
import { restoreFile, restoreToPostgres } from '#server/store/backup-file.ts'
import { checkDatabaseFile, openNodeStore } from '#server/store/node-sqlite.ts'
import { StoreError } from '#server/store/store.ts'
import { runCommand } from './run-command.ts'

const USAGE = '用法：npm run restore -- 备份文件.db [--into 文件夹] [--key 审计密钥文件]'

/**
 * `npm run restore -- FILE [--into FOLDER]`: lays a backup into a fresh folder, or into the empty PostgreSQL database of
 * DATABASE_URL. Checks the file, the audit trail and every total first; what is there already is never touched.
 */
async function main(): Promise<number> {
  const { values, positionals: [file, ...more] } = parseArgs({ allowPositionals: true, options: { into: { type: 'string' }, key: { type: 'string' } } })
  if (file === undefined || more.length > 0) throw new OptionsError(USAGE)
  const from = resolve(file)
  if (!existsSync(from)) throw new OptionsError(`没有找到 ${from}。${USAGE}`)
  checkDatabaseFile(from)
  const options = readServerOptions(process.env)
  const folder = values.into === undefined ? options.dataFolder : resolve(values.into)
  const url = values.into === undefined ? options.databaseUrl : null
  const key = findKey(values.key === undefined ? `${from}.key` : resolve(values.key))
  refuseOtherKey(folder, key)
  const { anchors } = new AnchorFile(`${from}.anchor`).read()
  let restored: AuditAnchor | null = null
  const check = async (copy: string) => {
    restored = await prepare(copy, key, anchors)
  }

  const data = openDataFolder(folder)
  try {
    if (url === null) {
      if (await data.hasDatabase()) throw new OptionsError(`${folder} 里已有数据库，没有改动。请用 --into 指定一个新文件夹。`)
      await restoreFile(from, data.databasePath, check)
    } else {
      const copy = join(folder, 'restoring.db')
      rmSync(copy, { force: true })
      try {
        await restoreFile(from, copy, check)
        await restoreToPostgres(copy, url)
      } finally {
        for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
      }
    }
    leaveKey(folder, key)
    leaveAnchors(folder, anchors, restored!)
  } finally {
    data.release()
  }
  console.log(`恢复完成并已核对：${url === null ? folder : new URL(url).host}。所有人须重新登录。`)
  return 0
}

/** @throws OptionsError */
function findKey(path: string): Uint8Array {
  const given = process.env['BALLAST_AUDIT_KEY']
  if (!given && !existsSync(path)) throw new OptionsError(`没有找到审计密钥 ${path}，没有它就不能核对和接着写审计记录。请用 --key 指定，或设置 BALLAST_AUDIT_KEY。`)
  return auditKey(path, given).key
}

function refuseOtherKey(folder: string, key: Uint8Array): void {
  const path = auditKeyPathIn(folder)
  if (!process.env['BALLAST_AUDIT_KEY'] && existsSync(path) && readFileSync(path, 'utf8').trim() !== hex(key)) {
    throw new OptionsError(`${path} 是另一个数据库的审计密钥，没有改动。请换一个文件夹（--into 或 BALLAST_DATA）。`)
  }
}

function leaveKey(folder: string, key: Uint8Array): void {
  const path = auditKeyPathIn(folder)
  if (process.env['BALLAST_AUDIT_KEY'] || existsSync(path)) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, `${hex(key)}\n`, { mode: 0o600, flag: 'wx' })
}

function leaveAnchors(folder: string, ofBackup: readonly AuditAnchor[], restored: AuditAnchor): void {
  const file = new AnchorFile(anchorPathIn(folder))
  for (const anchor of ofBackup) file.append(anchor)
  file.append(restored, true)
}

function hex(key: Uint8Array): string {
  return Buffer.from(key).toString('hex')
}

/**
 * Brings a copy to this program's schema and looks at what is in it. Sessions end: one that was signed out since would live again.
 * @returns the trail's new end, which says that it was restored
 */
async function prepare(copy: string, key: Uint8Array, anchors: readonly AuditAnchor[]): Promise<AuditAnchor> {
  const store = await openNodeStore(copy, { auditKey: () => key })
  try {
    const anchored = new AnchorCheck(anchors)
    const { checked, firstBad } = await store.audit.verify(key, anchored.see)
    if (firstBad !== null) throw new StoreError('damaged', `备份里的审计记录从第 ${firstBad} 条起与写入时不符，或审计密钥不是它的。没有恢复。`)
    const { missing: [missing] } = anchored.verdict()
    if (missing !== undefined) throw new StoreError('damaged', `备份里的审计记录不含它的锚点记下的第 ${missing.number} 条，不是备份时的样子。没有恢复。`)
    const wrong = await store.verifyTotals()
    if (wrong !== null) throw new StoreError('damaged', `备份里 ${wrong.month} 单位 ${wrong.unit} 的合计与报表不一致。没有恢复。`)
    await store.sessions.endOlder(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    const at = Date.now()
    await store.transact(async (tx) => {
      await tx.audit.append({ at, account: 'console', action: RESTORED, unit: null, subject: '', before: null, after: JSON.stringify({ records: checked }), request: 'console' })
      await tx.raise('access')
    })
    return { at, ...(await store.audit.head())! }
  } finally {
    await store.close()
  }
}

await runCommand(main, [StoreError, OptionsError])
