import type { PasswordProfile } from '#core/access/password-rule.ts'
import type { Store } from '../store/store.ts'
import type { PasswordPort } from '../identity/ports.ts'
import type { Principal } from '../identity/principal.ts'
import type { ReadModel } from './read-model.ts'
import type { View } from './view.ts'

/** What stands in the braces of a path. */
export type Params = Readonly<Record<string, string>>

/** An answer to a question, once it is known who may have it. */
export interface Reading {
  /** Everything that the answer depends on beside the data, in text; null: never kept. */
  readonly key: string | null
  readonly make: () => Promise<unknown>
}

/** Answers whoever is signed in. Access to units is decided by the view. */
export type ReadCase = (view: View, query: never, params: Params) => Reading | Promise<Reading>

/** What a write may use beside its transaction. */
export interface WriteScene {
  readonly store: Store
  readonly model: ReadModel
  readonly passwords: PasswordPort
  /** Real time, ms since 1970. */
  readonly time: () => number
  readonly request: { readonly id: string; readonly address: string; readonly agent: string; readonly ifMatch: string | null; readonly idempotencyKey: string | null }
  /** Null: not signed in. */
  readonly principal: Principal | null
  /** Who holds a token by now. */
  principalOf(token: string): Promise<Principal | null>
  readonly passwordProfile: PasswordProfile
  /** Opens the first account; null: none may be opened so. */
  readonly setupToken: string | null
  /** @throws ApiError `not-signed-in` */
  view(): Promise<View>
}

export interface Written {
  readonly body: unknown
  /** Mark of what was written, for the next write's `If-Match`. */
  readonly etag?: string
  /** A session's token to hand out, or null to take it away. */
  readonly token?: string | null
}

export type WriteCase = (scene: WriteScene, body: never, params: Params) => Promise<Written>

