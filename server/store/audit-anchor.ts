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
  readonly #restores: { readonly number: number; readonly at: number }[] = []

  constructor(anchors: readonly AuditAnchor[]) {
    this.#anchors = anchors
    this.#numbers = new Set(anchors.map(({ number }) => number))
  }

  readonly see = ({ number, hash, action, at }: AuditRecord): void => {
    if (this.#numbers.has(number)) this.#hashes.set(number, hash)
    if (action === RESTORED) this.#restores.push({ number, at })
  }

  /**
   * Anchors whose record is not in the trail. `replaced`: an older backup was restored after them, which the trail itself
   * says with a sealed record at or before their place. `missing`: nothing explains it.
   */
  verdict(): { readonly missing: readonly AuditAnchor[]; readonly replaced: readonly AuditAnchor[] } {
    const absent = this.#anchors.filter(({ number, hash }) => this.#hashes.get(number) !== hash)
    const isReplaced = (anchor: AuditAnchor) => this.#restores.some(({ number, at }) => number <= anchor.number && at >= anchor.at)
    return { missing: absent.filter((anchor) => !isReplaced(anchor)), replaced: absent.filter(isReplaced) }
  }
}
