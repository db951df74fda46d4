import { ApiError } from '#contract/errors.ts'
import type { AttemptsTable } from '../store/attempts-table.ts'
import type { Store } from '../store/store.ts'
import { tokenId } from '../identity/tokens.ts'

const MINUTE = 60_000
const WINDOW_MS = 20 * MINUTE
const LOCKED_MS = 20 * MINUTE

/** Wrong tries until an account is locked; of one source, which may be an office of many people, more. */
const MOST: Readonly<Record<'account' | 'source', number>> = { account: 5, source: 60 }

/** Whose tries are counted. Names are hashed: somebody who types a password into the name field must not find it in the database. */
export const triesOf = (account: string) => `account ${tokenId(account.toLowerCase())}`
/** No account can be in the way of this one, whatever its name. */
export const SETUP_TRIES = 'setup'
const sourceKey = (address: string) => `source ${address}`

/**
 * Counts a try before its password is looked at, so that many at the same moment are not all looked at. Unknown names
 * count like known ones.
 * @throws ApiError `sign-in-locked`
 */
export async function beginTry(store: Store, key: string, address: string, now: number): Promise<void> {
  const wait = await store.transact(async ({ attempts }) => {
    const waits = [await count(attempts, key, MOST.account, now)]
    // Requests without an address (the mock) have no source to count.
    if (address !== '') waits.push(await count(attempts, sourceKey(address), MOST.source, now))
    return Math.max(...waits)
  })
  if (wait <= 0) return
  const minutes = Math.ceil(wait / MINUTE)
  throw new ApiError('sign-in-locked', `尝试次数过多，已暂时锁定，请 ${minutes} 分钟后再试，或请本单位管理员重置密码。`, { retryAfter: Math.ceil(wait / 1000) })
}

/** How long to wait, ms; 0: the try may go on. A count ends a while after its first try, whatever comes later. */
async function count(attempts: AttemptsTable, key: string, most: number, now: number): Promise<number> {
  const { failed, lockedUntil, expiresAt } = await attempts.hold(key)
  if (lockedUntil > now) return lockedUntil - now
  const isRunning = expiresAt > now
  const tries = isRunning ? failed + 1 : 1
  if (tries > most) {
    await attempts.put(key, { failed: 0, lockedUntil: now + LOCKED_MS, expiresAt: now + LOCKED_MS })
    return LOCKED_MS
  }
  await attempts.put(key, { failed: tries, lockedUntil: 0, expiresAt: isRunning ? expiresAt : now + WINDOW_MS })
  return 0
}

/** The try was right: those before it are forgotten, and of its source's count only this one. */
export async function endTry(attempts: AttemptsTable, key: string, address: string): Promise<void> {
  await forgiveTries(attempts, key)
  if (address === '') return
  const source = await attempts.hold(sourceKey(address))
  await attempts.put(sourceKey(address), { ...source, failed: Math.max(0, source.failed - 1) })
}

export async function forgiveTries(attempts: AttemptsTable, key: string): Promise<void> {
  await attempts.forget(key)
}
