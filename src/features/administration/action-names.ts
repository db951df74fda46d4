const NAMES: Readonly<Record<string, string>> = {
  'sign-in': '登录', 'sign-in-failed': '登录失败', 'sign-out': '退出', 'session-ended': '结束会话', 'password-changed': '修改密码', 'password-refused': '修改密码时当前密码不正确', 'setup': '初始化',
  'account-opened': '开户', 'account-changed': '变更账号', 'account-reset': '重置账号', 'import': '导入', 'restored': '恢复备份',
  'unit-added': '新增单位', 'unit-changed': '变更单位', 'unit-moved': '划转单位', 'unit-closed': '撤销单位', 'unit-reopened': '恢复单位',
  'form-changed': '变更报表', 'report-save': '保存报表', 'report-submit': '上报', 'report-withdraw': '撤回', 'report-approve': '审核通过', 'report-return': '退回修改',
}

/** What was done, in words; a code that this page does not know stays as it is. */
export function actionName(action: string): string {
  return NAMES[action] ?? action
}
