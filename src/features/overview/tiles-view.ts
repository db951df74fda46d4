import type { TotalsReply } from '#contract/totals.ts'
import type { Indicator } from '#core/indicator/indicator.ts'
import { toUnits } from '#core/number/decimal.ts'
import { hasPace, type Status } from '#core/pace/assess.ts'
import { addMonths, januaryOf, monthOf, parseMonth, yearOf, type Month, type MonthRange } from '#core/period/month.ts'
import { readCoverage, readFigure } from '#core/rollup/aggregate.ts'
import { hasIndicator, judge, type Figures } from './figures.ts'
import { hasSameBoundary } from './boundary.ts'

/** Change against another period: of rates in 个百分点 (value / 100), of everything else a ratio. */
export interface Change {
  readonly ratio: number | null
  readonly isPoints: boolean
  /** Why there is no ratio; null where there is one. */
  readonly reason: string | null
}

/** A headline tile. Figures are in the indicator's unit. */
export interface Tile {
  readonly code: string
  readonly name: string
  readonly unit: string
  readonly decimals: number
  readonly value: number | null
  readonly target: number | null
  readonly provisional: boolean
  readonly completion: number | null
  readonly pace: number | null
  readonly index: number | null
  readonly status: Status | null
  readonly asOf: Month | null
  readonly neededPerMonth: number | null
  readonly behindSince: Month | null
  readonly coverage: { readonly counted: number; readonly due: number }
  /** Null until the cube is there. */
  readonly yearOnYear: Change | null
  /** Single months only. */
  readonly monthOnMonth: Change | null
  /** Months of the year of `to`, in the indicator's unit. */
  readonly monthly: readonly (number | null)[] | null
}

const TILES = 6

/** 考核 indicators that a tile can show: those with a pace. */
export function headlineIndicators(indicators: readonly Indicator[]): Indicator[] {
  return indicators.filter((indicator) => indicator.role === 'assessed' && hasPace(indicator))
}

/** Tiles from ready-made totals: the first thing on screen, before there is a cube. */
export function tilesFromTotals(totals: TotalsReply, indicators: readonly Indicator[]): Tile[] {
  const byCode = new Map(totals.indicators.map((entry) => [entry.code, entry]))
  return headlineIndicators(indicators)
    .flatMap((indicator): Tile[] => {
      const entry = byCode.get(indicator.code)
      if (entry === undefined || (entry.value === null && entry.coverage.due === 0)) return []
      return [{
        ...identity(indicator),
        value: entry.value,
        target: entry.target,
        provisional: false,
        completion: entry.completion,
        pace: entry.pace,
        index: entry.index,
        status: entry.status,
        asOf: entry.asOf === null ? null : parseMonth(entry.asOf),
        neededPerMonth: null,
        behindSince: null,
        coverage: entry.coverage,
        yearOnYear: null,
        monthOnMonth: null,
        monthly: null,
      }]
    })
    .slice(0, TILES)
}

export function tilesFromFigures(figures: Figures, unit: number, range: MonthRange): Tile[] {
  return headlineIndicators(figures.catalogue.indicators)
    .filter((indicator) => hasIndicator(figures, unit, indicator.code, range))
    .slice(0, TILES)
    .map((indicator) => buildTile(figures, unit, indicator, range))
}

export function buildTile(figures: Figures, unit: number, indicator: Indicator, range: MonthRange): Tile {
  const { cube } = figures
  const { value } = readFigure(cube, unit, indicator.code, range)
  const judged = judge(figures, unit, indicator, range.to)
  const inUnits = (smallest: number | null) => (smallest === null ? null : toUnits(smallest, indicator.decimals))
  return {
    ...identity(indicator),
    value: inUnits(value),
    target: inUnits(judged.target),
    provisional: judged.provisional,
    completion: judged.completion,
    pace: judged.pace,
    index: judged.index,
    status: judged.status,
    asOf: judged.asOf,
    neededPerMonth: inUnits(judged.neededPerMonth),
    behindSince: judged.behindSince,
    coverage: readCoverage(cube, unit, indicator.code, range),
    yearOnYear: change(figures, unit, indicator, range, 12),
    monthOnMonth: range.from === range.to ? change(figures, unit, indicator, range, 1) : null,
    monthly: monthlyValues(figures, unit, indicator, yearOf(range.to)),
  }
}

function identity(indicator: Indicator): Pick<Tile, 'code' | 'name' | 'unit' | 'decimals'> {
  return { code: indicator.code, name: indicator.name, unit: indicator.unit, decimals: indicator.decimals }
}

/** Against the same months `back` earlier; not where the comparison would mislead. */
export function change(figures: Figures, unit: number, indicator: Indicator, range: MonthRange, back: number): Change {
  const isPoints = indicator.unit === '%'
  const none = (reason: string): Change => ({ ratio: null, isPoints, reason })
  const { cube } = figures
  const before = { from: addMonths(range.from, -back), to: addMonths(range.to, -back) }
  if (before.from < cube.range.from) return none('没有上期数据')
  const now = readCoverage(cube, unit, indicator.code, range)
  if (now.counted < now.due) return none('本期未报齐')
  const then = readCoverage(cube, unit, indicator.code, before)
  if (then.counted < then.due) return none('上期未报齐')
  if (!hasSameBoundary(cube, unit, before, range)) return none('辖区有调整')
  const value = readFigure(cube, unit, indicator.code, range).value
  const base = readFigure(cube, unit, indicator.code, before).value
  if (value === null || base === null) return none('没有可比数据')
  if (isPoints) return { ratio: toUnits(value - base, indicator.decimals) / 100, isPoints, reason: null }
  return base === 0 ? none('上期为零') : { ratio: value / base - 1, isPoints, reason: null }
}

/** January to December of a year; null in months without a figure or outside the cube. */
export function monthlyValues(figures: Figures, unit: number, indicator: Indicator, year: number): (number | null)[] {
  return Array.from({ length: 12 }, (_, i) => {
    const month = monthOf(year, i + 1)
    if (month < figures.cube.range.from || month > figures.cube.range.to) return null
    const { value } = readFigure(figures.cube, unit, indicator.code, { from: month, to: month })
    return value === null ? null : toUnits(value, indicator.decimals)
  })
}

/** January … each month; a flow accumulates, anything else is the month's own value. Null once the months end. */
export function cumulativeValues(figures: Figures, unit: number, indicator: Indicator, year: number, last: Month): (number | null)[] {
  const { cube } = figures
  return Array.from({ length: 12 }, (_, i) => {
    const month = monthOf(year, i + 1)
    if (month > last || month > cube.range.to || januaryOf(month) < cube.range.from) return null
    const from = indicator.kind === 'flow' ? januaryOf(month) : month
    // A month without any figure ends the line: the sum before it would look like a month of nothing.
    if (readFigure(cube, unit, indicator.code, { from: month, to: month }).value === null) return null
    const { value } = readFigure(cube, unit, indicator.code, { from, to: month })
    return value === null ? null : toUnits(value, indicator.decimals)
  })
}
