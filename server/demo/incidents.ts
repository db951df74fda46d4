import { monthOf, type Month } from '#core/period/month.ts'
import type { LineKind } from '#core/report/report.ts'

/** What went wrong, or was put right, in the demo's two and a half years: single events, placed by hand. */

/** An adjustment line. City totals stay what they are: the base figures around it are larger by as much. */
export interface PlannedLine {
  readonly unit: string
  readonly indicator: string
  readonly month: Month
  readonly kind: LineKind
  readonly value: number
  readonly note: string
}

export const PLANNED_LINES: readonly PlannedLine[] = [
  {
    unit: '430204000000', indicator: 'E02', month: monthOf(2022, 6), kind: 'adjustment', value: -18,
    note: '抽查实名台账，18人不符合失业人员再就业条件',
  },
  {
    unit: '430202001000', indicator: 'E01', month: monthOf(2023, 4), kind: 'correction', value: -9,
    note: '更正2023年2月：9人与桂花街道重复登记，2月已定案，在本月冲减',
  },
]

export interface PlannedGap {
  readonly unit: string
  readonly indicator: string
  readonly month: Month
  readonly reason: string
}

/** 未取得. */
export const NOT_OBTAINED: readonly PlannedGap[] = [
  { unit: '430224213201', indicator: 'S02', month: monthOf(2023, 5), reason: '山洪断路，入户摸排推迟到6月' },
  { unit: '430203002002', indicator: 'S02', month: monthOf(2023, 6), reason: '社区合署办公搬迁，台账未到位' },
]

/** 补报: approved after its street had submitted. */
export const LATE_REPORTS: readonly { unit: string; month: Month }[] = [
  { unit: '430281103208', month: monthOf(2022, 11) },
  { unit: '430223109205', month: monthOf(2023, 5) },
]

/** 重新定案: the month was frozen a second time, with other figures on the way from this street to the city. */
export const REFROZEN = {
  month: monthOf(2022, 3),
  street: '430204001000',
  note: '重新定案，替代第1版：石峰区田心街道3月有21人按续签合同误计入城镇新增就业，核实后重报；其他单位数字不变',
} as const

/** In 2023-06, being entered. */

/** A slip of the hand nobody has caught yet: the month's new jobs with a zero too many. */
export const TYPING_ERROR_UNIT = '430211101014'
/** Sent back: the year's sum stands where the month's figure belongs. */
export const RETURNED_CUMULATIVE_UNIT = '430281103008'
export const RETURNED_CUMULATIVE_REASON = '本月城镇新增就业像是1—6月累计数，请改填当月数'
/** Sent back: more was pushed than the records can explain. */
export const RETURNED_PUSHES_UNIT = '430212101202'
export const RETURNED_PUSHES_REASON = '岗位推送与求职信息条数不匹配，请核对或说明'
/** Last month's report, copied. */
export const COPIED_UNIT = '430203007006'
/** The district fills for this street and all its villages. */
export const ON_BEHALF_STREET = '430225202000'
/** The district that has hardly begun. */
export const LATE_DISTRICT = '430224000000'
