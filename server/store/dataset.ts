import type { NewAccount } from './accounts-table.ts'
import type { Form } from '#core/indicator/form.ts'
import type { Indicator } from '#core/indicator/indicator.ts'
import type { Target } from '#core/indicator/target.ts'
import type { Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { Unit } from '#core/unit/unit.ts'

/** 定案: a month frozen by the city. Number n + 1 replaces n. */
export interface Edition {
  readonly month: Month
  readonly number: number
  /** ISO 8601 with offset, business time. */
  readonly frozenAt: string
  readonly note: string
}

/** Everything a database is laid in with at once: by the demo, or by an import. */
export interface Dataset {
  readonly units: readonly Unit[]
  readonly indicators: readonly Indicator[]
  readonly forms: readonly Form[]
  readonly targets: readonly Target[]
  readonly editions: readonly Edition[]
  /** May be large: consumed once, in order. `reportCount` is known beforehand for the progress bar. */
  readonly reports: Iterable<Report>
  readonly reportCount: number
  /** Of the demo. */
  readonly accounts?: readonly NewAccount[]
}
