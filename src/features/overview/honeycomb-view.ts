import type { Indicator } from '#core/indicator/indicator.ts'
import { toUnits } from '#core/number/decimal.ts'
import type { Status } from '#core/pace/assess.ts'
import type { MonthRange } from '#core/period/month.ts'
import { partsOf, readCoverage, readFigure } from '#core/rollup/aggregate.ts'
import { formNumber, reportAt, type Cube } from '#core/rollup/cube.ts'
import { judge, rankingMonth, type Figures } from './figures.ts'

/** Of what colour a hexagon is: by status where there is one, else by fifth of the figure. */
export type HexagonTone = Status | 0 | 1 | 2 | 3 | 4 | 'none'
/** A sign inside the hexagon, because colour is never the only signal. */
export type HexagonMark = '未报' | '零报告' | '退回' | null

export interface Hexagon {
  readonly unit: number
  readonly tone: HexagonTone
  readonly mark: HexagonMark
  /** In the indicator's unit, over the range. */
  readonly value: number | null
  readonly completion: number | null
}

export interface Honeycomb {
  readonly hexagons: readonly Hexagon[]
  /** Upper bounds of the fifths, in the indicator's unit, for the legend; empty when nothing is coloured by fifth. */
  readonly fifths: readonly number[]
}

/** Every given unit as a hexagon; all are judged at the month of `parent`, so that missing data does not look like lagging. */
export function buildHoneycomb(
  figures: Figures, parent: number, units: Iterable<number>, indicator: Indicator, range: MonthRange,
): Honeycomb {
  const asOf = rankingMonth(figures, parent, indicator.code, range.to)
  const plain = Array.from(units, (unit) => {
    const { value } = readFigure(figures.cube, unit, indicator.code, range)
    const { status, completion } = judge(figures, unit, indicator, range.to, asOf)
    return { unit, status, completion, value: value === null ? null : toUnits(value, indicator.decimals) }
  })
  const fifths = boundsOfFifths(plain.filter((each) => each.status === null).flatMap((each) => each.value ?? []))
  const hexagons = plain.map(({ unit, status, completion, value }): Hexagon => ({
    unit,
    value,
    completion,
    tone: status ?? (value === null ? 'none' : fifthOf(value, fifths)),
    mark: markOf(figures.cube, unit, indicator, range, value),
  }))
  return { hexagons, fifths }
}

/** Largest value of each fifth of the sorted values; equal values never part, so there may be fewer than five. */
export function boundsOfFifths(values: readonly number[]): number[] {
  if (values.length === 0) return []
  const sorted = Float64Array.from(values).sort()
  const bounds = [1, 2, 3, 4, 5].map((k) => sorted[Math.max(0, Math.ceil((sorted.length * k) / 5) - 1)]!)
  return [...new Set(bounds)]
}

/** 0 (smallest) to 4. */
export function fifthOf(value: number, bounds: readonly number[]): 0 | 1 | 2 | 3 | 4 {
  const found = bounds.findIndex((bound) => value <= bound)
  // Fewer bounds than five take the upper hues, so that the largest figures are always the darkest.
  return Math.min(4, (found < 0 ? bounds.length - 1 : found) + 5 - bounds.length) as 0 | 1 | 2 | 3 | 4
}

function markOf(cube: Cube, unit: number, indicator: Indicator, range: MonthRange, value: number | null): HexagonMark {
  const { due, counted } = readCoverage(cube, unit, indicator.code, { from: range.to, to: range.to })
  if (counted < due) {
    for (const column of partsOf(cube, indicator.code)) {
      const form = cube.catalogue.forms[formNumber(cube, column)]!
      if (reportAt(cube, unit, form.code, range.to).state === 'returned') return '退回'
    }
    if (counted === 0) return '未报'
  }
  return value === 0 ? '零报告' : null
}
