import * as fc from 'fast-check'
import type { Report } from '#core/report/report.ts'
import { cities, MONTHS } from './cities.ts'
import type { City } from './naive.ts'
import { larges, reportDraws, slotsOf, toReport } from './report-arbitraries.ts'

/** A city, and reports that replace (or join) its own one after the other. */
export const changes: fc.Arbitrary<[City, Report[]]> = cities.chain((city) => {
  const slots = slotsOf({ ...city, months: MONTHS })
  const report = fc
    .tuple(fc.constantFrom(...slots), reportDraws, larges, fc.nat(9))
    .map(([slot, draw, large, n]) => toReport(slot, draw, { ...city, tidyUntil: MONTHS.from, large, strays: n === 9 })[0])
    .filter((made) => made !== undefined)
  const some = slots.length === 0 ? fc.constant<Report[]>([]) : fc.array(report, { minLength: 1, maxLength: 8 })
  return fc.tuple(fc.constant(city), some)
})

export function isSameReport(a: Report, b: Report): boolean {
  return a.unit === b.unit && a.form === b.form && a.month === b.month
}

export function withReport(city: City, report: Report): City {
  return { ...city, reports: [...city.reports.filter((old) => !isSameReport(old, report)), report] }
}
