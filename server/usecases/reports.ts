import type * as z from 'zod/mini'
import { isDueCell, type Form } from '#core/indicator/form.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { toUnits } from '#core/number/decimal.ts'
import { addMonths, formatMonth, type Month, type MonthRange } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { ReportsReply, ReportStanding as Standing } from '#contract/reports.ts'
import { knownRange } from './month-range.ts'
import type { Master } from './read-model.ts'
import type { Params, Reading } from './use-case.ts'
import type { View } from './view.ts'

type ReportBody = ReportsReply['reports'][number]

export function reports(view: View, query: { from: string; to: string }, { code }: Params): Reading {
  const range = knownRange(view.master, view.now, query)
  const number = view.unit('see-figures', code, range.to)
  return { key: `${number} ${query.from} ${query.to}`, make: () => list(view, number, range) }
}

async function list({ master, model }: View, number: number, range: MonthRange): Promise<ReportsReply> {
  const unit = master.tree.units[number]!
  const stored = new Map<string, Report>()
  for await (const chunk of model.store.loadReports({ ...range, units: [unit.code] })) {
    for (const report of chunk) stored.set(`${report.form} ${report.month}`, report)
  }
  const bodies: ReportBody[] = []
  for (let month = range.to; month >= range.from; month = addMonths(month, -1)) {
    for (const [k, form] of master.catalogue.forms.entries()) {
      const report = stored.get(`${form.code} ${month}`)
      const required = master.duties.at(month).formsDue(number, month).includes(k)
      if (report !== undefined || required) bodies.push(reportBody(master, unit, form, month, report))
    }
  }
  return { unit: unit.code, from: formatMonth(range.from), to: formatMonth(range.to), reports: bodies }
}

/** One report as the API tells it; a missing one too. */
export function reportBody(master: Master, unit: Unit, form: Form, month: Month, report: Report | undefined): ReportBody {
  return {
    form: form.code,
    month: formatMonth(month),
    ...standingOf(master, report),
    cells: form.indicators.flatMap((code) => {
      const cell = cellBody(master, unit, form, month, report, code)
      return cell === null ? [] : [{ indicator: code, ...cell }]
    }),
  }
}

type ReportStanding = z.infer<typeof Standing>

/** How it stands, with its lines and notes. */
export function standingOf({ catalogue }: Master, report: Report | undefined): ReportStanding {
  const decimalsOf = (code: IndicatorCode) => catalogue.indicator(code)?.decimals ?? 0
  return {
    state: report?.state ?? 'missing',
    version: report?.version ?? 0,
    source: report?.source ?? null,
    filledBy: report?.filledBy ?? null,
    late: report?.late ?? false,
    updatedAt: report?.updatedAt ?? null,
    lines: (report?.lines ?? []).map((line) => ({ ...line, value: toUnits(line.value, decimalsOf(line.indicator)) })),
    notes: (report?.notes ?? []).map((note) => ({ ...note })),
  }
}

/** Null: the unit owes no such figure and has none. */
export function cellBody({ catalogue }: Master, unit: Unit, form: Form, month: Month, report: Report | undefined, code: IndicatorCode): Omit<ReportBody['cells'][number], 'indicator'> | null {
  const indicator = catalogue.indicator(code)!
  const due = isDueCell(form, indicator, unit, month)
  const cell = report?.cells[code]
  if (!due && cell === undefined) return null
  return {
    due,
    value: typeof cell === 'number' ? toUnits(cell, indicator.decimals) : null,
    notObtained: typeof cell === 'object' ? cell.notObtained : null,
  }
}
