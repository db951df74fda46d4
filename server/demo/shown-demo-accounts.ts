import { isAdministrator, type Role } from '#core/access/post.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { Account } from '../store/accounts-table.ts'

export interface ShownDemoAccount {
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly unit: UnitCode
  readonly level: number
}

/** Those who look first, those who look after things last. */
const ROLES_SHOWN: readonly Role[] = ['leader', 'reviewer', 'reporter', 'system', 'security', 'audit']

/**
 * Accounts of the demo as they are offered at the start and on the sign-in page: by level from the top, the administrators
 * last. Those that still have its password: an account that somebody opened there is not shown.
 */
export function shownDemoAccounts(accounts: readonly Account[], levelOf: (unit: UnitCode) => number | undefined): ShownDemoAccount[] {
  return accounts.filter((account) => account.isDemo && !account.disabled).flatMap(({ name, displayName, posts: [post] }) => {
    const level = post === undefined ? undefined : levelOf(post.unit)
    return post === undefined || level === undefined ? [] : [{ name, displayName, role: post.role, unit: post.unit, level }]
  }).sort((a, b) =>
    Number(isAdministrator(a.role)) - Number(isAdministrator(b.role)) || a.level - b.level || ROLES_SHOWN.indexOf(a.role) - ROLES_SHOWN.indexOf(b.role))
}
