export interface Rate {
  readonly perSecond: number
  /** So many at once after a quiet time. */
  readonly burst: number
}

/** Keys that are remembered at most. The one asked least lately goes first: it has had the longest quiet time. */
const MOST_KEYS = 50_000

/** A token bucket for each key, as the moment at which it will be full again. Times in ms. */
export class TokenBuckets {
  readonly #msEach: number
  readonly #capacityMs: number
  readonly #fullAt = new Map<string, number>()

  constructor({ perSecond, burst }: Rate) {
    this.#msEach = 1000 / perSecond
    this.#capacityMs = burst * this.#msEach
  }

  /** Takes one. @returns 0, or ms until there is one again */
  take(key: string, now: number): number {
    const before = Math.max(this.#fullAt.get(key) ?? now, now)
    const after = before + this.#msEach
    if (after - now > this.#capacityMs) return after - now - this.#capacityMs
    this.#fullAt.delete(key)
    this.#fullAt.set(key, after)
    if (this.#fullAt.size > MOST_KEYS) for (const oldest of this.#fullAt.keys()) return this.#forget(oldest)
    return 0
  }

  #forget(key: string): 0 {
    this.#fullAt.delete(key)
    return 0
  }
}

export interface Rates {
  readonly signInOfSource: Rate
  readonly writeOfSession: Rate
  readonly writeOfSource: Rate
  readonly readOfSession: Rate
  readonly readOfSource: Rate
}

/** A whole office may be one source. Reads of somebody who is signed in are hardly ever slowed down. */
export const RATES: Rates = {
  signInOfSource: { perSecond: 5, burst: 200 },
  writeOfSession: { perSecond: 20, burst: 1000 },
  writeOfSource: { perSecond: 500, burst: 5000 },
  readOfSession: { perSecond: 200, burst: 2000 },
  readOfSource: { perSecond: 200, burst: 2000 },
}

/** Each of these costs a slow hash of a password. */
const SIGN_IN = new Set(['/api/session', '/api/setup', '/api/password'])

export interface Asking {
  readonly method: string
  readonly path: string
  readonly address: string
  readonly session: string | null
}

/** How long a session that answered once has a measure of its own: as long as it lasts without a sign of life. */
const KNOWN_MS = 30 * 60_000

/**
 * How often one source, and one session, may ask. A session counts as one only after it has proved to be somebody's:
 * a token that a client made up would else be a fresh measure each time. In memory: what must outlive a restart (wrong
 * passwords) is in the store.
 */
export class RateLimits {
  /** Until when; the one that asked least lately first. */
  readonly #known = new Map<string, number>()
  readonly #buckets: Readonly<Record<keyof Rates, TokenBuckets>>

  constructor(rates: Rates = RATES) {
    this.#buckets = {
      signInOfSource: new TokenBuckets(rates.signInOfSource),
      writeOfSession: new TokenBuckets(rates.writeOfSession),
      writeOfSource: new TokenBuckets(rates.writeOfSource),
      readOfSession: new TokenBuckets(rates.readOfSession),
      readOfSource: new TokenBuckets(rates.readOfSource),
    }
  }

  /** Told when a request turned out to be somebody's. */
  know(session: string, now: number): void {
    this.#known.delete(session)
    this.#known.set(session, now + KNOWN_MS)
    if (this.#known.size <= MOST_KEYS) return
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest)
      return
    }
  }

  /** @returns 0, or whole seconds to wait */
  wait({ method, path, address, session: given }: Asking, now: number): number {
    const session = given !== null && (this.#known.get(given) ?? 0) > now ? given : null
    return Math.ceil(this.#waitMs(method === 'GET' || method === 'HEAD', method === 'POST' && SIGN_IN.has(path), address, session, now) / 1000)
  }

  #waitMs(isRead: boolean, isSignIn: boolean, address: string, session: string | null, now: number): number {
    const { signInOfSource, writeOfSession, writeOfSource, readOfSession, readOfSource } = this.#buckets
    if (isSignIn) return signInOfSource.take(address, now)
    if (isRead) return session === null ? readOfSource.take(address, now) : readOfSession.take(session, now)
    return (session === null ? 0 : writeOfSession.take(session, now)) || writeOfSource.take(address, now)
  }
}
