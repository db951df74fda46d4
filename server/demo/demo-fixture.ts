import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { Dataset } from '#server/store/dataset.ts'
import { buildDemoCity } from './demo-city.ts'

/** For specs: the demo city, and what it adds up to by the plainest arithmetic there is. */

const DIVISIONS_FILE = fileURLToPath(new URL('../../data/zhuzhou-divisions.csv', import.meta.url))

export function readDemoCity(): Dataset {
  return buildDemoCity({ divisionsCsv: readFileSync(DIVISIONS_FILE, 'utf8') })
}

/** Base and lines of one report. Says nothing about which reports count: the caller chooses them. */
export function ownOf(report: Report, indicator: string): number {
  const cell = Object.entries(report.cells).find(([code]) => code === indicator)?.[1]
  const base = typeof cell === 'number' ? cell : 0
  return report.lines.filter((line) => line.indicator === indicator).reduce((sum, line) => sum + line.value, base)
}

/** Every figure of every unit, added up. */
export function sumOver(reports: readonly Report[], indicator: string, from: Month, to: Month): number {
  let sum = 0
  for (const report of reports) if (report.month >= from && report.month <= to) sum += ownOf(report, indicator)
  return sum
}
