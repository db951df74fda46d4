import { groupBy } from '#core/collection/group-by.ts'
import { buildCatalogue } from '#core/indicator/catalogue.ts'
import { addMonths, formatMonth, parseMonth, type Month } from '#core/period/month.ts'
import { shortNamesOf } from '#core/unit/short-name.ts'
import { frozenFault, parentsWith, type FrozenFault } from '#core/unit/unit-rules.ts'
import type { ParentSpan, Unit, UnitCode } from '#core/unit/unit.ts'
import type { MasterData } from '#server/store/store.ts'
import { readCsv, type CsvFormat, type CsvRow } from './csv-file.ts'
import { LevelNames, levelsAboveCity } from './level-names.ts'
import type { ProblemList } from './problem-list.ts'
import { checkTree } from './unit-tree-check.ts'

type Column = 'code' | 'parentCode' | 'level' | 'name' | 'kind' | 'opened' | 'closed' | 'order' | 'shortName'

const FORMAT: CsvFormat<Column> = {
  required: ['code', 'parentCode', 'level', 'name', 'kind', 'opened', 'closed'],
  optional: ['order', 'shortName'],
}

export const UNITS_FILE = 'units.csv'
const LONGEST_CODE = 64

interface UnitLine {
  readonly line: number
  readonly code: UnitCode
  readonly parent: UnitCode | null
  readonly level: string
  readonly name: string
  readonly kind: string
  readonly opened: Month | null
  readonly closed: Month | null
  readonly order: number | null
  readonly shortName: string
}

export interface UnitsRead {
  /** Units that are new or changed. */
  readonly changed: readonly Unit[]
  /** All units from now on. */
  readonly all: readonly Unit[]
  readonly levels: LevelNames
}

/** Reads units.csv (when there is one) over the units of the database, and checks the tree that comes of it. */
export async function readUnits(path: string | null, master: MasterData, problems: ProblemList): Promise<UnitsRead> {
  const lines = path === null ? [] : await readLines(path, problems)
  const deepest = Math.max(1, ...distinctLevels(master.units))
  const fromFile = levelsAboveCity([...new Set(lines.map((line) => line.level))], deepest)
  const levels = new LevelNames(Math.max(master.settings.levelsAboveCity, fromFile))

  const existing = new Map(master.units.map((unit) => [unit.code, unit]))
  const firstOrder = master.units.reduce((highest, unit) => Math.max(highest, unit.order), 0) + 1
  const frozen = master.editions.map((edition) => edition.month)
  const catalogue = buildCatalogue(master.indicators, master.forms)
  const shortNames = deriveShortNames(lines)
  const changed = lines.map((line, i) => {
    const old = existing.get(line.code)
    const unit = buildUnit(line, old, { levels, frozen, problems, order: firstOrder + i, shortName: shortNames[i]! })
    const fault = frozenFault(old, unit, frozen, catalogue)
    if (fault !== null) problems.add(UNITS_FILE, line.line, FROZEN_COLUMNS[fault.what], frozenText(fault))
    return unit
  })
  const merged = new Map(existing)
  for (const unit of changed) merged.set(unit.code, unit)
  const all = [...merged.values()]
  checkTree(all, new Map(lines.map((line) => [line.code, line.line])), problems)
  return { changed, all, levels }
}

function distinctLevels(units: readonly Unit[]): Set<number> {
  return new Set(units.map((unit) => unit.level))
}

async function readLines(path: string, problems: ProblemList): Promise<UnitLine[]> {
  const lines = new Map<string, UnitLine>()
  await readCsv(path, FORMAT, problems, (row) => {
    const code = row.at('code')
    const first = lines.get(code)
    if (code.trim() === '') problems.add(UNITS_FILE, row.line, 'code', '单位代码不能为空')
    else if (code.length > LONGEST_CODE) problems.add(UNITS_FILE, row.line, 'code', `单位代码超过 ${LONGEST_CODE} 个字`)
    else if (first) problems.add(UNITS_FILE, row.line, 'code', `单位代码 ${code} 重复，首次出现在第 ${first.line} 行`)
    else lines.set(code, readLine(row, problems))
  })
  return [...lines.values()]
}

function readLine(row: CsvRow<Column>, problems: ProblemList): UnitLine {
  const refuse = (column: Column, reason: string) => problems.add(UNITS_FILE, row.line, column, reason)
  const month = (column: 'opened' | 'closed') => {
    const text = row.at(column)
    const value = text === '' ? null : parseMonth(text)
    if (text !== '' && value === null) refuse(column, `${text} 不是月份，应写成 2022-12`)
    return value
  }
  const order = row.at('order')
  if (!/^\d{0,9}$/.test(order)) refuse('order', `${order} 不是整数`)
  if (row.at('name').trim() === '') refuse('name', '名称不能为空')
  const [opened, closed] = [month('opened'), month('closed')]
  if (opened !== null && closed !== null && closed <= opened) refuse('closed', '撤销月份应晚于设立月份')
  return {
    line: row.line,
    code: row.at('code') as UnitCode,
    parent: row.at('parentCode') === '' ? null : (row.at('parentCode') as UnitCode),
    level: row.at('level'),
    name: row.at('name'),
    kind: row.at('kind'),
    opened,
    closed,
    order: order === '' ? null : Number(order),
    shortName: row.at('shortName'),
  }
}

/** Short names by line: the given one, else a derived one that is unique among the lines with the same parent. */
function deriveShortNames(lines: readonly UnitLine[]): string[] {
  const names = lines.map((line) => line.name)
  const siblings = groupBy(lines.keys(), (i) => lines[i]!.parent)
  for (const family of siblings.values()) {
    shortNamesOf(family.map((i) => lines[i]!.name)).forEach((name, k) => (names[family[k]!] = name))
  }
  return names.map((name, i) => lines[i]!.shortName || name)
}

interface BuildOptions {
  readonly levels: LevelNames
  readonly frozen: readonly Month[]
  readonly problems: ProblemList
  readonly order: number
  readonly shortName: string
}

function buildUnit(line: UnitLine, old: Unit | undefined, options: BuildOptions): Unit {
  const level = options.levels.parse(line.level)
  if (level === null) options.problems.add(UNITS_FILE, line.line, 'level', `不认识的层级 ${line.level}`)
  return {
    code: line.code,
    name: line.name,
    shortName: options.shortName,
    level: level ?? 1,
    kind: line.kind,
    order: line.order ?? old?.order ?? options.order,
    opened: line.opened,
    closed: line.closed,
    parents: parentSpans(line.parent, old, options.frozen),
  }
}

/** A new parent holds from the first month that is not frozen; while nothing is frozen, since ever. */
function parentSpans(parent: UnitCode | null, old: Unit | undefined, frozen: readonly Month[]): readonly ParentSpan[] {
  if (old === undefined || frozen.length === 0) return parentsWith([], null, parent)
  if (old.parents.at(-1)?.parent === parent) return old.parents
  return parentsWith(old.parents, addMonths(Math.max(...frozen) as Month, 1), parent)
}

const FROZEN_COLUMNS = { opened: 'opened', closed: 'closed', parent: 'parentCode', duties: 'kind' } as const

function frozenText({ what, month }: FrozenFault): string {
  const frozen = `${formatMonth(month)} 已定案，不能改变该月`
  if (what === 'parent') return `${frozen}的隶属关系`
  return what === 'duties' ? `${frozen}应报的表：请撤销这个单位，以新代码另设` : `${frozen}单位的设立或撤销`
}
