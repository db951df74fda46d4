import { holdsOn } from '#core/access/post.ts'
import type { Account } from '../store/accounts-table.ts'
import type { StoredSession } from '../store/sessions-table.ts'
import type { Revisions, Store } from '../store/store.ts'
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

/** `today`: posts that hold on this day. */
export function principalOf({ name, displayName, posts, mustChange }: Account, session: string, today: string): Principal {
  return { account: name, displayName, posts: posts.filter((post) => holdsOn(post, today)), mustChangePassword: mustChange, session }
}

/** Principals kept at once: more than a city has people signed in. */
const MOST_KEPT = 5_000

interface Known {
  readonly session: StoredSession
  readonly principal: Principal
  /** Being there was noted last. */
  seenAt: number
}

/**
 * Who holds which token. Every change of accounts, posts and sessions raises the counter `access`, which every request
 * reads: so what is kept here is right, and a change counts from the next request on, on every server.
 */
export class Principals {
  readonly #store: Store
  readonly #kept = new Map<string, Known>()
  #generation = ''

  constructor(store: Store) {
    this.#store = store
  }

  /** Null: nobody, or nobody any more. `today`: posts that hold on this day. */
  async of(token: string, { access }: Revisions, now: number, today: string): Promise<Principal | null> {
    const generation = `${access} ${today}`
    if (generation !== this.#generation) {
      this.#kept.clear()
      this.#generation = generation
    }
    const kept = this.#kept.get(token)
    // Another server may have noted later that somebody is there.
    const known = kept !== undefined && isAlive({ ...kept.session, seenAt: kept.seenAt }, now) ? kept : await this.#read(token, now, today, generation)
    if (known === null) return null
    if (now - known.seenAt > NOTED_MS) {
      known.seenAt = now
      await this.#store.sessions.touch(known.session.id, now)
    }
    return known.principal
  }

  async #read(token: string, now: number, today: string, generation: string): Promise<Known | null> {
    const session = await this.#store.sessions.find(tokenId(token))
    if (session === null || !isAlive(session, now)) return null
    const account = await this.#store.accounts.find(session.account)
    if (account === null || account.disabled) return null
    const known = { session, principal: principalOf(account, session.id, today), seenAt: session.seenAt }
    // Something has changed since this was read: it answers this request, which came before, and no later one.
    if (generation !== this.#generation) return known
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear()
    this.#kept.set(token, known)
    return known
  }
}
