/**
 * Reports in every state, and missing ones. Upper units have some too, with lines below zero; a report may stand in a
 * month in which its unit is closed (it was closed afterwards): such figures reach nobody.
 */
import * as fc from 'fast-check'
import { entersIndicator, type Form } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import type { Month, MonthRange } from '#core/period/month.ts'
import type { Cell, Line, Report, ReportState } from '#core/report/report.ts'
import { VIRTUAL_KIND, type Unit } from '#core/unit/unit.ts'

/** What is drawn for one unit, form and period; cells and lines go to the form's indicators in turn. */
export interface ReportDraw {
  readonly state: ReportState | 'missing'
  readonly byRoot: boolean
  readonly cells: readonly (Cell | null)[]
  readonly line: { readonly at: number; readonly value: number } | null
}

export interface ReportPlan {
  readonly units: readonly Unit[]
  readonly indicators: readonly Indicator[]
  readonly forms: readonly Form[]
  readonly months: MonthRange
  /** Before this month every report is approved and full, so that some months are complete without being frozen. */
  readonly tidyUntil: Month
  readonly large: LargeFigures | null
  /** Whether units without children, too, have figures that they do not owe. */
  readonly strays: boolean
}

const PERIOD_MONTHS = { month: 1, quarter: 3, year: 12 } as const
const MOST_CELLS = 4

/** Figures that stand in for drawn ones, so that most cities hold small figures only, and some hold large ones. */
export interface LargeFigures {
  readonly value: number
  /** Replaces positive figures up to this one: 1 is rare, 20 is half of them. */
  readonly upTo: number
}

/** About where core's packed leaf figures end, so that sums of many siblings are tried there; and far beyond it. */
export const larges: fc.Arbitrary<LargeFigures | null> = fc.option(
  fc.record({
    value: fc.constantFrom(2 ** 23 - 1, 1 - 2 ** 23, 2 ** 23, -(2 ** 23), 2 ** 25 - 1, 1e11 + 1),
    upTo: fc.constantFrom(1, 20),
  }),
  { freq: 2 },
)

const figures = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 7, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: -99, max: -1 }) },
)
const cells: fc.Arbitrary<Cell | null> = fc.oneof(
  { weight: 10, arbitrary: figures },
  { weight: 1, arbitrary: fc.constant({ notObtained: '停电' }) },
  { weight: 1, arbitrary: fc.constant(null) },
)
const states = fc.constantFrom<ReportState | 'missing'>(
  ...['approved', 'approved', 'approved', 'approved', 'approved', 'approved'] as const,
  ...['submitted', 'submitted', 'submitted', 'draft', 'returned', 'missing'] as const,
)

export const reportDraws: fc.Arbitrary<ReportDraw> = fc.record({
  state: states,
  byRoot: fc.nat(4).map((n) => n === 4),
  cells: fc.array(cells, { minLength: MOST_CELLS, maxLength: MOST_CELLS }),
  line: fc.option(fc.record({ at: fc.nat(MOST_CELLS), value: fc.integer({ min: -60, max: 20 }) }), { freq: 2 }),
})

export function reportsOf(plan: ReportPlan): fc.Arbitrary<Report[]> {
  const slots = slotsOf(plan)
  return fc
    .array(reportDraws, { minLength: slots.length, maxLength: slots.length, size: 'max' })
    .map((draws) => draws.flatMap((draw, i) => toReport(slots[i]!, draw, plan)))
}

export interface Slot {
  readonly unit: Unit
  readonly form: Form
  readonly month: Month
}

/** Every place where a report may stand. */
export function slotsOf({ units, forms, months }: Pick<ReportPlan, 'units' | 'forms' | 'months'>): Slot[] {
  const slots: Slot[] = []
  for (const form of forms) {
    if (form.indicators.length === 0 && form.frequency !== 'quarter') continue
    for (let month = months.from; month <= months.to; month = (month + 1) as Month) {
      if (((month % 12) + 1) % PERIOD_MONTHS[form.frequency] !== 0) continue
      for (const unit of units) if (unit.kind !== VIRTUAL_KIND) slots.push({ unit, form, month })
    }
  }
  return slots
}

export function toReport(slot: Slot, draw: ReportDraw, plan: Pick<ReportPlan, 'units' | 'indicators' | 'tidyUntil' | 'large' | 'strays'>): Report[] {
  const isTidy = slot.month < plan.tidyUntil
  const state = isTidy ? 'approved' : draw.state
  if (state === 'missing') return []
  const root = plan.units.find((unit) => unit.parents[0]!.parent === null)!
  const indicators = slot.form.indicators.filter((code) => mayHave(slot, code, plan))
  const contents: Record<IndicatorCode, Cell> = {}
  indicators.forEach((code) => {
    const cell = draw.cells[slot.form.indicators.indexOf(code) % MOST_CELLS]!
    if (cell !== null) contents[code] = enlarged(cell, plan.large)
    else if (isTidy) contents[code] = 7
  })
  return [
    {
      unit: slot.unit.code,
      form: slot.form.code,
      month: slot.month,
      state,
      version: 1,
      source: 'system',
      filledBy: draw.byRoot ? root.code : slot.unit.code,
      late: false,
      cells: contents,
      lines: linesOf(draw, indicators),
      notes: [],
      updatedAt: '2023-07-03T10:00:00+08:00',
    },
  ]
}

function mayHave({ unit, form }: Slot, code: IndicatorCode, plan: Pick<ReportPlan, 'units' | 'indicators' | 'strays'>): boolean {
  const isUpper = plan.units.some((other) => other.parents.some((span) => span.parent === unit.code))
  return plan.strays || isUpper || entersIndicator(form, plan.indicators.find((one) => one.code === code)!, unit)
}

function enlarged(cell: Cell, large: LargeFigures | null): Cell {
  return large !== null && typeof cell === 'number' && cell > 0 && cell <= large.upTo ? large.value : cell
}

function linesOf(draw: ReportDraw, indicators: readonly IndicatorCode[]): Line[] {
  const indicator = draw.line === null ? undefined : indicators[draw.line.at]
  if (draw.line === null || indicator === undefined) return []
  return [{ indicator, kind: 'duplicate', value: draw.line.value, note: '重复核减', by: '市审核岗' }]
}
