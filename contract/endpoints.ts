import * as z from 'zod/mini'
import { CatalogueReply } from './catalogue.ts'
import { PacesQuery, PacesReply, PeriodsReply } from './periods.ts'
import type { ErrorCode } from './errors.ts'
import { FormChangeBody, FormsReply } from './forms.ts'
import { ReportsQuery, ReportsReply } from './reports.ts'
import { TargetsQuery, TargetsReply } from './targets.ts'
import { CubeQuery, TotalsQuery, TotalsReply } from './totals.ts'
import type { Permission } from '#core/access/access.ts'
import { AccountChangeBody, AccountsQuery, AccountsReply, AuditQuery, AuditReply, NewAccountsBody, NewAccountsReply, ResetReply } from './accounts.ts'
import { NoBody, ReportBody, ReportWritten, ReturnBody } from './report-writes.ts'
import { SheetQuery, SheetReply } from './sheets.ts'
import { Done, PasswordBody, SessionReply, SessionsReply, SetupBody, SignInBody } from './session.ts'
import { NewUnitBody, NewUnitReply, UnitChangeBody, UnitCloseBody, UnitMoveBody } from './unit-changes.ts'
import { SearchQuery, SearchReply, UnitReply, UnitsQuery, UnitsReply } from './units.ts'

/** Media type of the cube, see `cube-wire.ts`. */
export const CUBE_TYPE = 'application/vnd.ballast.cube'

/** Who may ask: anybody, whoever is signed in, or whose posts give the permission over the unit that is asked for. */
export type Access = 'anyone' | 'signed-in' | Permission

/** One row of the API. `path` parts in braces are parameters. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly query: z.ZodMiniObject
  /** JSON that a write takes. */
  readonly body?: z.ZodMiniObject
  /** A schema for JSON; the media type for anything else. */
  readonly reply: z.ZodMiniType | typeof CUBE_TYPE
  readonly errors: readonly ErrorCode[]
}

const nothing = z.object({})

const REPORT_ERRORS = ['unit-not-found', 'report-not-found', 'report-invalid', 'version-missing', 'version-conflict', 'action-refused'] as const

function reportAction<const Action extends string, const P extends Permission>(action: Action, access: P, summary: string) {
  return {
    method: 'POST', path: `/api/reports/{unit}/{form}/{month}/${action}`, access, query: nothing, body: NoBody, reply: ReportWritten, errors: REPORT_ERRORS, summary,
  } as const
}

