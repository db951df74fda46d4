import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { StoreError } from '../store/store.ts'

const KEY = /^[0-9a-f]{64}$/

/**
 * The key that seals the audit trail: `BALLAST_AUDIT_KEY`, or a file beside the database, made on first use. Whoever can
 * write the database but not read this key cannot forge or alter a record unseen. Putting an older state of trail and head
 * back together is not noticed: that needs an anchor outside the database.
 * @throws StoreError `unreadable`
 */
export function auditKey(path: string, given: string | undefined): { readonly key: Uint8Array; readonly isNew: boolean } {
  if (given !== undefined && given !== '') return { key: parseKey(given, 'BALLAST_AUDIT_KEY'), isNew: false }
  if (existsSync(path)) return { key: parseKey(readFileSync(path, 'utf8').trim(), path), isNew: false }
  const key = randomBytes(32)
  writeFileSync(path, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  return { key, isNew: true }
}

function parseKey(text: string, where: string): Uint8Array {
  if (!KEY.test(text)) throw new StoreError('unreadable', `审计密钥 ${where} 不正确：应为 64 位十六进制。请用备份恢复它。`)
  return Buffer.from(text, 'hex')
}
