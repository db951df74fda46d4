import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely'
import { StoreError } from './store.ts'
import type { Tables } from './tables.ts'

/** Steps of the schema, oldest first. A step that has been released is never changed: add another. */
const steps: readonly ((trx: Transaction<Tables>, text: TextType) => Promise<void>)[] = [createFirstTables, createAccessTables, createTotalsTable, addAccountVersions, indexRepliesByAge, addFormWindows]

export const SCHEMA_VERSION = steps.length

/** Where the version stands; raw SQL of the engines may look at it before the store opens. */
export const VERSION_TABLE = 'schema_version'

interface VersionTable {
  schema_version: { version: number }
}

/** Names the migration among the locks of a shared database. */
const MIGRATION_LOCK = 20_220_430

type TextType = 'text' | RawBuilder<unknown>

/** The step since which there is an audit trail. */
const TRAIL_STEP = 2

/**
 * Brings a database to this program's schema.
 * @param beginTrail called in the same transaction when the audit trail begins with it; without it the head must come from elsewhere
 * @throws StoreError `newer-schema`
 */
export async function migrate(db: Kysely<Tables>, isShared: boolean, beginTrail?: (trx: Transaction<Tables>) => Promise<void>): Promise<void> {
  // Codes are ordered by their bytes on every engine.
  const text: TextType = isShared ? sql`text collate "C"` : 'text'
  await db.transaction().execute(async (trx) => {
    // Two servers that start at the same moment: the second waits, and finds the work done.
    if (isShared) await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx)
    await trx.schema.createTable(VERSION_TABLE).ifNotExists()
      .addColumn('version', 'integer', (column) => column.primaryKey())
      .execute()
    const versions = (trx as unknown as Transaction<VersionTable>)
    const rows = await versions.selectFrom('schema_version').select('version').execute()
    const current = Math.max(0, ...rows.map((row) => row.version))
    refuseNewerSchema(current)
    for (let version = current + 1; version <= SCHEMA_VERSION; version++) {
      await steps[version - 1]!(trx, text)
      await versions.insertInto('schema_version').values({ version }).execute()
    }
    // Not later: a trail whose head is gone was tampered with, and is not begun anew.
    if (current < TRAIL_STEP) await beginTrail?.(trx)
  })
}

export function refuseNewerSchema(version: number): void {
  if (version <= SCHEMA_VERSION) return
  throw new StoreError(
    'newer-schema',
    `数据库由更新的版本写成（结构版本 ${version}，本程序只认识到 ${SCHEMA_VERSION}），请升级程序后再打开。数据没有改动。`,
  )
}

