/**
 * The arithmetic of the design, recomputed the slow way: recursion over the units of each month, BigInt, no cube, no
 * shared code with core (types only). What a reader can check line by line against the rules is the point; speed is not.
 */
import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode, UnitPattern } from '#core/indicator/indicator.ts'
import type { Target } from '#core/indicator/target.ts'
import type { Basis, Report } from '#core/report/report.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { NaiveTree } from './naive-tree.ts'

export interface City {
  readonly units: readonly Unit[]
  readonly indicators: readonly Indicator[]
  readonly forms: readonly Form[]
  readonly targets: readonly Target[]
  readonly reports: readonly Report[]
  readonly frozen: ReadonlySet<number>
  /** In the indicator's unit. */
  readonly smallTarget: number
  readonly nearIndex: number
}

export interface NaiveCells {
  readonly due: number
  readonly counted: number
  /** Due cells that say 未取得: missing in coverage, but they complete the month. */
  readonly excused: number
}

export interface NaiveReportCoverage {
  readonly counted: number
  readonly due: number
  readonly missing: readonly UnitCode[]
}

const PERIOD_MONTHS = { month: 1, quarter: 3, year: 12 } as const
const NO_CELLS: NaiveCells = { due: 0, counted: 0, excused: 0 }

export class NaiveCity extends NaiveTree {
  readonly city: City
  readonly basis: Basis
  private readonly reports = new Map<string, Report>()
  private readonly indicators = new Map<IndicatorCode, Indicator>()
  private readonly forms = new Map<IndicatorCode, Form>()
  private readonly known = new Map<string, unknown>()

  constructor(city: City, basis: Basis) {
    super(city.units)
    this.city = city
    this.basis = basis
    for (const form of city.forms) for (const code of form.indicators) this.forms.set(code, form)
    for (const indicator of city.indicators) this.indicators.set(indicator.code, indicator)
    for (const report of city.reports) this.reports.set(`${report.unit}|${report.form}|${report.month}`, report)
  }

  indicator(code: IndicatorCode): Indicator {
    return this.indicators.get(code)!
  }

  formOf(code: IndicatorCode): Form {
    return this.forms.get(code)!
  }

  period(form: Form): number {
    return PERIOD_MONTHS[form.frequency]
  }

  report(code: UnitCode, form: FormCode, month: number): Report | undefined {
    return this.reports.get(`${code}|${form}|${month}`)
  }

  /** Rule 5. */
  counts(report: Report | undefined): boolean {
    if (report?.state === 'approved') return true
    if (report?.state !== 'submitted') return false
    return this.basis === 'live' || report.unit === this.root || report.filledBy === this.root
  }

  /** Whether a unit's total is part of its parent's. One that owes no report (虚拟, say) hides nothing. */
  reachesParent(code: UnitCode, form: Form, month: number): boolean {
    if (this.basis === 'live') return true
    return this.counts(this.report(code, form.code, month)) || !this.owesReport(code, form, month)
  }

  countingChildren(code: UnitCode, form: Form, month: number): readonly Unit[] {
    return this.children(code, month).filter((unit) => this.reachesParent(unit.code, form, month))
  }

  /** Rule 1, when the report counts. */
  own(code: UnitCode, indicator: IndicatorCode, month: number): bigint | null {
    const report = this.report(code, this.formOf(indicator).code, month)
    if (!report || !this.counts(report)) return null
    const parts = report.lines.filter((line) => line.indicator === indicator).map((line) => BigInt(line.value))
    const cell = report.cells[indicator]
    if (typeof cell === 'number') parts.push(BigInt(cell))
    return sum(parts)
  }

  /** Rule 2. A published figure exists at its own unit only. */
  total(code: UnitCode, indicator: IndicatorCode, month: number): bigint | null {
    return this.onceAbove(code, month, `total|${code}|${indicator}|${month}`, () => {
      if (!this.isOpen(code, month)) return null
      const parts = [this.own(code, indicator, month)]
      if (this.indicator(indicator).kind !== 'published') {
        for (const child of this.countingChildren(code, this.formOf(indicator), month)) {
          parts.push(this.total(child.code, indicator, month))
        }
      }
      return sum(parts)
    })
  }

  isDue(code: UnitCode, indicator: IndicatorCode, month: number): boolean {
    const form = this.formOf(indicator)
    const entry = this.indicator(indicator).entry
    return this.fills(code, form, month) && (entry.length === 0 || entry.some((pattern) => this.matches(pattern, code)))
  }

