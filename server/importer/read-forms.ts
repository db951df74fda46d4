import type { Form, FormCode, Frequency } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode, UnitPattern } from '#core/indicator/indicator.ts'
import type { Unit } from '#core/unit/unit.ts'
import { readCsv, type CsvFormat, type CsvRow } from './csv-file.ts'
import { parsePatterns } from './level-names.ts'
import type { IndicatorContext } from './read-indicators.ts'

type Column = 'form' | 'indicator' | 'frequency' | 'fillers' | 'department'

const FORMAT: CsvFormat<Column> = { required: ['form', 'indicator', 'frequency', 'fillers', 'department'], optional: [] }

export const FORMS_FILE = 'forms.csv'
const FREQUENCIES: readonly Frequency[] = ['month', 'quarter', 'year']

/** Carries the indicators that no other form carries. */
const DERIVED = { code: 'monthly' as FormCode, name: '月报' }

export interface FormContext extends IndicatorContext {
  readonly indicators: readonly Indicator[]
  readonly units: readonly Unit[]
}

/**
 * Reads forms.csv (when there is one) over the database's forms. Entered indicators that are in none of them go to one
 * derived monthly form. @returns all forms from now on, in official order
 */
export async function readForms(path: string | null, context: FormContext): Promise<readonly Form[]> {
  const forms = new Map<string, Form>(context.master.forms.map((form) => [form.code, form]))
  if (path !== null) await readFormLines(path, context, forms)
  const derived = deriveForm(forms, context)
  if (derived) forms.set(derived.code, derived)
  return [...forms.values()]
}

async function readFormLines(path: string, context: FormContext, forms: Map<string, Form>): Promise<void> {
  const { problems } = context
  const indicators = new Map(context.indicators.map((indicator) => [indicator.code as string, indicator]))
  const carriedBy = new Map<string, string>()
  for (const form of forms.values()) {
    // An indicator may leave the derived form for one of its own, but not its figures behind.
    if (context.hasReports || form.code !== DERIVED.code) for (const code of form.indicators) carriedBy.set(code, form.code)
  }
  const headers = new Map<string, { line: number; header: string }>()
  await readCsv(path, FORMAT, problems, (row) => {
    const refuse = (column: Column, reason: string) => problems.add(FORMS_FILE, row.line, column, reason)
    const [code, indicator] = [row.at('form'), row.at('indicator')]
    if (code.trim() === '') return refuse('form', '报表代码不能为空')
    const kind = indicators.get(indicator)?.kind
    if (kind === undefined) return refuse('indicator', `没有指标 ${indicator}`)
    if (kind === 'rate') return refuse('indicator', `${indicator} 是比率，由分子、分母计算，不填报`)
    const carrier = carriedBy.get(indicator)
    if (carrier !== undefined && carrier !== code) return refuse('indicator', `指标 ${indicator} 已在报表 ${carrier} 中`)
    carriedBy.set(indicator, code)

    const header = [row.at('frequency'), row.at('fillers'), row.at('department')].join()
    const first = headers.get(code)
    if (first && first.header !== header) return refuse('form', `与第 ${first.line} 行同一报表的周期、填报单位或部门不一致`)
    const form = first ? forms.get(code) : readHeader(row, forms.get(code), context)
    if (!first) headers.set(code, { line: row.line, header })
    if (form) forms.set(code, withIndicator(form, indicator as IndicatorCode))
  })
  const derived = forms.get(DERIVED.code)
  if (derived) forms.set(DERIVED.code, { ...derived, indicators: derived.indicators.filter((c) => (carriedBy.get(c) ?? DERIVED.code) === DERIVED.code) })
}

function readHeader(row: CsvRow<Column>, old: Form | undefined, context: FormContext): Form {
  const refuse = (column: Column, reason: string) => context.problems.add(FORMS_FILE, row.line, column, reason)
  const frequency = FREQUENCIES.find((value) => value === row.at('frequency'))
  if (frequency === undefined) refuse('frequency', `${row.at('frequency')} 不是 ${FREQUENCIES.join('、')} 之一`)
  else if (old && context.hasReports && old.frequency !== frequency) refuse('frequency', `报表 ${old.code} 已有数据，周期不能改变`)
  const fillers = parsePatterns(row.at('fillers'), context.levels, context.isUnit)
  if (typeof fillers === 'string') refuse('fillers', fillers)
  else if (fillers.length === 0) refuse('fillers', '填报单位不能为空')
  const code = row.at('form') as FormCode
  return {
    code,
    name: old?.name ?? code,
    frequency: frequency ?? 'month',
    fillers: typeof fillers === 'string' ? [] : fillers,
    department: row.at('department'),
    indicators: old?.indicators ?? [],
    ...windowOf(old),
  }
}

/** Set in the running system; an import leaves it alone. */
function windowOf(old: Form | undefined): Pick<Form, 'window'> {
  return old?.window === undefined ? {} : { window: old.window }
}

function withIndicator(form: Form, indicator: IndicatorCode): Form {
  return form.indicators.includes(indicator) ? form : { ...form, indicators: [...form.indicators, indicator] }
}

function deriveForm(forms: ReadonlyMap<string, Form>, context: FormContext): Form | null {
  const old = forms.get(DERIVED.code)
  const elsewhere = new Set([...forms.values()].flatMap((form) => (form === old ? [] : form.indicators)))
  const carried = context.indicators.filter((indicator) => indicator.kind !== 'rate' && !elsewhere.has(indicator.code))
  if (carried.length === 0 && old === undefined) return null
  // A form that the city itself called so keeps its fillers.
  const named = old !== undefined && !wasDerived(old, context)
  return {
    code: DERIVED.code,
    name: old?.name ?? DERIVED.name,
    frequency: old?.frequency ?? 'month',
    fillers: named ? old.fillers : fillersOf(carried, context.units),
    department: old?.department ?? '',
    indicators: carried.map((indicator) => indicator.code),
    ...windowOf(old),
  }
}

/** One that has been renamed since still has the fillers that come of its indicators. */
function wasDerived({ frequency, name, fillers }: Form, { master }: FormContext): boolean {
  if (frequency !== 'month' || name === DERIVED.code) return false
  if (name === DERIVED.name) return true
  const before = new Set(master.forms.find((form) => form.code === DERIVED.code)?.indicators)
  const textOf = (patterns: readonly UnitPattern[]) => patterns.map((pattern) => JSON.stringify(pattern)).sort().join()
  return textOf(fillers) === textOf(fillersOf(master.indicators.filter(({ code }) => before.has(code)), master.units))
}

/** Everybody who enters one of the indicators; an indicator without patterns is entered at every level. */
function fillersOf(indicators: readonly Indicator[], units: readonly Unit[]): UnitPattern[] {
  const patterns = new Map<string, UnitPattern>()
  for (const { entry } of indicators) {
    const every = () => [...new Set(units.map((unit) => unit.level))].sort((a, b) => a - b).map((level) => ({ level }))
    for (const pattern of entry.length > 0 ? entry : every()) patterns.set(JSON.stringify(pattern), pattern)
  }
  return [...patterns.values()]
}
