import type { EndpointName } from '#contract/endpoints.ts'
import { accounts, changeAccount, openAccounts, resetAccount } from './accounts.ts'
import { audit } from './audit.ts'
import { catalogue } from './catalogue.ts'
import { cube } from './cube.ts'
import { changeForm, forms } from './forms.ts'
import { paces } from './paces.ts'
import { periods } from './periods.ts'
import { approveReport, returnReport, saveReport, submitReport, withdrawReport } from './report-writes.ts'
import { reports } from './reports.ts'
import { search } from './search.ts'
import { changePassword, session, setup, signIn, signOut } from './session.ts'
import { endSession, sessions } from './sessions.ts'
import { sheet } from './sheet.ts'
import { targets } from './targets.ts'
import { totals } from './totals.ts'
import { unit } from './unit.ts'
import { addUnit, changeUnit, closeUnit, moveUnit } from './unit-changes.ts'
import { units } from './units.ts'
import type { ReadCase, WriteCase } from './use-case.ts'

/** What stands behind each endpoint; one that is missing does not compile. */
export const reads = {
  periods, catalogue, units, unit, search, paces, targets, reports, sheet, totals, cube, sessions, accounts, audit, forms,
} satisfies Partial<Record<EndpointName, ReadCase>>

export const writes = {
  signIn, signOut, setup, changePassword, endSession, openAccounts, changeAccount, resetAccount,
  saveReport, submitReport, withdrawReport, approveReport, returnReport,
  addUnit, changeUnit, moveUnit, closeUnit,
  changeForm,
} satisfies Record<Exclude<EndpointName, keyof typeof reads | 'session'>, WriteCase>

export { session }
