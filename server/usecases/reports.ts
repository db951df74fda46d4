import { isDueCell, type Form } from '#core/indicator/form.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { toUnits } from '#core/number/decimal.ts'
import { addMonths, formatMonth, type Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import { isPresent, reportAt } from '#core/rollup/cube.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { ReportsReply } from '#contract/reports.ts'
import { knownRange } from './month-range.ts'
import { unitNumber, type Master, type ReadModel } from './read-model.ts'

type ReportBody = ReportsReply['reports'][number]

export async function reports(model: ReadModel, { from, to }: { from: string; to: string }, code: string): Promise<ReportsReply> {
  const master = await model.master()
  const number = unitNumber(master, code)
  const unit = master.tree.units[number]!
  const range = knownRange(master, model.clock.now(), { from, to })
  const cube = await model.cube(master, 'live', range)
  const stored = new Map<string, Report>()
  for await (const chunk of model.store.loadReports({ ...range, unit: unit.code })) {
    for (const report of chunk) stored.set(`${report.form} ${report.month}`, report)
  }
  const bodies: ReportBody[] = []
  for (let month = range.to; month >= range.from; month = addMonths(month, -1)) {
    for (const form of master.catalogue.forms) {
      const report = stored.get(`${form.code} ${month}`)
      const required = isPresent(cube, number, month) && reportAt(cube, number, form.code, month).required
      if (report !== undefined || required) bodies.push(reportBody(master, unit, form, month, report))
    }
  }
  return { unit: unit.code, from, to, reports: bodies }
}

function reportBody(master: Master, unit: Unit, form: Form, month: Month, report: Report | undefined): ReportBody {
  const decimalsOf = (code: IndicatorCode) => master.catalogue.indicator(code)?.decimals ?? 0
  return {
    form: form.code,
    month: formatMonth(month),
    state: report?.state ?? 'missing',
    version: report?.version ?? 0,
    source: report?.source ?? null,
    filledBy: report?.filledBy ?? null,
    late: report?.late ?? false,
    updatedAt: report?.updatedAt ?? null,
    cells: form.indicators.flatMap((code) => {
      const indicator = master.catalogue.indicator(code)!
      const due = isDueCell(form, indicator, unit, month)
      const cell = report?.cells[code]
      if (!due && cell === undefined) return []
      return [{
        indicator: code,
        due,
        value: typeof cell === 'number' ? toUnits(cell, indicator.decimals) : null,
        notObtained: typeof cell === 'object' ? cell.notObtained : null,
      }]
    }),
    lines: (report?.lines ?? []).map((line) => ({ ...line, value: toUnits(line.value, decimalsOf(line.indicator)) })),
    notes: (report?.notes ?? []).map((note) => ({ ...note })),
  }
}
