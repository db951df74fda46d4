import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { StoreError, type Store } from '../store/store.ts'

const KEY = /^[0-9a-f]{64}$/

/**
 * The key that seals the audit trail: `BALLAST_AUDIT_KEY`, or a file beside the database, made on first use. Whoever can
 * write the database but not read this key cannot forge or alter a record unseen. That an older state of trail and head is
 * put back together shows by the anchors (`anchor-file.ts`).
 * @throws StoreError `unreadable`
 */
export function auditKey(path: string, given: string | undefined): { readonly key: Uint8Array; readonly isNew: boolean } {
  if (given !== undefined && given !== '') return { key: parseKey(given, 'BALLAST_AUDIT_KEY'), isNew: false }
  if (existsSync(path)) return { key: parseKey(readFileSync(path, 'utf8').trim(), path), isNew: false }
  const key = randomBytes(32)
  writeFileSync(path, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  return { key, isNew: true }
}

/**
 * Opens a store that asks for its key. A key that had to be made is only good for a trail that begins with it.
 * @throws StoreError also when there is a trail already, but no key any more
 */
export async function openSealed(path: string, given: string | undefined, open: (takeKey: () => Uint8Array) => Promise<Store>): Promise<Store> {
  let made: Uint8Array | null = null
  const takeKey = () => {
    const { key, isNew } = auditKey(path, given)
    if (isNew) made = key
    return key
  }
  try {
    const store = await open(takeKey)
    if (made === null || (await store.audit.isSealedBy(made))) return store
    await store.close()
    throw new StoreError('unreadable', `没有找到审计密钥 ${path}，但数据库里已有审计记录，没有密钥就不能接着写。请把原来的密钥文件放回去（备份旁的 .key，或另一台服务器的），或设置 BALLAST_AUDIT_KEY。`)
  } catch (error) {
    // A key that sealed nothing must not be taken for the lost one next time.
    if (made !== null) rmSync(path, { force: true })
    throw error
  }
}

function parseKey(text: string, where: string): Uint8Array {
  if (!KEY.test(text)) throw new StoreError('unreadable', `审计密钥 ${where} 不正确：应为 64 位十六进制。请用备份恢复它。`)
  return Buffer.from(text, 'hex')
}
