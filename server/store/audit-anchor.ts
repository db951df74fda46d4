import type { AuditRecord } from './audit-table.ts'

/** The last record of the trail at some moment, kept outside the database: whatever is put back there later must still contain it. */
export interface AuditAnchor {
  /** Real time, ms since 1970. */
  readonly at: number
  readonly number: number
  readonly hash: string
}

/** What a restore leaves in the trail. */
export const RESTORED = 'restored'

/** Compares anchors with a trail while it is walked: `see` gets every sound record. */
export class AnchorCheck {
  readonly #anchors: readonly AuditAnchor[]
  readonly #numbers: ReadonlySet<number>
  readonly #hashes = new Map<number, string>()
  /** Real time of the last restore. */
  #restoredAt = -Infinity

  constructor(anchors: readonly AuditAnchor[]) {
    this.#anchors = anchors
    this.#numbers = new Set(anchors.map(({ number }) => number))
  }

  readonly see = ({ number, hash, action, at }: AuditRecord): void => {
    if (this.#numbers.has(number)) this.#hashes.set(number, hash)
    if (action === RESTORED) this.#restoredAt = Math.max(this.#restoredAt, at)
  }

  /**
   * Anchors whose record is not in the trail. `replaced`: a backup was restored after them, as the trail itself says in a
   * sealed record. `missing`: nothing explains it.
   */
  verdict(): { readonly missing: readonly AuditAnchor[]; readonly replaced: readonly AuditAnchor[] } {
    const absent = this.#anchors.filter(({ number, hash }) => this.#hashes.get(number) !== hash)
    const isReplaced = (anchor: AuditAnchor) => anchor.at <= this.#restoredAt
    return { missing: absent.filter((anchor) => !isReplaced(anchor)), replaced: absent.filter(isReplaced) }
  }
}
