import { sql, type Kysely, type Transaction } from 'kysely'
import { DEFAULT_SETTINGS, type Revisions, type StoreSettings } from './store.ts'
import { TableWriter } from './table-writer.ts'
import type { Tables } from './tables.ts'

/** The settings table: one row per key, values as JSON text. */

const REVISIONS = ['master', 'reports', 'access'] as const
const keyOf = (which: keyof Revisions) => `revision.${which}`

export async function readRevisions(db: Kysely<Tables>): Promise<Revisions> {
  const rows = await db.selectFrom('settings').selectAll().where('key', 'in', REVISIONS.map(keyOf)).execute()
  const stored = new Map(rows.map((row) => [row.key, Number(row.value)]))
  const [master = 0, reports = 0, access = 0] = REVISIONS.map((which) => stored.get(keyOf(which)))
  return { master, reports, access }
}

/** In one statement, so that two writers never raise it to the same number. */
export async function raiseRevision(trx: Transaction<Tables>, which: keyof Revisions): Promise<void> {
  await trx.insertInto('settings').values({ key: keyOf(which), value: '1' })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: sql`cast(cast(settings.value as bigint) + 1 as text)` }))
    .execute()
}

export async function readSettings(db: Kysely<Tables>): Promise<StoreSettings> {
  const rows = await db.selectFrom('settings').selectAll().execute()
  const stored = new Map(rows.map((row) => [row.key, row.value]))
  return {
    demo: stored.get('demo') === 'true',
    businessNow: (JSON.parse(stored.get('businessNow') ?? 'null') as string | null) ?? DEFAULT_SETTINGS.businessNow,
    levelsAboveCity: Number(stored.get('levelsAboveCity') ?? DEFAULT_SETTINGS.levelsAboveCity),
  }
}

export async function writeSettings(trx: Transaction<Tables>, settings: Partial<StoreSettings>): Promise<void> {
  const writer = new TableWriter(trx, 'settings', ['key'])
  for (const [key, value] of Object.entries(settings)) await writer.write({ key, value: JSON.stringify(value) })
}
