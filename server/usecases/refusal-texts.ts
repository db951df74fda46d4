import type { RefusalCode } from '#core/report/workflow.ts'

const TEXTS: Readonly<Record<RefusalCode, string>> = {
  'not-reporter': '只有本单位或上级单位的填报岗位可以填报。',
  'no-reviewer': '本级报表不需要上级审核，上报即可。',
  'not-reviewer': '只有直接上级的审核岗位可以审核。',
  'own-cells': '不能审核自己填写过的报表，请由另一位审核人员办理。',
  'frozen': '本月已定案，不能再改。更正请在以后月份用“更正”行办理。',
  'nothing-saved': '还没有填报任何内容，请先保存。',
  'not-submitted': '报表还没有上报。',
  'already-submitted': '报表已经上报。需要修改请先撤回。',
  'already-approved': '报表已经审核通过。需要修改请上级退回。',
  'window-not-open': '还没有到填报时间。',
  'window-closed': '填报时间已过，请联系上级单位。',
  'parent-submitted': '上级单位已经上报，请先请上级撤回。',
  'parent-approved': '上级单位的报表已经审核通过，请先请上级退回。',
  'incomplete': '还有没填的数，请补齐后上报；没有的填 0，取不到的写明原因。',
  'reason-missing': '退回时请至少在一个数上写明原因。',
}

export function refusalText(refusal: RefusalCode): string {
  return TEXTS[refusal]
}
