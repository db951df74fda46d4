import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { buildCatalogue } from '#core/indicator/catalogue.ts'
import { buildUnitTree, type UnitTree } from '#core/unit/unit-tree.ts'
import type { Unit } from '#core/unit/unit.ts'
import { DEFAULT_SETTINGS, type Changes, type MasterData, type StoreSettings } from '#server/store/store.ts'
import { buildReports, countReports } from './build-reports.ts'
import { FigureTable } from './figure-table.ts'
import { ProblemList } from './problem-list.ts'
import { FORMS_FILE, readForms } from './read-forms.ts'
import { INDICATORS_FILE, readIndicators } from './read-indicators.ts'
import { readTargets, TARGETS_FILE } from './read-targets.ts'
import { readUnits, UNITS_FILE } from './read-units.ts'
import { readValues, VALUES_FILE } from './read-values.ts'

const FILES = [UNITS_FILE, INDICATORS_FILE, FORMS_FILE, TARGETS_FILE, VALUES_FILE] as const

/** A database with nothing in it. */
export const EMPTY_MASTER: MasterData = {
  settings: DEFAULT_SETTINGS, revisions: { master: 0, reports: 0, access: 0 }, units: [], initials: new Map(), indicators: [], forms: [], targets: [], editions: [],
}

export interface ImportBase {
  /** What the database holds now. */
  readonly master: MasterData
  readonly hasReports: boolean
  /** Business time of the import. */
  readonly now: string
}

export type ImportResult =
  | { readonly ok: false; readonly problems: ProblemList }
  | { readonly ok: true; readonly changes: Changes; readonly settings: Partial<StoreSettings> }

/** The folder that was named has nothing to import. */
export class NothingToImport extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NothingToImport'
  }
}

/** CSV files of the folder that the import does not know; they are left alone. */
export function unknownFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.csv') && !(FILES as readonly string[]).includes(name))
}

/**
 * Reads and checks a folder of CSV files over what the database holds. Writes nothing.
 * @throws NothingToImport
 */
export async function readImportFolder(folder: string, base: ImportBase, onBytes: (done: number, total: number) => void = () => {}): Promise<ImportResult> {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new NothingToImport(`没有文件夹 ${folder}。`)
  const path = (file: string) => (existsSync(join(folder, file)) ? join(folder, file) : null)
  if (FILES.every((file) => path(file) === null)) throw new NothingToImport(`${folder} 中没有可导入的文件（${FILES.join('、')}）。`)

  const problems = new ProblemList()
  const { master } = base
  const units = await readUnits(path(UNITS_FILE), master, problems)
  const codes = new Set<string>(units.all.map((unit) => unit.code))
  const context = {
    master, hasReports: base.hasReports, levels: units.levels, isUnit: (code: string) => codes.has(code), problems, units: units.all,
  }
  const indicators = await readIndicators(path(INDICATORS_FILE), context)
  const forms = await readForms(path(FORMS_FILE), { ...context, indicators })
  const { targets, replaced } = await readTargets(path(TARGETS_FILE), { ...context, indicators })
  const catalogue = buildCatalogue(indicators, forms)
  const tree = problems.count === 0 ? buildUnitTree(units.all) : tryTree(units.all)
  const values = path(VALUES_FILE)
  const figures = values === null
    ? new FigureTable(0, 0)
    : await readValues(values, { units: tree?.units ?? units.all, tree, catalogue, problems, frozen: new Set(master.editions.map((e) => e.month)) },
        byteCounter(statSync(values).size, onBytes))
  if (problems.count > 0 || tree === null) return { ok: false, problems }

  const reports = { tree, catalogue, figures, now: base.now }
  return {
    ok: true,
    settings: { levelsAboveCity: units.levels.above },
    changes: {
      units: units.changed, indicators, forms, targets, replacedTargets: replaced, editions: [],
      reports: { [Symbol.iterator]: () => buildReports(reports) },
      reportCount: countReports(reports),
    },
  }
}

/** The tree, when the units form one in spite of other problems. */
function tryTree(units: readonly Unit[]): UnitTree | null {
  try {
    return buildUnitTree(units)
  } catch {
    return null
  }
}

function byteCounter(total: number, onBytes: (done: number, total: number) => void): (count: number) => void {
  let done = 0
  return (count) => onBytes((done += count), total)
}
