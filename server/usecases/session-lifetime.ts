import { holdsOn } from '#core/access/post.ts'
import type { StoredSession } from '../store/sessions-table.ts'
import type { Store } from '../store/store.ts'
import type { Principal } from '../identity/principal.ts'
import { tokenId } from '../identity/tokens.ts'

const MINUTE = 60_000

/** Nobody there for this long: signed out. */
export const IDLE_MS = 30 * MINUTE
/** Signed out however busy. */
export const ABSOLUTE_MS = 12 * 60 * MINUTE
/** Being there is noted this often. */
const NOTED_MS = MINUTE

export function isAlive({ startedAt, seenAt }: StoredSession, now: number): boolean {
  return now - startedAt < ABSOLUTE_MS && now - seenAt < IDLE_MS
}

/**
 * Who holds a token; null: nobody any more. Asked with every request, so that a change of posts, a closed account or an
 * ended session counts from the next one on.
 */
export async function principalOf(store: Store, token: string, now: number, today: string): Promise<Principal | null> {
  const id = tokenId(token)
  const session = await store.sessions.find(id)
  if (session === null || !isAlive(session, now)) return null
  const account = await store.accounts.find(session.account)
  if (account === null || account.disabled) return null
  if (now - session.seenAt > NOTED_MS) await store.sessions.touch(id, now)
  return {
    account: account.name,
    displayName: account.displayName,
    posts: account.posts.filter((post) => holdsOn(post, today)),
    mustChangePassword: account.mustChange,
    session: id,
  }
}
