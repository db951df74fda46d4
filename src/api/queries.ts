import { defineQueryOptions, useQueryCache } from '@pinia/colada'
import type { CatalogueReply } from '#contract/catalogue.ts'
import type { PeriodsReply } from '#contract/periods.ts'
import type { ReportsReply } from '#contract/reports.ts'
import type { FormsReply } from '#contract/forms.ts'
import type { AccountsReply, AuditReply } from '#contract/accounts.ts'
import type { SessionsReply } from '#contract/session.ts'
import type { TotalsReply } from '#contract/totals.ts'
import type { SearchReply, UnitReply, UnitsReply } from '#contract/units.ts'
import { formatMonth, type MonthRange } from '#core/period/month.ts'
import { get, type QueryOf } from './client.ts'
import { keys } from './keys.ts'

const MINUTE = 60_000

/** What hardly ever changes while a page is open. */
const steady = { staleTime: 10 * MINUTE, gcTime: 60 * MINUTE }
/** Figures of the month being entered change a few times an hour. */
const moving = { staleTime: 2 * MINUTE, gcTime: 15 * MINUTE }

export const periodsQuery = defineQueryOptions(() => ({
  key: keys.periods(),
  query: ({ signal }: { signal: AbortSignal }): Promise<PeriodsReply> => get('periods', {}, { signal }),
  ...steady,
}))

export const catalogueQuery = defineQueryOptions(() => ({
  key: keys.catalogue(),
  query: ({ signal }: { signal: AbortSignal }): Promise<CatalogueReply> => get('catalogue', {}, { signal }),
  ...steady,
}))

/** The units of a branch with their history; null: of the branch that one's pages open at. */
export const unitsQuery = defineQueryOptions((branch: string | null) => ({
  key: keys.units(branch),
  query: ({ signal }: { signal: AbortSignal }): Promise<UnitsReply> => get('units', branch === null ? {} : { root: branch, history: '1' }, { signal }),
  ...steady,
}))

/** With what only their administrator needs; others change units too: whoever comes sees them as they are. */
export const administeredUnitsQuery = defineQueryOptions(() => ({
  key: keys.administeredUnits(),
  query: ({ signal }: { signal: AbortSignal }): Promise<UnitsReply> => get('units', { orders: '1' }, { signal }),
  staleTime: 0,
}))

export const unitQuery = defineQueryOptions((code: string) => ({
  key: keys.unit(code),
  query: ({ signal }: { signal: AbortSignal }): Promise<UnitReply> => get('unit', {}, { params: { code }, signal }),
  ...steady,
}))

export const totalsQuery = defineQueryOptions((query: QueryOf<'totals'>) => ({
  key: keys.totals(query),
  query: ({ signal }: { signal: AbortSignal }): Promise<TotalsReply> => get('totals', query, { signal }),
  ...moving,
}))

export const searchQuery = defineQueryOptions((q: string) => ({
  key: keys.search(q),
  query: ({ signal }: { signal: AbortSignal }): Promise<SearchReply> => get('search', { q }, { signal }),
  ...steady,
}))

export const accountsQuery = defineQueryOptions(() => ({
  key: keys.accounts(),
  query: ({ signal }: { signal: AbortSignal }): Promise<AccountsReply> => get('accounts', {}, { signal }),
  staleTime: 0,
}))

export const formsQuery = defineQueryOptions(() => ({
  key: keys.forms(),
  query: ({ signal }: { signal: AbortSignal }): Promise<FormsReply> => get('forms', {}, { signal }),
  staleTime: 0,
}))

export const auditQuery = defineQueryOptions((query: QueryOf<'audit'>) => ({
  key: keys.audit(query),
  query: ({ signal }: { signal: AbortSignal }): Promise<AuditReply> => get('audit', query, { signal }),
  staleTime: 0,
}))

export const sessionsQuery = defineQueryOptions(() => ({
  key: keys.sessions(),
  query: ({ signal }: { signal: AbortSignal }): Promise<SessionsReply> => get('sessions', {}, { signal }),
  staleTime: 0,
}))

export const reportsQuery = defineQueryOptions(({ code, range }: { code: string; range: MonthRange }) => ({
  key: keys.reports(code, range),
  query: ({ signal }: { signal: AbortSignal }): Promise<ReportsReply> =>
    get('reports', { from: formatMonth(range.from), to: formatMonth(range.to) }, { params: { code }, signal }),
  ...moving,
}))

export { moving as movingTimes, useQueryCache }
