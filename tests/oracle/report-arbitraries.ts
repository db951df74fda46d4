/**
 * Reports in every state, and missing ones. Upper units have some too, with lines below zero; a report may stand in a
 * month in which its unit is closed (it was closed afterwards): such figures reach nobody.
 */
import * as fc from 'fast-check'
import type { Form } from '#core/indicator/form.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
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
  readonly forms: readonly Form[]
  readonly months: MonthRange
  /** Before this month every report is approved and full, so that some months are complete without being frozen. */
  readonly tidyUntil: Month
  /** Stands in for every positive figure of up to 20; null: figures stay as drawn. */
  readonly large: number | null
}

const PERIOD_MONTHS = { month: 1, quarter: 3, year: 12 } as const
const MOST_CELLS = 4

/** About where core's packed leaf figures end, so that sums of many siblings are tried there too. */
export const larges = fc.constantFrom(null, null, null, null, 2 ** 23 - 1, 1 - 2 ** 23, 2 ** 25 - 1)

const figures = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: -99, max: 1e10 }) },
  // About where core's packed leaf figures end.
  { weight: 1, arbitrary: fc.constantFrom(2 ** 23 - 1, 2 ** 23, 1 - 2 ** 23, -(2 ** 23)) },
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

export function toReport(slot: Slot, draw: ReportDraw, plan: Pick<ReportPlan, 'units' | 'tidyUntil' | 'large'>): Report[] {
  const isTidy = slot.month < plan.tidyUntil
  const state = isTidy ? 'approved' : draw.state
  if (state === 'missing') return []
  const root = plan.units.find((unit) => unit.parents[0]!.parent === null)!
  const { indicators } = slot.form
  const contents: Record<IndicatorCode, Cell> = {}
  indicators.forEach((code, i) => {
    const cell = draw.cells[i % MOST_CELLS]!
    const isReplaced = plan.large !== null && typeof cell === 'number' && cell > 0 && cell <= 20
    if (cell !== null) contents[code] = isReplaced ? plan.large : cell
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

function linesOf(draw: ReportDraw, indicators: readonly IndicatorCode[]): Line[] {
  const indicator = draw.line === null ? undefined : indicators[draw.line.at]
  if (draw.line === null || indicator === undefined) return []
  return [{ indicator, kind: 'duplicate', value: draw.line.value, note: '重复核减', by: '市审核岗' }]
}
