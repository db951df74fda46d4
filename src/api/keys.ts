import { formatMonth, type MonthRange } from '#core/period/month.ts'
import type { Basis } from '#core/report/report.ts'
import type { QueryOf } from './client.ts'

/** Keys of the query cache, hierarchical so that a branch can be invalidated at once. */
export const keys = {
  accounts: () => ['accounts'],
  audit: (query: QueryOf<'audit'>) => ['audit', query.before ?? '', query.account ?? '', query.unit ?? ''],
  sessions: () => ['sessions'],
  periods: () => ['periods'],
  catalogue: () => ['catalogue'],
  forms: () => ['forms'],
  units: (branch: string | null) => ['units', branch ?? ''],
  administeredUnits: () => ['units', '', 'orders'],
  unit: (code: string) => ['unit', code],
  search: (q: string) => ['search', q],
  totals: (query: QueryOf<'totals'>) => ['totals', query.unit ?? '', query.from ?? '', query.to ?? '', query.basis ?? '', query.scheme ?? ''],
  figures: (branch: string | null, range: MonthRange, year: number, basis: Basis, scheme: string) => [
    'figures', branch ?? '', formatMonth(range.from), formatMonth(range.to), year, basis, scheme,
  ],
  reports: (code: string, range: MonthRange) => ['reports', code, formatMonth(range.from), formatMonth(range.to)],
}
