import type { Kysely } from 'kysely'
import { DEFAULT_SETTINGS, type StoreSettings } from './store.ts'
import { TableWriter } from './table-writer.ts'
import type { Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** The settings table: one row per key, values as JSON text. */

const REVISION = 'revision'

export async function readRevision(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', REVISION).executeTakeFirst()
  return row === undefined ? 0 : Number(row.value)
}

export async function raiseRevision(trx: Transaction<Tables>): Promise<void> {
  const next = (await readRevision(trx)) + 1
  await new TableWriter(trx, 'settings', ['key']).write({ key: REVISION, value: String(next) })
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
