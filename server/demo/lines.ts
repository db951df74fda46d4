import type { IndicatorCode } from '#core/indicator/indicator.ts'
import type { Month } from '#core/period/month.ts'
import type { Line, LineKind } from '#core/report/report.ts'
import { demoYearOf, DEMO_MONTHS, monthPlace } from './calendar.ts'
import { doneShare } from './district-shares.ts'
import type { Division, Divisions } from './divisions.ts'
import { PLANNED_LINES } from './incidents.ts'
import { vary } from './seeded.ts'

/** Adjustment lines by division number and month place. */
export class LineBook {
  readonly #lines = new Map<number, Line[]>()

  at(division: number, month: Month): readonly Line[] {
    return this.#lines.get(keyOf(division, month)) ?? []
  }

  /** Takes a line in; one of 0 says nothing and is left out. */
  add(division: number, month: Month, line: Line): void {
    if (line.value === 0) return
    const key = keyOf(division, month)
    const lines = this.#lines.get(key) ?? []
    this.#lines.set(key, [...lines, line])
  }

  /** All lines of an indicator in a month, added up. */
  sumOf(indicator: string, month: Month): number {
    let sum = 0
    for (const [key, lines] of this.#lines) {
      if (key % MONTHS_APART !== monthPlace(month)) continue
      for (const line of lines) if (line.indicator === indicator) sum += line.value
    }
    return sum
  }
}

const MONTHS_APART = 1000

function keyOf(division: number, month: Month): number {
  return division * MONTHS_APART + monthPlace(month)
}

/** The post that enters figures of a unit. */
export function reporterPost(division: Division): string {
  return `${division.unit.shortName}·填报`
}

/** The post that reviews figures of a unit's children. */
export function reviewerPost(division: Division): string {
  return `${division.unit.shortName}·审核`
}

const NEW_JOBS = 'E01'

interface Share {
  readonly kind: LineKind
  /** Of the unit's new jobs in the month. */
  readonly part: number
  readonly noise: number
  readonly note: string
}

const OF_DISTRICTS: readonly Share[] = [
  { kind: 'attrition', part: 0.048, noise: 0.3, note: '本月退休、死亡等自然减员' },
  { kind: 'duplicate', part: 0.006, noise: 0.7, note: '区域内重复登记核减' },
]
const OF_CITY: readonly Share[] = [
  { kind: 'attrition', part: 0.0016, noise: 0.3, note: '市本级单位退休、死亡等自然减员' },
  { kind: 'duplicate', part: 0.0035, noise: 0.4, note: '跨县市区重复登记核减' },
]

/** 自然减员 and 重复核减 of every month, and the lines that were planned by hand. */
export function writeLines(divisions: Divisions, newJobs: readonly number[]): LineBook {
  const book = new LineBook()
  const root = divisions.all[0]!
  for (const month of DEMO_MONTHS) {
    const city = newJobs[monthPlace(month)]!
    addShares(book, root, month, city, OF_CITY)
    for (const number of root.children) {
      const district = divisions.all[number]!
      addShares(book, district, month, (city * doneShare('jobs', district.unit.code, demoYearOf(month))) / 100, OF_DISTRICTS)
    }
  }
  for (const { unit, indicator, month, kind, value, note } of PLANNED_LINES) {
    const division = divisions.byCode(unit)
    book.add(division.number, month, { indicator: indicator as IndicatorCode, kind, value, note, by: reporterPost(division) })
  }
  return book
}

function addShares(book: LineBook, division: Division, month: Month, jobs: number, shares: readonly Share[]): void {
  shares.forEach(({ kind, part, noise, note }, i) => {
    const value = -Math.round(jobs * part * vary(noise, division.seed, month, i))
    book.add(division.number, month, { indicator: NEW_JOBS as IndicatorCode, kind, value, note, by: reporterPost(division) })
  })
}
