import * as z from 'zod/mini'
import { subtreeOf } from '#core/unit/unit-tree.ts'
import type { AuditReply } from '#contract/accounts.ts'
import type { AuditRecord } from '../store/audit-table.ts'
import { REPORT_ACTION } from './audit-entry.ts'
import { epochShowing } from './read-model.ts'
import type { Reading } from './use-case.ts'
import type { View } from './view.ts'

const PAGE = 200

const ReportContents = z.object({
  state: z.string(),
  version: z.number(),
  filledBy: z.string(),
  source: z.string(),
  cells: z.record(z.string(), z.unknown()),
  lines: z.array(z.unknown()),
  notes: z.array(z.unknown()),
})
type ReportContents = z.infer<typeof ReportContents>

interface Query {
  before?: string | undefined
  account?: string | undefined
  unit?: string | undefined
}

/** At the root: everything. Below it: what was done to units of the branch. */
export function audit(view: View, { before, account, unit }: Query): Reading {
  const top = view.unit('read-audit', unit)
  return { key: null, make: () => list(view, top, before, account) }
}

async function list({ model, master, today }: View, top: number, before: string | undefined, account: string | undefined): Promise<AuditReply> {
  const units = top === master.tree.root ? undefined : [...subtreeOf(epochShowing(master, top, today), top)].map((each) => master.tree.units[each]!.code)
  const records = await model.store.audit.list({
    limit: PAGE + 1,
    ...(before !== undefined && { before: Number(before) }),
    ...(account !== undefined && { account }),
    ...(units !== undefined && { units }),
  })
  const shown = records.slice(0, PAGE)
  return {
    records: shown.map(withoutFigures).map(({ at, ...record }) => ({ ...record, at: new Date(at).toISOString() })),
    next: records.length > PAGE ? String(shown.at(-1)!.number) : null,
  }
}

/**
 * A report's record keeps every cell before and after, for lineage; who reads the trail has no right to data (三员分立), and
 * is told how much changed. The hash is that of the whole record: `npm run verify` walks those.
 */
function withoutFigures(record: AuditRecord): AuditRecord {
  if (!record.action.startsWith(REPORT_ACTION)) return record
  const [before, after] = [contentsOf(record.before), contentsOf(record.after)]
  return {
    ...record,
    before: before && JSON.stringify(standOf(before)),
    after: after && JSON.stringify({
      ...standOf(after),
      changedCells: countChanged(Object.entries(before?.cells ?? {}), Object.entries(after.cells), ([indicator]) => indicator),
      changedLines: countChanged(before?.lines ?? [], after.lines, (line) => JSON.stringify(line)),
      notes: after.notes.length,
    }),
  }
}

/** Null also for what somebody put there: it may hold anything, and is not told. */
function contentsOf(text: string | null): ReportContents | null {
  if (text === null) return null
  try {
    return ReportContents.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function standOf({ state, version, filledBy, source }: ReportContents) {
  return { state, version, filledBy, source }
}

/** How many things, by their names, are not the same on both sides. */
function countChanged<T>(before: readonly T[], after: readonly T[], nameOf: (thing: T) => string): number {
  const texts = (things: readonly T[]) => new Set(things.map((thing) => JSON.stringify(thing)))
  const [old, now] = [texts(before), texts(after)]
  return new Set([...before.filter((thing) => !now.has(JSON.stringify(thing))), ...after.filter((thing) => !old.has(JSON.stringify(thing)))].map(nameOf)).size
}
