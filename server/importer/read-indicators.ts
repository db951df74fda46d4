import type { Indicator, IndicatorCode, IndicatorKind, IndicatorSense } from '#core/indicator/indicator.ts'
import type { MasterData } from '#server/store/store.ts'
import { readCsv, type CsvFormat, type CsvRow } from './csv-file.ts'
import { parsePatterns, type LevelNames } from './level-names.ts'
import type { ProblemList } from './problem-list.ts'

type Column = 'code' | 'name' | 'unit' | 'decimals' | 'kind' | 'sense' | 'entryLevels' | 'numerator' | 'denominator'

const FORMAT: CsvFormat<Column> = {
  required: ['code', 'name', 'unit', 'decimals', 'kind', 'sense', 'entryLevels', 'numerator', 'denominator'],
  optional: [],
}

export const INDICATORS_FILE = 'indicators.csv'
const KINDS: readonly IndicatorKind[] = ['flow', 'stock', 'rate', 'published']
const SENSES: readonly IndicatorSense[] = ['atLeast', 'atMost', 'zero', 'none']
const MOST_DECIMALS = 6

export interface IndicatorContext {
  readonly master: MasterData
  /** Whether any report exists: then stored integers depend on kind and decimals. */
  readonly hasReports: boolean
  readonly levels: LevelNames
  readonly isUnit: (code: string) => boolean
  readonly problems: ProblemList
}

/** Reads indicators.csv (when there is one) over the database's. @returns all indicators from now on, in official order */
export async function readIndicators(path: string | null, context: IndicatorContext): Promise<readonly Indicator[]> {
  const { master, problems } = context
  const existing = new Map(master.indicators.map((indicator) => [indicator.code as string, indicator]))
  const lines = new Map<string, number>()
  const read = new Map<string, Indicator>()
  if (path === null) return master.indicators
  await readCsv(path, FORMAT, problems, (row) => {
    const code = row.at('code')
    const first = lines.get(code)
    if (code.trim() === '') return problems.add(INDICATORS_FILE, row.line, 'code', '指标代码不能为空')
    if (first !== undefined) return problems.add(INDICATORS_FILE, row.line, 'code', `指标代码 ${code} 重复，首次出现在第 ${first} 行`)
    lines.set(code, row.line)
    read.set(code, readIndicator(row, existing.get(code), context))
  })
  const merged = new Map([...existing, ...read])
  for (const [code, indicator] of read) checkRate(indicator, merged, lines.get(code)!, problems)
  return [...merged.values()]
}

function readIndicator(row: CsvRow<Column>, old: Indicator | undefined, context: IndicatorContext): Indicator {
  const refuse = (column: Column, reason: string) => context.problems.add(INDICATORS_FILE, row.line, column, reason)
  for (const column of ['name', 'unit'] as const) if (row.at(column).trim() === '') refuse(column, '不能为空')
  const decimals = /^\d$/.test(row.at('decimals')) ? Number(row.at('decimals')) : MOST_DECIMALS + 1
  if (decimals > MOST_DECIMALS) refuse('decimals', `${row.at('decimals')} 不是 0 至 ${MOST_DECIMALS} 的整数`)
  const kind = oneOf(KINDS, row.at('kind'))
  if (kind === undefined) refuse('kind', `${row.at('kind')} 不是 ${KINDS.join('、')} 之一`)
  const sense = oneOf(SENSES, row.at('sense'))
  if (sense === undefined) refuse('sense', `${row.at('sense')} 不是 ${SENSES.join('、')} 之一`)
  const entry = parsePatterns(row.at('entryLevels'), context.levels, context.isUnit)
  if (typeof entry === 'string') refuse('entryLevels', entry)
  if (old && context.hasReports && old.decimals !== decimals) refuse('decimals', `指标 ${old.code} 已有数据，小数位数 ${old.decimals} 不能改变`)
  if (old && context.hasReports && kind !== undefined && old.kind !== kind) refuse('kind', `指标 ${old.code} 已有数据，类型 ${old.kind} 不能改变`)
  const isRate = kind === 'rate'
  return {
    role: 'assessed', subsetOf: null, pace: 'straight', milestones: null, definition: {},
    ...old,
    code: row.at('code') as IndicatorCode,
    name: row.at('name'),
    unit: row.at('unit'),
    decimals,
    kind: kind ?? 'flow',
    sense: sense ?? 'none',
    entry: isRate || typeof entry === 'string' ? [] : entry,
    numerator: (row.at('numerator') || null) as IndicatorCode | null,
    denominator: (row.at('denominator') || null) as IndicatorCode | null,
  }
}

function oneOf<Value extends string>(values: readonly Value[], text: string): Value | undefined {
  return values.find((value) => value === text)
}

/** A rate names two indicators that are entered; nothing else does. */
function checkRate(indicator: Indicator, all: ReadonlyMap<string, Indicator>, line: number, problems: ProblemList): void {
  for (const part of ['numerator', 'denominator'] as const) {
    const code = indicator[part]
    const refuse = (reason: string) => problems.add(INDICATORS_FILE, line, part, reason)
    if (indicator.kind !== 'rate') {
      if (code !== null) refuse('只有比率（rate）才有分子、分母')
    } else if (code === null) refuse('比率要写明分子和分母')
    else if (!all.has(code)) refuse(`没有指标 ${code}`)
    else if (all.get(code)!.kind === 'rate') refuse(`${code} 本身是比率，不能作分子或分母`)
  }
}
