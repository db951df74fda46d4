import type { UnitCode } from '../unit/unit.ts'

/** 填报, 审核, 领导, and the three separated administrators: 系统, 安全, 审计 (三员分立). */
export const ROLES = ['reporter', 'reviewer', 'leader', 'system', 'security', 'audit'] as const
export type Role = (typeof ROLES)[number]

/** A day of business time, `YYYY-MM-DD`. */
export type Day = string

/** A post: what a person may do at a unit and below it. Leave cover is a post with dates. */
export interface Post {
  readonly unit: UnitCode
  readonly role: Role
  /** First and last day; null: no bound. */
  readonly from: Day | null
  readonly until: Day | null
}

export function holdsOn({ from, until }: Post, day: Day): boolean {
  return (from === null || from <= day) && (until === null || day <= until)
}

const ADMINISTRATORS: ReadonlySet<Role> = new Set(['system', 'security', 'audit'])

export function isAdministrator(role: Role): boolean {
  return ADMINISTRATORS.has(role)
}

/**
 * Whether one person may hold these roles together, whatever their dates: an administrator holds one administrator's
 * role and no role over figures (GB/T 22239-2019 §8.1.5, 三员分立).
 */
export function mayBeHeldTogether(roles: readonly Role[]): boolean {
  const distinct = new Set(roles)
  return distinct.size < 2 || [...distinct].every((role) => !isAdministrator(role))
}
