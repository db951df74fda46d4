import type { AccountsReply } from '#contract/accounts.ts'
import type { UnitDirectory } from './unit-directory.ts'

export type Account = AccountsReply['accounts'][number]
export type AccountState = 'active' | 'first-password' | 'closed'

export const STATE_NAMES: Readonly<Record<AccountState, string>> = { active: '在用', 'first-password': '待改初始密码', closed: '已关闭' }

export function stateOf({ disabled, mustChangePassword }: Account): AccountState {
  return disabled ? 'closed' : mustChangePassword ? 'first-password' : 'active'
}

export interface AccountFilter {
  /** Part of account, name, or a unit's name or code. */
  readonly text: string
  /** Empty: any. */
  readonly role: string
  readonly state: string
}

export function filterAccounts(accounts: readonly Account[], { text, role, state }: AccountFilter, directory: UnitDirectory): Account[] {
  const wanted = text.trim().toLowerCase()
  return accounts.filter((each) =>
    (role === '' || each.posts.some((post) => post.role === role)) &&
    (state === '' || stateOf(each) === state) &&
    [each.account, each.displayName, ...each.posts.flatMap(({ unit }) => [unit, directory.pathOf(unit)])].some((part) => part.toLowerCase().includes(wanted)))
}
