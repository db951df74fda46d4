import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { toUnits } from '#core/number/decimal.ts'
import { addMonths, formatMonth, januaryOf, monthsOf, yearOf, type Month } from '#core/period/month.ts'
import { ownFigure, reportCounts, type Report } from '#core/report/report.ts'
import { windowAt, windowRuleOf } from '#core/report/window.ts'
import { decideAction, type ReportAction } from '#core/report/workflow.ts'
import { childrenOf, subtreeOf } from '#core/unit/unit-tree.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { ApiError } from '#contract/errors.ts'
import type { SheetReply } from '#contract/sheets.ts'
import { placeOf, reportingParent, standOf, type ReportPlace } from './report-place.ts'
import { cellBody, standingOf } from './reports.ts'
import type { Params, Reading } from './use-case.ts'
import type { View } from './view.ts'

/** More are no sheet that somebody fills; a district on behalf of all its streets and villages has about two hundred. */
const MOST_ROWS = 400
const ACTIONS: readonly ReportAction[] = ['save', 'submit', 'withdraw', 'approve', 'return']

export function sheet(view: View, { rows }: { rows?: 'children' | 'all' | undefined }, params: Params): Reading {
  const place = placeOf(view, 'see-figures', params)
  const numbers = rowsOf(view, place, rows)
  if (numbers.length > MOST_ROWS) throw new ApiError('sheet-too-large', undefined, { rows: numbers.length, most: MOST_ROWS })
  // What one may do differs from person to person.
  return { key: null, make: () => sheetOf(view, place, numbers) }
}

/** The unit, and those below it that must have a report of the form, in official order. */
function rowsOf({ master: { tree, duties, catalogue } }: View, { number, form, month }: ReportPlace, rows: 'children' | 'all' | undefined): number[] {
  const epoch = tree.epochAt(month)
  const below = rows === undefined ? [] : rows === 'children' ? childrenOf(epoch, number) : [...subtreeOf(epoch, number)].slice(1)
  const at = duties.at(month)
  const formNumber = catalogue.forms.indexOf(form)
  return [number, ...below.filter((unit) => at.mustReport(unit, formNumber))]
}

async function sheetOf(view: View, place: ReportPlace, numbers: readonly number[]): Promise<SheetReply> {
  const { master, now } = view
  const { form, month, unit } = place
  const reader = await SheetReader.open(view, place, numbers)
  const { state, opens, closes } = windowAt(windowRuleOf(form), unit.level, form.frequency, month, now)!
  return {
    unit: unit.code,
    form: form.code,
    month: formatMonth(month),
    window: { state, opens, closes },
    frozen: master.frozen.has(month),
    indicators: [...form.indicators],
    history: reader.before.map(formatMonth),
    rows: numbers.map((number) => reader.row(number)),
  }
}

/** Reports of the sheet's units, and of those above them that decide what may be done. */
class SheetReader {
  /** Months before the sheet's, from January of the year before. */
  readonly before: readonly Month[]
  readonly #view: View
  readonly #place: ReportPlace
  readonly #reports: ReadonlyMap<string, Report>
  /** Units in whose report the signed-in account saved cells. */
  readonly #saved: ReadonlySet<UnitCode>

  private constructor(view: View, place: ReportPlace, before: readonly Month[], reports: ReadonlyMap<string, Report>, saved: ReadonlySet<UnitCode>) {
    this.#view = view
    this.#place = place
    this.before = before
    this.#reports = reports
    this.#saved = saved
  }

  static async open(view: View, place: ReportPlace, numbers: readonly number[]): Promise<SheetReader> {
    const { master, model: { store }, principal } = view
    const { form, month, parent } = place
    const from = januaryOf(addMonths(month, -12))
    const units = numbers.map((number) => master.tree.units[number]!.code)
    const reports = new Map<string, Report>()
    for await (const chunk of store.loadReports({ from, to: month, units: parent === null ? units : [...units, parent.code] })) {
      for (const report of chunk) if (report.form === form.code) reports.set(`${report.unit} ${report.month}`, report)
    }
    const saved = await store.savedBy({ account: principal.account, form: form.code, month, units })
    return new SheetReader(view, place, monthsOf({ from, to: addMonths(month, -1) }), reports, saved)
  }

  row(number: number): SheetReply['rows'][number] {
    const { master, now } = this.#view
    const { form, month } = this.#place
    const unit = master.tree.units[number]!
    const report = this.#at(unit.code, month)
    const parent = reportingParent(this.#view, number, month)
    const { due, overdue } = windowAt(windowRuleOf(form), unit.level, form.frequency, month, now)!
    const decimalsOf = (code: IndicatorCode) => master.catalogue.indicator(code)?.decimals ?? 0
    return {
      unit: unit.code,
      parent: parent?.code ?? null,
      ...standingOf(master, report),
      due,
      overdue,
      may: this.#allowed(number, report ?? null, parent),
      cells: form.indicators.map((code) => cellBody(master, unit, form, month, report, code)),
      history: form.indicators.map((code) => this.before.map((each) => {
        const own = this.#countingOwn(unit.code, each, code)
        return own === null ? null : toUnits(own, decimalsOf(code))
      })),
      grossBefore: form.indicators.map((code) => {
        const gross = this.#grossBefore(unit.code, code)
        return gross === null ? null : toUnits(gross, decimalsOf(code))
      }),
    }
  }

  /** What the person may do with it as it stands, but for what is in it: blanks are said when it is submitted. */
  #allowed(number: number, report: Report | null, parent: Unit | null): ReportAction[] {
    const { form, month } = this.#place
    const parentsReport = parent === null ? null : (this.#at(parent.code, month) ?? null)
    const stand = standOf(this.#view, { number, form, month, parent }, report, parentsReport, this.#saved.has(this.#view.master.tree.units[number]!.code))
    return ACTIONS.filter((action) => decideAction(action, { ...stand, isComplete: true, reasons: 1 }).ok)
  }

  #at(unit: UnitCode, month: Month): Report | undefined {
    return this.#reports.get(`${unit} ${month}`)
  }

  #countingOwn(unit: UnitCode, month: Month, code: IndicatorCode): number | null {
    const report = this.#counting(unit, month)
    return report === null ? null : ownFigure(report, code)
  }

  #grossBefore(unit: UnitCode, code: IndicatorCode): number | null {
    const year = this.before.filter((month) => yearOf(month) === yearOf(this.#place.month))
    const bases = year.map((month) => this.#counting(unit, month)?.cells[code]).filter((cell) => typeof cell === 'number')
    return bases.length === 0 ? null : bases.reduce((sum, base) => sum + base, 0)
  }

  #counting(unit: UnitCode, month: Month): Report | null {
    const report = this.#at(unit, month)
    return report !== undefined && reportCounts('live', report.state, false) ? report : null
  }
}
