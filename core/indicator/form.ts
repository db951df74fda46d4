import { isOpen, VIRTUAL_KIND, type Unit } from '../unit/unit.ts'
import { monthNumber, type Month } from '../period/month.ts'
import type { WindowRule } from '../report/window-rule.ts'
import type { Indicator, IndicatorCode, UnitPattern } from './indicator.ts'

export type FormCode = string & { readonly __brand: 'FormCode' }
export type Frequency = 'month' | 'quarter' | 'year'

/** 报表: indicators filled together. An indicator belongs to at most one form. */
export interface Form {
  readonly code: FormCode
  readonly name: string
  readonly frequency: Frequency
  readonly fillers: readonly UnitPattern[]
  /** Source department, printed with the figures. */
  readonly department: string
  readonly indicators: readonly IndicatorCode[]
  /** When it is filled (填报时间); without it `DEFAULT_WINDOW` holds. */
  readonly window?: WindowRule
}

const MONTHS_BETWEEN: Record<Frequency, number> = { month: 1, quarter: 3, year: 12 }

/** Months from one period of the form to the next: 1, 3 or 12. */
export function monthsBetween(frequency: Frequency): number {
  return MONTHS_BETWEEN[frequency]
}

/** True in the months that hold a period of the form (quarters and years are stored at their last month). */
export function isFormMonth(frequency: Frequency, month: Month): boolean {
  return monthNumber(month) % MONTHS_BETWEEN[frequency] === 0
}

export function matchesPattern(pattern: UnitPattern, unit: Unit): boolean {
  if ('unit' in pattern) return pattern.unit === unit.code
  return pattern.level === unit.level && (pattern.kind === undefined || pattern.kind === unit.kind)
}

/** Whether the unit fills figures of the form (in months when it is open and the form has a period). */
export function isFiller(form: Form, unit: Unit): boolean {
  return unit.kind !== VIRTUAL_KIND && form.fillers.some((pattern) => matchesPattern(pattern, unit))
}

/** Whether the unit owes a figure of the indicator in each period of its form. */
export function entersIndicator(form: Form, indicator: Indicator, unit: Unit): boolean {
  return isFiller(form, unit) && (indicator.entry.length === 0 || indicator.entry.some((p) => matchesPattern(p, unit)))
}

/** Whether the cell unit × indicator × month is due. */
export function isDueCell(form: Form, indicator: Indicator, unit: Unit, month: Month): boolean {
  return isFormMonth(form.frequency, month) && isOpen(unit, month) && entersIndicator(form, indicator, unit)
}
