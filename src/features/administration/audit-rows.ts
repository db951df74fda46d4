import type { AuditReply } from '#contract/accounts.ts'
import { formatClock } from '#src/ui/clock.ts'
import { actionName } from './action-names.ts'

export type AuditRecord = AuditReply['records'][number]

export const AUDIT_HEAD = ['序号', '时间', '账号', '操作', '单位代码', '单位', '对象', '之前', '之后', '请求编号', '校验码']

/** Every field of every record, as told: the export is evidence, not a summary. */
export function auditCells(records: readonly AuditRecord[], nameOf: (code: string) => string): string[][] {
  return [AUDIT_HEAD, ...records.map(({ number, at, account, action, unit, subject, before, after, request, hash }) =>
    [String(number), at, account, actionName(action), unit ?? '', unit === null ? '' : nameOf(unit), subject, before ?? '', after ?? '', request, hash])]
}

/** JSON with room to breathe; what is no JSON stays as it is. */
export function changeText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** To the second: order matters here. */
export function auditTime(at: string): string {
  return `${formatClock(at)}:${at.slice(17, 19)}`
}
