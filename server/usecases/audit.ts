import { subtreeOf } from '#core/unit/unit-tree.ts'
import type { AuditReply } from '#contract/accounts.ts'
import { epochShowing } from './read-model.ts'
import type { Reading } from './use-case.ts'
import type { View } from './view.ts'

const PAGE = 200

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
    records: shown.map(({ at, ...record }) => ({ ...record, at: new Date(at).toISOString() })),
    next: records.length > PAGE ? String(shown.at(-1)!.number) : null,
  }
}
