import type { UnitCode } from '#core/unit/unit.ts'
import type { Dataset } from '#server/store/dataset.ts'
import { demoAccounts } from './demo-accounts.ts'
import { DEMO_FORMS, DEMO_INDICATORS } from './catalogue.ts'
import { readDivisions } from './divisions.ts'
import { writeEditions } from './editions.ts'
import { workOutFigures } from './figures.ts'
import { countReports, listDuties, writeReports } from './reports.ts'
import { setTargets } from './targets.ts'

export { DEMO_NOW } from './calendar.ts'

/** The root: 株洲市. */
export const DEMO_CITY_CODE = '430200000000' as UnitCode

export interface DemoSources {
  /** Text of `data/zhuzhou-divisions.csv`. */
  readonly divisionsCsv: string
}

/**
 * The demo city: real divisions, true city totals, and below them figures that are made up, always the same. Figures
 * are worked out at once (half a second), reports are written while they are consumed; they can be consumed again.
 */
export function buildDemoCity({ divisionsCsv }: DemoSources): Dataset {
  const divisions = readDivisions(divisionsCsv)
  const duties = listDuties(divisions)
  const figures = workOutFigures(divisions)
  return {
    units: divisions.all.map(({ unit }) => unit),
    indicators: DEMO_INDICATORS,
    forms: DEMO_FORMS,
    targets: setTargets(divisions),
    editions: writeEditions(),
    reports: { [Symbol.iterator]: () => writeReports(divisions, duties, figures) },
    reportCount: countReports(divisions, duties),
    accounts: demoAccounts(),
  }
}
