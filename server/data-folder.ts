import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { DataHome } from './data-home.ts'
import { auditKey, openSealed } from './identity/audit-key.ts'
import { openNodeStore, prepareForService } from '#server/store/node-sqlite.ts'
import { StoreError, type Store } from '#server/store/store.ts'

/** The folder that `BALLAST_DATA` names. Whoever works in it holds its lock. */
export interface DataFolder extends DataHome {
  readonly databasePath: string
}

export function databasePathIn(folder: string): string {
  return join(folder, 'ballast.db')
}

export function auditKeyPathIn(folder: string): string {
  return join(folder, 'audit.key')
}

/**
 * Creates the folder when absent and locks it.
 * @throws StoreError `locked` when a server or an import is at work, `unreadable` when the folder cannot be used
 */
export function openDataFolder(folder: string): DataFolder {
  makeFolder(folder)
  const lock = holdLock(join(folder, 'ballast.lock'))
  const databasePath = databasePathIn(folder)
  const auditKeyPath = auditKeyPathIn(folder)
  return {
    databasePath,
    where: folder,
    hasDatabase: async () => existsSync(databasePath),
    auditKey: () => auditKey(auditKeyPath, process.env['BALLAST_AUDIT_KEY']).key,
    open: () => openSealed(auditKeyPath, process.env['BALLAST_AUDIT_KEY'], (takeKey) => openNodeStore(databasePath, { auditKey: takeKey })),
    create: (fill) => createDatabase(databasePath, fill, prepareForService, () => auditKey(auditKeyPath, process.env['BALLAST_AUDIT_KEY']).key),
    release: () => lock.close(),
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw new StoreError('unreadable', `数据文件夹 ${folder} 无法使用（${(error as Error).message}）。请检查权限，或用 BALLAST_DATA 指定另一个文件夹。`, { cause: error })
  }
}

const SQLITE_BUSY = 5

/**
 * The lock is an open transaction on a database of its own, not on the data: a copy of the data can still be taken
 * online, and a lock of the operating system cannot be left behind.
 */
function holdLock(path: string): DatabaseSync {
  const lock = new DatabaseSync(path, { timeout: 0 })
  try {
    // Nothing is ever written to it, so it needs no journal beside it.
    lock.exec('pragma journal_mode = memory; begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw new StoreError('unreadable', `锁文件 ${path} 无法使用（${(error as Error).message}）。请删除它再试。`, { cause: error })
    throw new StoreError('locked', `${dirname(path)} 正由另一个服务器或导入程序使用。请先停止它，或用 BALLAST_DATA 指定另一个文件夹。`, { cause: error })
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

/** `finish` gets the file when it is filled and closed, before it takes its name. */
export async function createDatabase(
  path: string, fill: (store: Store) => Promise<void>, finish: (unfinished: string) => void, key?: () => Uint8Array,
): Promise<void> {
  const unfinished = `${path}.unfinished`
  const discard = () => {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true })
  }
  discard()
  mkdirSync(dirname(path), { recursive: true })
  try {
    const store = await openNodeStore(unfinished, { mode: 'bulk', ...(key && { auditKey: key }) })
    try {
      await fill(store)
    } finally {
      await store.close()
    }
    finish(unfinished)
    flush(unfinished)
    renameSync(unfinished, path)
    flush(dirname(path))
  } catch (error) {
    discard()
    throw error
  }
}

/** Has a file's bytes, or a folder's names, on disk before going on. */
function flush(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } catch (error) {
    // Windows cannot flush folders; nothing is lost but the guarantee against a power cut in this very moment.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
  } finally {
    closeSync(file)
  }
}
