import type { Indicator } from '#core/indicator/indicator.ts'
import type { Target, TargetScheme, TargetStatus } from '#core/indicator/target.ts'
import { parseDecimal } from '#core/number/decimal.ts'
import { monthNumber, yearOf } from '#core/period/month.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { MasterData } from '#server/store/store.ts'
import { readCsv, type CsvFormat, type CsvRow } from './csv-file.ts'
import { DECIMAL_PROBLEMS } from './decimal-problems.ts'
import type { ProblemList } from './problem-list.ts'

type Column = 'unit' | 'indicator' | 'year' | 'scheme' | 'value' | 'status'

const FORMAT: CsvFormat<Column> = { required: ['unit', 'indicator', 'year', 'scheme', 'value', 'status'], optional: [] }

export const TARGETS_FILE = 'targets.csv'
const SCHEMES: readonly TargetScheme[] = ['city', 'province']
const STATUSES: readonly TargetStatus[] = ['provisional', 'official']

export interface TargetContext {
  readonly master: MasterData
  readonly isUnit: (code: string) => boolean
  readonly indicators: readonly Indicator[]
  readonly problems: ProblemList
}

export interface TargetsRead {
  readonly targets: readonly Target[]
  /** Those that replace every earlier version, because no month of their year is frozen yet. */
  readonly replaced: readonly Target[]
}

/** Reads targets.csv. A target holds from the first month of its year that is not frozen. */
export async function readTargets(path: string | null, context: TargetContext): Promise<TargetsRead> {
  const targets = new Map<string, { target: Target; line: number }>()
  if (path === null) return { targets: [], replaced: [] }
  const indicators = new Map(context.indicators.map((indicator) => [indicator.code as string, indicator]))
  const frozenTo = frozenMonths(context.master)
  await readCsv(path, FORMAT, context.problems, (row) => {
    const target = readTarget(row, indicators, context)
    if (target === null) return
    const key = [target.unit, target.indicator, target.year, target.scheme].join()
    const first = targets.get(key)
    const effectiveMonth = (frozenTo.get(target.year) ?? 0) + 1
    if (first) context.problems.add(TARGETS_FILE, row.line, 'unit', `与第 ${first.line} 行重复（同一单位、指标、年度、口径）`)
    else if (effectiveMonth > 12) context.problems.add(TARGETS_FILE, row.line, 'year', `${target.year} 年各月均已定案，目标不能再改`)
    else targets.set(key, { target: { ...target, effectiveMonth }, line: row.line })
  })
  const read = [...targets.values()].map(({ target }) => target)
  return { targets: read, replaced: read.filter((target) => target.effectiveMonth === 1) }
}

/** The last frozen month number of each year. */
function frozenMonths(master: MasterData): Map<number, number> {
  const last = new Map<number, number>()
  for (const { month } of master.editions) {
    const year = yearOf(month)
    last.set(year, Math.max(last.get(year) ?? 0, monthNumber(month)))
  }
  return last
}

function readTarget(row: CsvRow<Column>, indicators: ReadonlyMap<string, Indicator>, context: TargetContext): Target | null {
  const before = context.problems.count
  const refuse = (column: Column, reason: string) => context.problems.add(TARGETS_FILE, row.line, column, reason)
  const indicator = indicators.get(row.at('indicator'))
  if (!context.isUnit(row.at('unit'))) refuse('unit', `没有单位 ${row.at('unit')}`)
  if (indicator === undefined) refuse('indicator', `没有指标 ${row.at('indicator')}`)
  if (!/^\d{4}$/.test(row.at('year'))) refuse('year', `${row.at('year')} 不是年份`)
  const scheme = SCHEMES.find((candidate) => candidate === row.at('scheme'))
  if (scheme === undefined) refuse('scheme', `${row.at('scheme')} 不是 ${SCHEMES.join('、')} 之一`)
  const status = STATUSES.find((candidate) => candidate === row.at('status'))
  if (status === undefined) refuse('status', `${row.at('status')} 不是 ${STATUSES.join('、')} 之一`)
  const value = parseDecimal(row.at('value'), indicator?.decimals ?? 6)
  if (typeof value === 'string') refuse('value', DECIMAL_PROBLEMS[value](row.at('value'), indicator?.decimals ?? 6))
  if (context.problems.count > before || !indicator || !scheme || !status || typeof value === 'string') return null
  return {
    unit: row.at('unit') as UnitCode, indicator: indicator.code, year: Number(row.at('year')), scheme, value, status,
    document: null, effectiveMonth: 1,
  }
}
