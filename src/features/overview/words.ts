import type { Status } from '#core/pace/assess.ts'
import type { Basis, LineKind, ReportSource, ReportState } from '#core/report/report.ts'
import type { Unit } from '#core/unit/unit.ts'

export const LINE_LABELS: Readonly<Record<LineKind, string>> = {
  attrition: '自然减员',
  duplicate: '重复核减',
  adjustment: '核定调整',
  correction: '更正',
}

export const STATE_LABELS: Readonly<Record<ReportState | 'missing', string>> = {
  missing: '未报',
  draft: '填报中',
  submitted: '已上报',
  approved: '已审定',
  returned: '退回修改',
}

export const SOURCE_LABELS: Readonly<Record<ReportSource, string>> = {
  system: '系统',
  sheet: '表格',
  phone: '电话',
  paper: '纸质',
}

/** Against 序时进度; ceilings and zero targets are 达到 or not. */
export const STATUS_LABELS: Readonly<Record<Status, string>> = {
  ahead: '快于',
  near: '接近',
  behind: '慢于',
  met: '达到',
  missed: '未达到',
}

/** Shapes beside the words: colour is never the only signal. */
export const STATUS_SIGNS: Readonly<Record<Status, string>> = { ahead: '▲', near: '◆', behind: '▼', met: '✓', missed: '✕' }

export const LEVEL_LABELS: readonly string[] = ['', '市', '县市区', '乡镇街道', '村社区']

export function levelLabel(level: number): string {
  return LEVEL_LABELS[level] ?? `第${level}级`
}

/** 数据状态; the edition's numbers may differ from month to month. */
export function basisLabel(basis: Basis, editions: readonly number[] = []): string {
  switch (basis) {
    case 'live':
      return '实时汇总（含未审核）'
    case 'approved':
      return '审定数'
    case 'edition':
      return `定案数${editionSuffix(editions)}`
  }
}

function editionSuffix(editions: readonly number[]): string {
  if (editions.length === 0) return ''
  const [low, high] = [Math.min(...editions), Math.max(...editions)]
  return low === high ? `（第${low}版）` : `（第${low}至${high}版）`
}

const OWN_BY_KIND: readonly (readonly [ending: string, label: string])[] = [
  ['地级市', '市本级'],
  ['县级市', '市本级'],
  ['市辖区', '区本级'],
  ['县', '县本级'],
  ['街道', '街道本级'],
  ['镇', '镇本级'],
  ['乡', '乡本级'],
]

/** What an upper unit entered itself: 市本级, 区本级, 街道本级. */
export function ownRowLabel(unit: Unit): string {
  const found = OWN_BY_KIND.find(([ending]) => unit.kind.endsWith(ending))
  return found?.[1] ?? '本级'
}
