import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import type { Role } from '#core/access/post.ts'
import { monthOf, type Month } from '#core/period/month.ts'
import type { Report, ReportState } from '#core/report/report.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { signInAs } from '#server/http/handler-fixture.ts'
import type { Dataset } from '#server/store/dataset.ts'
import type { Store } from '#server/store/store.ts'

/** A province with two cities, each with two districts of two streets of two villages; and accounts of every role at every level of the first. */

export const NOW = '2023-05-03T10:00:00+08:00'
export const FROZEN = '2023-03'
export const OPEN = '2023-04'

const LEVELS = ['省', '市', '区', '街道', '村'] as const

/** `P`, `PA`, `PA1`, `PA1a`, `PA1ax`: a code is its parent's and one sign more. */
export const PROVINCE = 'P'
export const CITY = 'PA'
const SIGNS = [[''], ['A', 'B'], ['1', '2'], ['a', 'b'], ['x', 'y']] as const

function codesAt(level: number): string[] {
  if (level === 0) return [PROVINCE]
  return codesAt(level - 1).flatMap((parent) => SIGNS[level]!.map((sign) => parent + sign))
}

export const CODES = LEVELS.flatMap((_, level) => codesAt(level))

export const parentOf = (code: string) => code.slice(0, -1)

const units: readonly Unit[] = CODES.map((code, order) => ({
  code: code as UnitCode, name: `${code}${LEVELS[code.length - 1]}`, shortName: code, level: code.length, kind: '', order, opened: null, closed: null,
  parents: [{ from: null, parent: code === PROVINCE ? null : (parentOf(code) as UnitCode) }],
}))

export const INDICATOR = 'E01'
const indicators: readonly Indicator[] = [{
  code: INDICATOR as IndicatorCode, name: '新增就业', unit: '人', decimals: 0, kind: 'flow', sense: 'atLeast', role: 'assessed', entry: [{ level: 5 }],
  numerator: null, denominator: null, subsetOf: null, pace: 'straight', milestones: null, definition: {},
}]
export const FORM = 'monthly'
const forms: readonly Form[] = [{
  code: FORM as FormCode, name: '月报', frequency: 'month', fillers: [{ level: 5 }], department: '人社局', indicators: [INDICATOR as IndicatorCode],
}]

function report(code: string, month: Month, state: ReportState, figure: number): Report {
  const isVillage = code.length === LEVELS.length
  return {
    unit: code as UnitCode, form: FORM as FormCode, month, state, version: 1, source: 'system', filledBy: code as UnitCode, late: false,
    cells: isVillage ? { [INDICATOR]: figure } as never : {} as never, lines: [], notes: [], updatedAt: NOW,
  }
}

export function twoCities(state: ReportState = 'submitted'): Dataset {
  const reports = [
    ...CODES.map((code, k) => report(code, monthOf(2023, 3), 'approved', k)),
    ...CODES.filter((code) => code.length === LEVELS.length).map((code, k) => report(code, monthOf(2023, 4), state, 100 + k)),
  ]
  return {
    units, indicators, forms, targets: [], reports, reportCount: reports.length,
    editions: [{ month: monthOf(2023, 3), number: 1, frozenAt: NOW, note: '' }],
  }
}

export const ROLES: readonly Role[] = ['reporter', 'reviewer', 'leader', 'system', 'security', 'audit']

/** Where accounts stand: a village, its street, its district, its city. */
export const POSTS = ['PA1ax', 'PA1a', 'PA1', 'PA'] as const

export const accountName = (role: Role, unit: string) => `${role}-${unit}`

/** Accounts that are changed and reset, one at every unit. */
export const victimName = (unit: string) => `victim-${unit}`

/** @returns tokens by account name; every password is the account's name */
export async function layInTwoCities(store: Store, state?: ReportState): Promise<Map<string, string>> {
  await store.replaceAll(twoCities(state), { settings: { businessNow: NOW } })
  const tokens = new Map<string, string>()
  for (const unit of [...POSTS, 'PB', PROVINCE]) {
    for (const role of ROLES) tokens.set(accountName(role, unit), await signInAs(store, accountName(role, unit), unit, role))
  }
  for (const unit of CODES) tokens.set(victimName(unit), await signInAs(store, victimName(unit), unit, 'reporter'))
  return tokens
}