  /** Rule 3, one month: due cells of the subtree, and which of them reach the unit's total. */
  cells(code: UnitCode, indicator: IndicatorCode, month: number): NaiveCells {
    return this.onceAbove(code, month, `cells|${code}|${indicator}|${month}`, () => {
      if (!this.isOpen(code, month)) return NO_CELLS
      const form = this.formOf(indicator)
      const visible = this.countingChildren(code, form, month)
      let { due, counted, excused } = this.ownCells(code, indicator, month)
      for (const child of this.children(code, month)) {
        const below = this.cells(child.code, indicator, month)
        due += below.due
        if (!visible.includes(child)) continue
        counted += below.counted
        excused += below.excused
      }
      return { due, counted, excused }
    })
  }

  isComplete(code: UnitCode, indicator: IndicatorCode, month: number): boolean {
    if (this.city.frozen.has(month)) return true
    const { due, counted, excused } = this.cells(code, indicator, month)
    return counted + excused === due
  }

  /** Reports rather than cells: due from fillers and from whoever stands between a filler and the root. */
  reportCoverage(code: UnitCode, from: number, to: number): NaiveReportCoverage {
    const months = Array.from({ length: to - from + 1 }, (_, i) => from + i)
    let [counted, due] = [0, 0]
    const lacking = new Set<UnitCode>()
    for (const form of this.city.forms) {
      for (const month of months) {
        for (const unit of this.subtree(code, month)) {
          if (!this.owesReport(unit, form, month)) continue
          due += 1
          if (this.counts(this.report(unit, form.code, month))) counted += 1
          else lacking.add(unit)
        }
      }
    }
    const inOrder = this.once('order', () => this.officialOrder())
    // Who is above whom is read in the newest tree of the range that has the unit.
    const isTop = (unit: UnitCode) => {
      const newest = months.findLast((month) => this.isOpen(unit, month))!
      return !this.ancestors(unit, newest).some((above) => lacking.has(above))
    }
    return { counted, due, missing: inOrder.filter((unit) => lacking.has(unit) && isTop(unit)) }
  }

  /** Remembers an answer; the recursion is read many times over. */
  once<T>(key: string, compute: () => T): T {
    if (!this.known.has(key)) this.known.set(key, compute())
    return this.known.get(key) as T
  }

  /** The same, for units with children: of villages there are too many to remember. */
  private onceAbove<T>(code: UnitCode, month: number, key: string, compute: () => T): T {
    return this.children(code, month).length > 0 ? this.once(key, compute) : compute()
  }

  /** A line alone makes a figure too, even beside 未取得: what is in the total is never called missing. */
  private ownCells(code: UnitCode, indicator: IndicatorCode, month: number): NaiveCells {
    if (!this.isDue(code, indicator, month)) return NO_CELLS
    if (this.own(code, indicator, month) !== null) return { due: 1, counted: 1, excused: 0 }
    const report = this.report(code, this.formOf(indicator).code, month)
    const isExcused = this.counts(report) && typeof report?.cells[indicator] === 'object'
    return { due: 1, counted: 0, excused: isExcused ? 1 : 0 }
  }

  private matches(pattern: UnitPattern, code: UnitCode): boolean {
    const unit = this.unit(code)
    if ('unit' in pattern) return pattern.unit === code
    return pattern.level === unit.level && (pattern.kind === undefined || pattern.kind === unit.kind)
  }

  private fills(code: UnitCode, form: Form, month: number): boolean {
    const isPeriod = ((month % 12) + 1) % this.period(form) === 0
    return isPeriod && this.mayFill(code, form) && this.isOpen(code, month)
  }

  private mayFill(code: UnitCode, form: Form): boolean {
    return this.unit(code).kind !== '虚拟' && form.fillers.some((pattern) => this.matches(pattern, code))
  }

  private owesReport(code: UnitCode, form: Form, month: number): boolean {
    if (this.unit(code).kind === '虚拟') return false
    return this.onceAbove(code, month, `owes|${code}|${form.code}|${month}`, () =>
      this.subtree(code, month).some((unit) => this.fills(unit, form, month)),
    )
  }
}

/** Absent is not zero: the sum of nothing is null. */
export function sum(parts: readonly (bigint | null)[]): bigint | null {
  const present = parts.filter((part) => part !== null)
  return present.length === 0 ? null : present.reduce((a, b) => a + b)
}
