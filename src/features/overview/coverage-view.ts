import type { TotalsReply } from '#contract/totals.ts'
import { monthNumber, yearOf, type Month, type MonthRange } from '#core/period/month.ts'
import { asOfMonth, readReportCoverage } from '#core/rollup/aggregate.ts'
import { reportAt } from '#core/rollup/cube.ts'
import type { Indicator } from '#core/indicator/indicator.ts'
import { unitAt, type Figures } from './figures.ts'
import { STATE_LABELS } from './words.ts'

export interface MissingUnit {
  readonly code: string
  /** Null while names are not known yet. */
  readonly name: string | null
  /** 未报, 退回修改, …: the newest month that lacks a report. */
  readonly state: string | null
}

/** 报送情况: reports that count, of those due. */
export interface Coverage {
  readonly due: number
  readonly counted: number
  readonly missing: readonly MissingUnit[]
  /** Null: more than are named, nobody counted how many. */
  readonly missingTotal: number | null
}

const NAMED = 200

export function coverageFromTotals(totals: TotalsReply): Coverage {
  const { due, counted, missing, missingTotal } = totals.coverage
  return { due, counted, missing: missing.map((code) => ({ code, name: null, state: null })), missingTotal }
}

export function coverageFromFigures(figures: Figures, unit: number, range: MonthRange): Coverage {
  const { due, counted, missing } = readReportCoverage(figures.cube, unit, range)
  return {
    due,
    counted,
    missing: missing.slice(0, NAMED).map((number) => {
      const { code, shortName } = unitAt(figures, number)
      return { code, name: shortName, state: lackingState(figures, number, range) }
    }),
    missingTotal: missing.length,
  }
}

function lackingState({ cube, catalogue }: Figures, unit: number, range: MonthRange): string | null {
  for (let month = range.to; month >= range.from; month = (month - 1) as Month) {
    for (const form of catalogue.forms) {
      const standing = reportAt(cube, unit, form.code, month)
      if (standing.required && !standing.counts) return `${monthNumber(month)}月${STATE_LABELS[standing.state]}`
    }
  }
  return null
}

/** The month in progress in one line, `6月：应报112，已报108`, with its year where another year is shown; null when the unit owes nothing in it. */
export function progressNote(figures: Figures, unit: number, shownYear: number): string | null {
  const { range } = figures.cube
  const { due, counted } = readReportCoverage(figures.cube, unit, range)
  const year = yearOf(range.to) === shownYear ? '' : `${yearOf(range.to)}年`
  return due === 0 ? null : `${year}${monthNumber(range.to)}月：应报${due}，已报${counted}`
}

/** 未报齐，按x月评价; null when the whole range is complete. */
export function judgedMonthNote(figures: Figures, unit: number, indicator: Indicator, to: Month): string | null {
  const asOf = asOfMonth(figures.cube, unit, indicator.code, to)
  if (asOf === to) return null
  return asOf === null ? '未报齐，本年暂不评价' : `未报齐，按${monthNumber(asOf)}月评价`
}
