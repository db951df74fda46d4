import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import type { AuditAnchor } from './store/audit-anchor.ts'
import type { AuditTable } from './store/audit-table.ts'

export function anchorPathIn(folder: string): string {
  return join(folder, 'audit.anchor')
}

const Line = z.object({
  at: z.iso.datetime(),
  number: z.int().check(z.positive()),
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** For people to read: `verify` believes only the trail's own record of a restore. */
  restored: z.optional(z.literal(true)),
})

export interface KeptAnchors {
  readonly anchors: readonly AuditAnchor[]
  /** Lines that a crash tore, or somebody touched. */
  readonly unreadable: number
}

/** Anchors of the audit trail, oldest first, a line of JSON each. Lines are only ever added. */
export class AnchorFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  read(): KeptAnchors {
    const lines = existsSync(this.path) ? readFileSync(this.path, 'utf8').split('\n').filter((line) => line !== '') : []
    const anchors = lines.map(anchorOf).filter((anchor) => anchor !== null)
    return { anchors, unreadable: lines.length - anchors.length }
  }

  /** It is on disk when this returns. */
  append({ at, number, hash }: AuditAnchor, isRestored = false): void {
    const line = JSON.stringify({ at: new Date(at).toISOString(), number, hash, ...(isRestored && { restored: true }) })
    // What a crash tore off stays a line of its own.
    const isTorn = existsSync(this.path) && !/(^|\n)$/.test(readFileSync(this.path, 'utf8'))
    const file = openSync(this.path, 'a', 0o600)
    try {
      writeSync(file, `${isTorn ? '\n' : ''}${line}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }

  /** Writes down where the trail ends now. @returns null when there is nothing new */
  async anchor(trail: AuditTable, now: number): Promise<AuditAnchor | null> {
    const head = await trail.head()
    const last = this.read().anchors.at(-1)
    if (head === null || head.number === 0 || (last?.number === head.number && last.hash === head.hash)) return null
    const anchor = { at: now, ...head }
    this.append(anchor)
    return anchor
  }
}

function anchorOf(line: string): AuditAnchor | null {
  try {
    const { at, number, hash } = Line.parse(JSON.parse(line))
    return { at: Date.parse(at), number, hash }
  } catch {
    return null
  }
}
