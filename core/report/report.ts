import type { FormCode } from '../indicator/form.ts'
import type { IndicatorCode } from '../indicator/indicator.ts'
import type { Month } from '../period/month.ts'
import type { UnitCode } from '../unit/unit.ts'

export type ReportState = 'draft' | 'submitted' | 'approved' | 'returned'

/** Where figures came from: 系统, 表格, 电话, 纸质. */
export type ReportSource = 'system' | 'sheet' | 'phone' | 'paper'

/** Kinds of adjustment lines: 自然减员, 重复核减, 核定调整, 更正. */
export type LineKind = 'attrition' | 'duplicate' | 'adjustment' | 'correction'

/** 未取得: a due cell that could not be obtained, with the reason. Approved with its report. */
export interface NotObtained {
  readonly notObtained: string
}

/** A due cell's content: an integer in the indicator's smallest unit (0 is a typed 零报告), or 未取得. */
export type Cell = number | NotObtained

/** A typed change of a figure, in the indicator's smallest unit; may be negative. */
export interface Line {
  readonly indicator: IndicatorCode
  readonly kind: LineKind
  readonly value: number
  readonly note: string
  /** The post that entered it (no person's name in demo data). */
  readonly by: string
}

/** A reviewer's reason on one figure (退回修改), or on the whole report (indicator null). */
export interface ReportNote {
  readonly indicator: IndicatorCode | null
  readonly text: string
  readonly by: string
}

/** 报表数据: one per unit, form and period. */
export interface Report {
  readonly unit: UnitCode
  readonly form: FormCode
  readonly month: Month
  readonly state: ReportState
  readonly version: number
  readonly source: ReportSource
  /** The unit whose reporter filled it: the unit itself (自报) or an upper unit (代报). */
  readonly filledBy: UnitCode
  /** 补报: approved after its parent had been submitted. */
  readonly late: boolean
  readonly cells: Readonly<Record<IndicatorCode, Cell>>
  readonly lines: readonly Line[]
  readonly notes: readonly ReportNote[]
  /** Business time of the last change, ISO 8601 with offset. */
  readonly updatedAt: string
}

/** Which reports count (design rule 5). */
export type Basis = 'live' | 'approved' | 'edition'

/**
 * Whether a report counts under a basis. An edition keeps the months as they were approved when frozen, so it follows
 * the rule of `approved`. `isRoots`: the report is the root's own, or was filled on behalf by the root; those need no
 * approval from above.
 */
export function reportCounts(basis: Basis, state: ReportState, isRoots: boolean): boolean {
  if (state === 'approved') return true
  return state === 'submitted' && (basis === 'live' || isRoots)
}

/** own(u, i, m): base value plus lines; null when there is neither (rule 1). */
export function ownFigure(report: Report, indicator: IndicatorCode): number | null {
  const cell = report.cells[indicator]
  let own = typeof cell === 'number' ? cell : null
  for (const line of report.lines) if (line.indicator === indicator) own = (own ?? 0) + line.value
  return own
}