async function createFirstTables(trx: Transaction<Tables>, text: TextType): Promise<void> {
  const { schema } = trx
  await schema.createTable('settings')
    .addColumn('key', text, (c) => c.primaryKey())
    .addColumn('value', text, (c) => c.notNull())
    .execute()
  await schema.createTable('units')
    .addColumn('code', text, (c) => c.primaryKey())
    .addColumn('name', text, (c) => c.notNull())
    .addColumn('short_name', text, (c) => c.notNull())
    .addColumn('initials', text, (c) => c.notNull())
    .addColumn('level', 'integer', (c) => c.notNull())
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('ord', 'integer', (c) => c.notNull())
    .addColumn('opened', 'integer')
    .addColumn('closed', 'integer')
    .execute()
  await schema.createTable('unit_parents')
    .addColumn('unit', text, (c) => c.notNull())
    .addColumn('from_month', 'integer', (c) => c.notNull())
    .addColumn('parent', text)
    .addPrimaryKeyConstraint('unit_parents_pk', ['unit', 'from_month'])
    .execute()
  await createCatalogueTables(trx, text)
  await schema.createTable('editions')
    .addColumn('month', 'integer', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('frozen_at', text, (c) => c.notNull())
    .addColumn('note', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('editions_pk', ['month', 'number'])
    .execute()
  await createReportTable(trx, text)
}

async function createCatalogueTables({ schema }: Transaction<Tables>, text: TextType): Promise<void> {
  await schema.createTable('indicators')
    .addColumn('code', text, (c) => c.primaryKey())
    .addColumn('ord', 'integer', (c) => c.notNull())
    .addColumn('name', text, (c) => c.notNull())
    .addColumn('unit', text, (c) => c.notNull())
    .addColumn('decimals', 'integer', (c) => c.notNull())
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('sense', text, (c) => c.notNull())
    .addColumn('role', text, (c) => c.notNull())
    .addColumn('entry', text, (c) => c.notNull())
    .addColumn('numerator', text)
    .addColumn('denominator', text)
    .addColumn('subset_of', text)
    .addColumn('pace', text, (c) => c.notNull())
    .addColumn('milestones', text)
    .addColumn('definition', text, (c) => c.notNull())
    .execute()
  await schema.createTable('forms')
    .addColumn('code', text, (c) => c.primaryKey())
    .addColumn('ord', 'integer', (c) => c.notNull())
    .addColumn('name', text, (c) => c.notNull())
    .addColumn('frequency', text, (c) => c.notNull())
    .addColumn('fillers', text, (c) => c.notNull())
    .addColumn('department', text, (c) => c.notNull())
    .addColumn('indicators', text, (c) => c.notNull())
    .execute()
  await schema.createTable('targets')
    .addColumn('unit', text, (c) => c.notNull())
    .addColumn('indicator', text, (c) => c.notNull())
    .addColumn('year', 'integer', (c) => c.notNull())
    .addColumn('scheme', text, (c) => c.notNull())
    .addColumn('effective_month', 'integer', (c) => c.notNull())
    .addColumn('value', 'bigint', (c) => c.notNull())
    .addColumn('status', text, (c) => c.notNull())
    .addColumn('document', text)
    .addPrimaryKeyConstraint('targets_pk', ['unit', 'indicator', 'year', 'scheme', 'effective_month'])
    .execute()
}

async function createReportTable({ schema }: Transaction<Tables>, text: TextType): Promise<void> {
  await schema.createTable('reports')
    .addColumn('month', 'integer', (c) => c.notNull())
    .addColumn('unit', text, (c) => c.notNull())
    .addColumn('form', text, (c) => c.notNull())
    .addColumn('state', text, (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('source', text, (c) => c.notNull())
    .addColumn('filled_by', text, (c) => c.notNull())
    .addColumn('late', 'integer', (c) => c.notNull())
    .addColumn('updated_at', text, (c) => c.notNull())
    .addColumn('cells', text, (c) => c.notNull())
    .addColumn('lines', text, (c) => c.notNull())
    .addColumn('notes', text, (c) => c.notNull())
    // Month first: a month of every unit is what is read most, and what is written together.
    .addPrimaryKeyConstraint('reports_pk', ['month', 'unit', 'form'])
    .execute()
  await schema.createIndex('reports_by_unit').on('reports').columns(['unit', 'month']).execute()
}

async function createAccessTables(trx: Transaction<Tables>, text: TextType): Promise<void> {
  const { schema } = trx
  await trx.updateTable('settings').set({ key: 'revision.master' }).where('key', '=', 'revision').execute()
  await schema.createTable('accounts')
    .addColumn('name', text, (c) => c.primaryKey())
    .addColumn('display_name', text, (c) => c.notNull())
    .addColumn('password', text, (c) => c.notNull())
    .addColumn('must_change', 'integer', (c) => c.notNull())
    .addColumn('disabled', 'integer', (c) => c.notNull())
    .addColumn('last_sign_in', 'bigint')
    .addColumn('demo', 'integer', (c) => c.notNull())
    .execute()
  await schema.createTable('posts')
    .addColumn('account', text, (c) => c.notNull())
    .addColumn('unit', text, (c) => c.notNull())
    .addColumn('role', text, (c) => c.notNull())
    .addColumn('from_day', text, (c) => c.notNull())
    .addColumn('until_day', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('posts_pk', ['account', 'unit', 'role', 'from_day'])
    .execute()
  await schema.createIndex('posts_by_unit').on('posts').column('unit').execute()
  await schema.createTable('sessions')
    .addColumn('id', text, (c) => c.primaryKey())
    .addColumn('account', text, (c) => c.notNull())
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .addColumn('address', text, (c) => c.notNull())
    .addColumn('agent', text, (c) => c.notNull())
    .execute()
  await schema.createIndex('sessions_by_account').on('sessions').column('account').execute()
  await schema.createTable('attempts')
    .addColumn('key', text, (c) => c.primaryKey())
    .addColumn('failed', 'integer', (c) => c.notNull())
    .addColumn('locked_until', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema.createTable('replies')
    .addColumn('account', text, (c) => c.notNull())
    .addColumn('key', text, (c) => c.notNull())
    .addColumn('fingerprint', text, (c) => c.notNull())
    .addColumn('status', 'integer', (c) => c.notNull())
    .addColumn('body', text, (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('replies_pk', ['account', 'key'])
    .execute()
  await createTrailTables(schema, text)
}

async function createTrailTables(schema: Transaction<Tables>['schema'], text: TextType): Promise<void> {
  await schema.createTable('audit')
    .addColumn('number', 'bigint', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('account', text, (c) => c.notNull())
    .addColumn('action', text, (c) => c.notNull())
    .addColumn('unit', text)
    .addColumn('subject', text, (c) => c.notNull())
    .addColumn('before', text)
    .addColumn('after', text)
    .addColumn('request', text, (c) => c.notNull())
    .addColumn('hash', text, (c) => c.notNull())
    .execute()
  await schema.createTable('report_versions')
    .addColumn('month', 'integer', (c) => c.notNull())
    .addColumn('unit', text, (c) => c.notNull())
    .addColumn('form', text, (c) => c.notNull())
    .addColumn('state', text, (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('source', text, (c) => c.notNull())
    .addColumn('filled_by', text, (c) => c.notNull())
    .addColumn('late', 'integer', (c) => c.notNull())
    .addColumn('updated_at', text, (c) => c.notNull())
    .addColumn('cells', text, (c) => c.notNull())
    .addColumn('lines', text, (c) => c.notNull())
    .addColumn('notes', text, (c) => c.notNull())
    .addColumn('account', text, (c) => c.notNull())
    .addColumn('action', text, (c) => c.notNull())
    .addColumn('reason', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('report_versions_pk', ['unit', 'form', 'month', 'version'])
    .execute()
}

async function createTotalsTable({ schema }: Transaction<Tables>, text: TextType): Promise<void> {
  await schema.createTable('totals')
    .addColumn('unit', text, (c) => c.notNull())
    .addColumn('month', 'integer', (c) => c.notNull())
    .addColumn('live', text, (c) => c.notNull())
    .addColumn('approved', text)
    // Unit first: what is read is one unit's months.
    .addPrimaryKeyConstraint('totals_pk', ['unit', 'month'])
    .execute()
}

async function addAccountVersions({ schema }: Transaction<Tables>): Promise<void> {
  await schema.alterTable('accounts').addColumn('version', 'integer', (c) => c.notNull().defaultTo(1)).execute()
}

async function indexRepliesByAge({ schema }: Transaction<Tables>): Promise<void> {
  await schema.createIndex('replies_by_age').on('replies').column('at').execute()
}

async function addFormWindows({ schema }: Transaction<Tables>, text: TextType): Promise<void> {
  await schema.alterTable('forms').addColumn('window_rule', text).execute()
}
