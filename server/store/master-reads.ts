import type { Kysely } from 'kysely'
import { groupBy } from '#core/collection/group-by.ts'
import { buildCatalogue } from '#core/indicator/catalogue.ts'
import type { Month } from '#core/period/month.ts'
import { TreeDuties } from '#core/rollup/tree-duties.ts'
import { buildUnitTree } from '#core/unit/unit-tree.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { editionOf, formOf, indicatorOf, targetOf, unitOf } from './rows.ts'
import { readRevisions, readSettings } from './settings-rows.ts'
import type { MasterData } from './store.ts'
import type { Tables, UnitParentRow } from './tables.ts'

export async function readMaster(db: Kysely<Tables>): Promise<MasterData> {
  const [{ units, initials }, targets, editions] = [
    await readUnits(db),
    await db.selectFrom('targets').selectAll()
      .orderBy('year').orderBy('indicator').orderBy('scheme').orderBy('unit').orderBy('effective_month').execute(),
    await db.selectFrom('editions').selectAll().orderBy('month').orderBy('number').execute(),
  ]
  return {
    settings: await readSettings(db),
    revisions: await readRevisions(db),
    units,
    initials,
    ...(await readCatalogue(db)),
    targets: targets.map(targetOf),
    editions: editions.map(editionOf),
  }
}

async function readUnits(db: Kysely<Tables>): Promise<Pick<MasterData, 'units' | 'initials'>> {
  const rows = await db.selectFrom('units').selectAll().orderBy('ord').orderBy('code').execute()
  const parents = await db.selectFrom('unit_parents').selectAll().orderBy('unit').orderBy('from_month').execute()
  const spans = groupBy(parents, (row) => row.unit)
  const noSpans: UnitParentRow[] = []
  return {
    units: rows.map((row) => unitOf(row, spans.get(row.code) ?? noSpans)),
    initials: new Map(rows.map((row) => [row.code as UnitCode, row.initials])),
  }
}

async function readCatalogue(db: Kysely<Tables>): Promise<Pick<MasterData, 'indicators' | 'forms'>> {
  const indicators = await db.selectFrom('indicators').selectAll().orderBy('ord').orderBy('code').execute()
  const forms = await db.selectFrom('forms').selectAll().orderBy('ord').orderBy('code').execute()
  return { indicators: indicators.map(indicatorOf), forms: forms.map(formOf) }
}

/** Indicators and forms as one text, to see whether a write changed any. */
export async function readCatalogueText(db: Kysely<Tables>): Promise<string> {
  return JSON.stringify(await readCatalogue(db))
}

export async function readDuties(db: Kysely<Tables>): Promise<TreeDuties> {
  const { indicators, forms } = await readCatalogue(db)
  return new TreeDuties(buildUnitTree((await readUnits(db)).units), buildCatalogue(indicators, forms))
}

/** Months that have any report, ascending. */
export async function readMonths(db: Kysely<Tables>): Promise<readonly Month[]> {
  const months: Month[] = []
  // One look into the index a month: `distinct` would walk every report.
  for (;;) {
    const next = db.selectFrom('reports').select((of) => of.fn.min('month').as('month'))
    const row = await (months.length === 0 ? next : next.where('month', '>', months.at(-1)!)).executeTakeFirst()
    if (row === undefined || row.month === null) return months
    months.push(row.month as Month)
  }
}
