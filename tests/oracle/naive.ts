/**
 * The arithmetic of the design, recomputed the slow way: recursion over the units of each month, BigInt, no cube, no
 * shared code with core (types only). What a reader can check line by line against the rules is the point; speed is not.
 */
import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode, UnitPattern } from '#core/indicator/indicator.ts'
import type { Target } from '#core/indicator/target.ts'
import type { Basis, Report } from '#core/report/report.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'

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
/** Later than anything that happens to a unit. */
const NEWEST = 9999 * 12
const NO_CELLS: NaiveCells = { due: 0, counted: 0, excused: 0 }

export class NaiveCity {
  readonly city: City
  readonly basis: Basis
  readonly root: UnitCode
  private readonly reports = new Map<string, Report>()
  private readonly units = new Map<UnitCode, Unit>()
  private readonly childrenIn = new Map<number, Map<UnitCode | null, Unit[]>>()
  private readonly known = new Map<string, unknown>()

  constructor(city: City, basis: Basis) {
    this.city = city
    this.basis = basis
    this.root = city.units.find((unit) => unit.parents.every((span) => span.parent === null))!.code
    for (const unit of city.units) this.units.set(unit.code, unit)
    for (const report of city.reports) this.reports.set(`${report.unit}|${report.form}|${report.month}`, report)
  }

  unit(code: UnitCode): Unit {
    return this.units.get(code)!
  }

  indicator(code: IndicatorCode): Indicator {
    return this.city.indicators.find((indicator) => indicator.code === code)!
  }

  formOf(code: IndicatorCode): Form {
    return this.city.forms.find((form) => form.indicators.includes(code))!
  }

  period(form: Form): number {
    return PERIOD_MONTHS[form.frequency]
  }

  /** Open itself, and hanging on the root by open units: whoever is below a closed unit reports to nobody. */
  isOpen(code: UnitCode, month: number): boolean {
    const { opened, closed } = this.unit(code)
    if (opened !== null && month < opened) return false
    if (closed !== null && month >= closed) return false
    const parent = this.parent(code, month)
    return parent === null || this.isOpen(parent, month)
  }

  /** The parent of a month: the last span that has begun. */
  parent(code: UnitCode, month: number): UnitCode | null {
    const begun = this.unit(code).parents.filter((span) => span.from === null || span.from <= month)
    return begun.at(-1)?.parent ?? null
  }

  /** Children in the tree of the month that are open in it. */
  children(code: UnitCode, month: number): readonly Unit[] {
    let lists = this.childrenIn.get(month)
    if (!lists) {
      lists = new Map()
      for (const unit of this.city.units) {
        if (!this.isOpen(unit.code, month)) continue
        const parent = this.parent(unit.code, month)
        lists.set(parent, [...(lists.get(parent) ?? []), unit])
      }
      this.childrenIn.set(month, lists)
    }
    return lists.get(code) ?? []
  }

  /** The open units at and below a unit. */
  subtree(code: UnitCode, month: number): UnitCode[] {
    if (!this.isOpen(code, month)) return []
    return [code, ...this.children(code, month).flatMap((child) => this.subtree(child.code, month))]
  }

  /** Preorder of the newest tree, siblings by their order; then the units that are no longer in it, as given. */
  officialOrder(): readonly UnitCode[] {
    return this.once('order', () => {
      const walk = (code: UnitCode): UnitCode[] => {
        const below = [...this.children(code, NEWEST)].sort((a, b) => a.order - b.order)
        return [code, ...below.flatMap((child) => walk(child.code))]
      }
      const present = this.isOpen(this.root, NEWEST) ? walk(this.root) : []
      return [...present, ...this.city.units.map((unit) => unit.code).filter((code) => !present.includes(code))]
    })
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
    return this.once(`total|${code}|${indicator}|${month}`, () => {
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
    return this.once(`cells|${code}|${indicator}|${month}`, () => {
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
    // Who is above whom is read in the newest tree of the range that has the unit.
    const isTop = (unit: UnitCode) => {
      const newest = months.findLast((month) => this.isOpen(unit, month))!
      return !this.ancestors(unit, newest).some((above) => lacking.has(above))
    }
    return { counted, due, missing: this.officialOrder().filter((unit) => lacking.has(unit) && isTop(unit)) }
  }

  /** Remembers an answer; the recursion is read many times over. */
  once<T>(key: string, compute: () => T): T {
    if (!this.known.has(key)) this.known.set(key, compute())
    return this.known.get(key) as T
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
    return this.once(`owes|${code}|${form.code}|${month}`, () =>
      this.subtree(code, month).some((unit) => this.fills(unit, form, month)),
    )
  }

  /** From the unit's parent up to the root, in the tree of the month. */
  private ancestors(code: UnitCode, month: number): UnitCode[] {
    const parent = this.parent(code, month)
    return parent === null ? [] : [parent, ...this.ancestors(parent, month)]
  }
}

/** Absent is not zero: the sum of nothing is null. */
export function sum(parts: readonly (bigint | null)[]): bigint | null {
  const present = parts.filter((part) => part !== null)
  return present.length === 0 ? null : present.reduce((a, b) => a + b)
}