/** The whole API: server routes, client, openapi.json, contract suite and authorisation matrix all come from here. */
export const endpoints = {
  periods: {
    method: 'GET', path: '/api/periods', access: 'signed-in', query: nothing, reply: PeriodsReply, errors: [],
    summary: 'Business time, the months with data and which are frozen',
  },
  catalogue: {
    method: 'GET', path: '/api/indicators', access: 'signed-in', query: nothing, reply: CatalogueReply, errors: [],
    summary: 'Indicators with definition cards, forms and thresholds',
  },
  forms: {
    method: 'GET', path: '/api/forms', access: 'signed-in', query: nothing, reply: FormsReply, errors: [],
    summary: 'Forms, when they are filled, and the times of their coming periods',
  },
  changeForm: {
    method: 'PUT', path: '/api/forms/{code}', access: 'manage-forms', query: nothing, body: FormChangeBody, reply: Done,
    errors: ['form-not-found', 'window-invalid', 'version-missing', 'version-conflict'],
    summary: 'Change name, department and times of a form',
  },
  units: {
    method: 'GET', path: '/api/units', access: 'see-units', query: UnitsQuery, reply: UnitsReply, errors: ['unit-not-found'],
    summary: 'A subtree of units in official order, column by column',
  },
  unit: {
    method: 'GET', path: '/api/units/{code}', access: 'see-unit', query: nothing, reply: UnitReply, errors: ['unit-not-found'],
    summary: 'One unit with its path and children',
  },
  addUnit: {
    method: 'POST', path: '/api/units', access: 'manage-units', query: nothing, body: NewUnitBody, reply: NewUnitReply,
    errors: ['unit-not-found', 'unit-exists', 'unit-change-refused'],
    summary: 'Add a unit below another',
  },
  changeUnit: {
    method: 'PUT', path: '/api/units/{code}', access: 'manage-units', query: nothing, body: UnitChangeBody, reply: Done,
    errors: ['unit-not-found', 'unit-change-refused'],
    summary: 'Change name, short name, kind and order of a unit',
  },
  moveUnit: {
    method: 'POST', path: '/api/units/{code}/move', access: 'manage-units', query: nothing, body: UnitMoveBody, reply: Done,
    errors: ['unit-not-found', 'unit-change-refused'],
    summary: 'Put a unit and all below it under another parent from a month on',
  },
  closeUnit: {
    method: 'POST', path: '/api/units/{code}/close', access: 'manage-units', query: nothing, body: UnitCloseBody, reply: Done,
    errors: ['unit-not-found', 'unit-change-refused'],
    summary: 'Close a unit from a month on, or open it again',
  },
  search: {
    method: 'GET', path: '/api/search', access: 'signed-in', query: SearchQuery, reply: SearchReply, errors: [],
    summary: 'Units by name, pinyin initials or code',
  },
  paces: {
    method: 'GET', path: '/api/paces', access: 'signed-in', query: PacesQuery, reply: PacesReply, errors: [],
    summary: 'Pace curves of a year',
  },
  targets: {
    method: 'GET', path: '/api/targets', access: 'see-figures', query: TargetsQuery, reply: TargetsReply, errors: ['unit-not-found'],
    summary: 'Targets of a subtree for a year',
  },
  reports: {
    method: 'GET', path: '/api/reports/{code}', access: 'see-figures', query: ReportsQuery, reply: ReportsReply,
    errors: ['unit-not-found', 'range-invalid'],
    summary: 'The reports of one unit as entered',
  },
  sheet: {
    method: 'GET', path: '/api/sheets/{unit}/{form}/{month}', access: 'see-figures', query: SheetQuery, reply: SheetReply,
    errors: ['unit-not-found', 'report-not-found', 'month-invalid', 'sheet-too-large'],
    summary: 'Reports of a form and month of a unit and those below it, to be filled and judged',
  },
  totals: {
    method: 'GET', path: '/api/totals', access: 'see-figures', query: TotalsQuery, reply: TotalsReply,
    errors: ['unit-not-found', 'range-invalid', 'months-not-frozen'],
    summary: 'Ready-made totals of one unit with completion, pace and status',
  },
  cube: {
    method: 'GET', path: '/api/cube', access: 'see-figures', query: CubeQuery, reply: CUBE_TYPE,
    errors: ['unit-not-found', 'range-invalid', 'months-not-frozen', 'cube-too-large'],
    summary: 'Figures of a subtree, compact, for clients that aggregate themselves',
  },
  session: {
    method: 'GET', path: '/api/session', access: 'anyone', query: nothing, reply: SessionReply, errors: [],
    summary: 'Who is signed in, and what the sign-in page needs',
  },
  signIn: {
    method: 'POST', path: '/api/session', access: 'anyone', query: nothing, body: SignInBody, reply: SessionReply,
    errors: ['sign-in-failed', 'sign-in-locked'],
    summary: 'Sign in: begins a session',
  },
  signOut: {
    method: 'DELETE', path: '/api/session', access: 'anyone', query: nothing, reply: Done, errors: [],
    summary: 'Sign out: ends the session',
  },
  setup: {
    method: 'POST', path: '/api/setup', access: 'anyone', query: nothing, body: SetupBody, reply: Done,
    errors: ['endpoint-not-found', 'setup-token-wrong', 'password-weak', 'sign-in-locked'],
    summary: 'Open the first account, a security administrator\'s, with the token printed at the first start',
  },
  changePassword: {
    method: 'POST', path: '/api/password', access: 'signed-in', query: nothing, body: PasswordBody, reply: Done,
    errors: ['sign-in-failed', 'sign-in-locked', 'password-weak'],
    summary: 'Change one\'s own password; ends all other sessions',
  },
  sessions: {
    method: 'GET', path: '/api/sessions', access: 'signed-in', query: nothing, reply: SessionsReply, errors: [],
    summary: 'One\'s own sessions',
  },
  endSession: {
    method: 'DELETE', path: '/api/sessions/{id}', access: 'signed-in', query: nothing, reply: Done, errors: ['session-not-found'],
    summary: 'End one of one\'s own sessions',
  },
  accounts: {
    method: 'GET', path: '/api/accounts', access: 'manage-accounts', query: AccountsQuery, reply: AccountsReply, errors: ['unit-not-found'],
    summary: 'Accounts with a post in the subtree',
  },
  openAccounts: {
    method: 'POST', path: '/api/accounts', access: 'manage-accounts', query: nothing, body: NewAccountsBody, reply: NewAccountsReply,
    errors: ['unit-not-found', 'account-exists', 'posts-conflict', 'password-weak'],
    summary: 'Open accounts, all or none; gives their first passwords',
  },
  changeAccount: {
    method: 'PUT', path: '/api/accounts/{account}', access: 'manage-accounts', query: nothing, body: AccountChangeBody, reply: Done,
    errors: ['account-not-found', 'unit-not-found', 'posts-conflict', 'own-account', 'version-missing', 'version-conflict'],
    summary: 'Change name and posts of an account, or close it',
  },
  resetAccount: {
    method: 'POST', path: '/api/accounts/{account}/reset', access: 'manage-accounts', query: nothing, body: NoBody, reply: ResetReply,
    errors: ['account-not-found', 'own-account'],
    summary: 'Give an account a new first password; ends its sessions and its lock',
  },
  saveReport: {
    method: 'PUT', path: '/api/reports/{unit}/{form}/{month}', access: 'fill', query: nothing, body: ReportBody, reply: ReportWritten,
    errors: REPORT_ERRORS,
    summary: 'Save a report: a new version',
  },
  submitReport: reportAction('submit', 'fill', 'Submit a report (上报)'),
  withdrawReport: reportAction('withdraw', 'fill', 'Withdraw a submitted report (撤回)'),
  approveReport: reportAction('approve', 'review', 'Approve a report (审核通过)'),
  returnReport: {
    method: 'POST', path: '/api/reports/{unit}/{form}/{month}/return', access: 'review', query: nothing, body: ReturnBody, reply: ReportWritten,
    errors: REPORT_ERRORS,
    summary: 'Return a report with reasons (退回修改)',
  },
  audit: {
    method: 'GET', path: '/api/audit', access: 'read-audit', query: AuditQuery, reply: AuditReply, errors: ['unit-not-found'],
    summary: 'The audit trail, newest first',
  },
} as const satisfies Record<string, Endpoint>

export type EndpointName = keyof typeof endpoints
