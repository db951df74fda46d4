import type { Catalogue } from '#core/indicator/catalogue.ts'
import { isFormMonth } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import { parseDecimal } from '#core/number/decimal.ts'
import { monthNumber, parseMonth, type Month } from '#core/period/month.ts'
import { isOpen, type Unit } from '#core/unit/unit.ts'
import type { UnitTree } from '#core/unit/unit-tree.ts'
import { readCsv, type CsvFormat, type CsvRow } from './csv-file.ts'
import { DECIMAL_PROBLEMS } from './decimal-problems.ts'
import { FigureTable } from './figure-table.ts'
import type { ProblemList } from './problem-list.ts'

type Column = 'unit' | 'indicator' | 'month' | 'value'

const FORMAT: CsvFormat<Column> = { required: ['unit', 'indicator', 'month', 'value'], optional: [] }

export const VALUES_FILE = 'values.csv'

export interface ValueContext {
  /** By number: `tree.units` when there is a tree, else in any order. */
  readonly units: readonly Unit[]
  /** Null when the units do not form a tree: then only the units' own months are checked. */
  readonly tree: UnitTree | null
  readonly catalogue: Catalogue
  readonly frozen: ReadonlySet<Month>
  readonly problems: ProblemList
}

/** Reads values.csv, some ten million lines for a province. */
export async function readValues(path: string, context: ValueContext, onBytes: (count: number) => void): Promise<FigureTable> {
  const reader = new ValueReader(context)
  await readCsv(path, FORMAT, context.problems, (row) => reader.take(row), { onBytes })
  return reader.figures
}

/** An indicator as the lines of the file need it. */
interface EnteredColumn {
  readonly indicator: Indicator
  /** −1 for a rate. */
  readonly column: number
  readonly frequency: 'month' | 'quarter' | 'year'
}

class ValueReader {
  readonly figures: FigureTable
  readonly #context: ValueContext
  readonly #units: ReadonlyMap<string, number>
  readonly #columns: ReadonlyMap<string, EnteredColumn>
  readonly #months = new Map<string, Month | null>()
  /** Sum of magnitudes by column: beyond 2^53 totals would not be exact. */
  readonly #magnitudes: Float64Array
  // Files come sorted by unit more often than not.
  #lastCode = ''
  #lastUnit: number | undefined

  constructor(context: ValueContext) {
    this.#context = context
    this.figures = new FigureTable(context.units.length, context.catalogue.columns.length)
    this.#units = new Map(context.units.map((unit, i) => [unit.code, i]))
    this.#columns = new Map(context.catalogue.indicators.map((indicator) => [indicator.code, {
      indicator,
      column: context.catalogue.columnOf(indicator.code),
      frequency: context.catalogue.formOf(indicator.code as IndicatorCode)?.frequency ?? 'month',
    }]))
    this.#magnitudes = new Float64Array(context.catalogue.columns.length)
  }

  take(row: CsvRow<Column>): void {
    const unit = this.#unitOf(row.at('unit'))
    const entered = this.#columns.get(row.at('indicator'))
    const month = this.#monthOf(row.at('month'))
    if (unit === undefined) this.#refuse(row, 'unit', `没有单位 ${row.at('unit')}`)
    if (entered === undefined) this.#refuse(row, 'indicator', `没有指标 ${row.at('indicator')}`)
    if (month === null) this.#refuse(row, 'month', `${row.at('month')} 不是月份，应写成 2022-12`)
    const value = parseFigure(row.at('value'), entered?.indicator.decimals ?? 6)
    if (typeof value === 'string') this.#refuse(row, 'value', DECIMAL_PROBLEMS[value](row.at('value'), entered?.indicator.decimals ?? 6))
    if (unit === undefined || entered === undefined || month === null || typeof value === 'string') return
    if (!this.#isAllowed(row, unit, entered, month)) return
    if (!this.figures.put(month, unit, entered.column, value)) this.#refuse(row, 'unit', '重复：这个单位、指标、月份的数前面已有')
    this.#weigh(row, entered.column, value)
  }

  #isAllowed(row: CsvRow<Column>, unit: number, entered: EnteredColumn, month: Month): boolean {
    const before = this.#context.problems.count
    if (entered.indicator.kind === 'rate') this.#refuse(row, 'indicator', `${entered.indicator.code} 是比率，由分子、分母计算，不填报`)
    if (this.#context.frozen.has(month)) this.#refuse(row, 'month', `${row.at('month')} 已定案，不能再导入`)
    if (!this.#isInTree(unit, month)) this.#refuse(row, 'month', `单位 ${row.at('unit')} 在 ${row.at('month')} 尚未设立或已撤销`)
    if (entered.indicator.kind === 'published' && !this.#enters(unit, entered.column)) {
      this.#refuse(row, 'unit', `${entered.indicator.code} 是公布数，${row.at('unit')} 不填报，只能记在填报单位`)
    }
    if (!isFormMonth(entered.frequency, month)) {
      this.#refuse(row, 'month', `${entered.frequency === 'quarter' ? '季报的数记在季末月' : '年报的数记在 12 月'}，不是 ${monthNumber(month)} 月`)
    }
    return this.#context.problems.count === before
  }

  #isInTree(unit: number, month: Month): boolean {
    const { tree, units } = this.#context
    return tree === null ? isOpen(units[unit]!, month) : tree.epochAt(month).position[unit]! >= 0
  }

  #enters(unit: number, column: number): boolean {
    return this.#context.catalogue.owedColumns(this.#context.units[unit]!).some((columns) => columns.includes(column))
  }

  #unitOf(code: string): number | undefined {
    if (code !== this.#lastCode) {
      this.#lastCode = code
      this.#lastUnit = this.#units.get(code)
    }
    return this.#lastUnit
  }

  #monthOf(text: string): Month | null {
    const known = this.#months.get(text)
    if (known !== undefined) return known
    const month = parseMonth(text)
    if (month !== null) this.#months.set(text, month)
    return month
  }

  #weigh(row: CsvRow<Column>, column: number, value: number): void {
    const before = this.#magnitudes[column]!
    const after = before + Math.abs(value)
    this.#magnitudes[column] = after
    if (before <= Number.MAX_SAFE_INTEGER && after > Number.MAX_SAFE_INTEGER) {
      this.#refuse(row, 'value', `从这一行起 ${row.at('indicator')} 的合计超过能精确表示的范围`)
    }
  }

  #refuse(row: CsvRow<Column>, column: Column, reason: string): void {
    this.#context.problems.add(VALUES_FILE, row.line, column, reason)
  }
}

const SHORT_INTEGER = 15

/** As `parseDecimal`; plain digits, the common case by far, without a regular expression. */
function parseFigure(text: string, decimals: number): ReturnType<typeof parseDecimal> {
  if (decimals > 0 || text.length === 0 || text.length > SHORT_INTEGER) return parseDecimal(text, decimals)
  let value = 0
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return parseDecimal(text, decimals)
    value = value * 10 + digit
  }
  return value
}
