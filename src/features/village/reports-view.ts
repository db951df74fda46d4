import type { ReportsReply } from '#contract/reports.ts'
import { parseMonth, type Month } from '#core/period/month.ts'
import { LINE_LABELS, SOURCE_LABELS, STATE_LABELS } from '#src/features/overview/words.ts'

export interface ReportCell {
  readonly indicator: string
  readonly name: string
  readonly unit: string
  readonly decimals: number
  readonly value: number | null
  /** 未取得 with its reason, 未填, 零报告; null where the figure says enough. */
  readonly mark: string | null
}

export interface ReportCard {
  readonly key: string
  readonly month: Month
  readonly formName: string
  readonly state: keyof typeof STATE_LABELS
  readonly stateLabel: string
  /** 自报 or 代报（by whom）, and 补报. */
  readonly tags: readonly string[]
  readonly source: string | null
  readonly version: number
  readonly updatedAt: string | null
  readonly cells: readonly ReportCell[]
  readonly lines: readonly { readonly label: string; readonly name: string; readonly value: number; readonly decimals: number; readonly unit: string; readonly note: string; readonly by: string }[]
  readonly notes: readonly { readonly name: string | null; readonly text: string; readonly by: string }[]
}

interface Named {
  readonly code: string
  readonly name: string
  readonly unit: string
  readonly decimals: number
}

export interface ReportNames {
  readonly indicators: readonly Named[]
  readonly forms: readonly { readonly code: string; readonly name: string }[]
  unitName(code: string): string
}

/** A unit's reports as entered, newest month first, in words. */
export function buildReportCards(reply: ReportsReply, names: ReportNames): ReportCard[] {
  const indicators = new Map(names.indicators.map((each) => [each.code, each]))
  const forms = new Map(names.forms.map((form) => [form.code, form.name]))
  const named = (code: string): Named => indicators.get(code) ?? { code, name: code, unit: '', decimals: 0 }
  return reply.reports.map((report) => ({
    key: `${report.month} ${report.form}`,
    month: parseMonth(report.month)!,
    formName: forms.get(report.form) ?? report.form,
    state: report.state,
    stateLabel: STATE_LABELS[report.state],
    tags: tagsOf(report, reply.unit, names),
    source: report.source === null ? null : SOURCE_LABELS[report.source],
    version: report.version,
    updatedAt: report.updatedAt,
    cells: report.cells.map((cell) => {
      const { name, unit, decimals } = named(cell.indicator)
      return { indicator: cell.indicator, name, unit, decimals, value: cell.value, mark: cellMark(cell, report.state) }
    }),
    lines: report.lines.map((line) => {
      const { name, unit, decimals } = named(line.indicator)
      return { label: LINE_LABELS[line.kind], name, unit, decimals, value: line.value, note: line.note, by: line.by }
    }),
    notes: report.notes.map((note) => ({ name: note.indicator === null ? null : named(note.indicator).name, text: note.text, by: note.by })),
  }))
}

function tagsOf(report: ReportsReply['reports'][number], unit: string, names: ReportNames): string[] {
  const tags: string[] = []
  if (report.filledBy !== null) tags.push(report.filledBy === unit ? '自报' : `代报（${names.unitName(report.filledBy)}）`)
  if (report.late) tags.push('补报')
  return tags
}

function cellMark(cell: ReportsReply['reports'][number]['cells'][number], state: string): string | null {
  if (cell.notObtained !== null) return `未取得：${cell.notObtained}`
  if (cell.value === 0) return '零报告'
  if (cell.value === null && cell.due) return state === 'missing' ? '未报' : '未填'
  return null
}
