import type { Unit } from '../unit/unit.ts'
import { entersIndicator, type Form, type FormCode } from './form.ts'
import type { Indicator, IndicatorCode } from './indicator.ts'

/** Configurable limits of judging (design rule 6). */
export interface Thresholds {
  /** Below this target, indicators counted in 人, 户, 次, 条, 个次 have no status; in the indicator's unit. */
  readonly smallTarget: number
  /** Index from which a unit is `near`. */
  readonly nearIndex: number
}

export const DEFAULT_THRESHOLDS: Thresholds = { smallTarget: 200, nearIndex: 0.95 }

/** Indicators and forms in official order, with what is looked up all the time. */
export interface Catalogue {
  readonly indicators: readonly Indicator[]
  readonly forms: readonly Form[]
  readonly thresholds: Thresholds
  /** Indicators that are entered (everything but rates): the columns of a cube. */
  readonly columns: readonly Indicator[]
  indicator(code: IndicatorCode): Indicator | undefined
  form(code: FormCode): Form | undefined
  /** The form that carries an indicator; undefined for rates. */
  formOf(code: IndicatorCode): Form | undefined
  /** Column number of an entered indicator; −1 for rates and unknown ones. */
  columnOf(code: IndicatorCode): number
  /** By column: the number of the form that carries it. */
  readonly formNumbers: readonly number[]
  /** Column numbers that a unit owes in each period, by form number. */
  owedColumns(unit: Unit): readonly (readonly number[])[]
}

export function buildCatalogue(
  indicators: readonly Indicator[],
  forms: readonly Form[],
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): Catalogue {
  const byCode = new Map(indicators.map((indicator) => [indicator.code, indicator]))
  const formByCode = new Map(forms.map((form) => [form.code, form]))
  const formByIndicator = new Map(forms.flatMap((form) => form.indicators.map((code) => [code, form] as const)))
  const columns = indicators.filter((indicator) => indicator.kind !== 'rate' && formByIndicator.has(indicator.code))
  const columnByCode = new Map(columns.map((indicator, i) => [indicator.code, i]))
  // Duties follow from level and kind, but for units that a pattern names.
  const patterns = [...forms.flatMap((form) => form.fillers), ...indicators.flatMap((indicator) => indicator.entry)]
  const named = new Set(patterns.flatMap((pattern) => ('unit' in pattern ? [pattern.unit] : [])))
  const owedByKind = new Map<string, readonly (readonly number[])[]>()
  return {
    indicators,
    forms,
    thresholds,
    columns,
    indicator: (code) => byCode.get(code),
    form: (code) => formByCode.get(code),
    formOf: (code) => formByIndicator.get(code),
    formNumbers: columns.map((indicator) => forms.indexOf(formByIndicator.get(indicator.code)!)),
    columnOf: (code) => columnByCode.get(code) ?? -1,
    owedColumns: (unit) => {
      const kind = named.has(unit.code) ? unit.code : `${unit.level} ${unit.kind}`
      const known = owedByKind.get(kind)
      if (known !== undefined) return known
      const owed = forms.map((form) =>
        form.indicators.flatMap((code) => {
          const column = columnByCode.get(code)
          return column !== undefined && entersIndicator(form, columns[column]!, unit) ? [column] : []
        }),
      )
      owedByKind.set(kind, owed)
      return owed
    },
  }
}
