/** Rule 4 (figures over a range of months) and asOf of rule 3, on top of the naive totals. */
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { NaiveCity, sum } from './naive.ts'

export interface NaiveFigure {
  /** In the indicator's smallest unit. */
  readonly value: bigint | null
  /** The month a stock or a published figure is of; of a rate that of its parts, or the end of the range. */
  readonly month: number | null
}

const NOTHING: NaiveFigure = { value: null, month: null }

export function figure(naive: NaiveCity, unit: UnitCode, code: IndicatorCode, from: number, to: number): NaiveFigure {
  const indicator = naive.indicator(code)
  switch (indicator.kind) {
    case 'flow':
      return { value: sum(monthsBetween(from, to).map((month) => naive.total(unit, code, month))), month: null }
    case 'stock':
      return stock(naive, unit, code, from, to)
    case 'published':
      return latest(naive, unit, code, from, to)
    case 'rate':
      return rate(naive, unit, indicator, from, to)
  }
}

/** The last month that is complete together with all earlier months of the year of `to`; null before January is. */
export function asOf(naive: NaiveCity, unit: UnitCode, code: IndicatorCode, to: number): number | null {
  const parts = partsOf(naive.indicator(code))
  let last: number | null = null
  for (let month = to - (to % 12); month <= to; month++) {
    if (!parts.every((part) => naive.isComplete(unit, part, month))) break
    last = month
  }
  return last
}

/** Cells over the range; of a rate, those of both its parts. */
export function coverage(naive: NaiveCity, unit: UnitCode, code: IndicatorCode, from: number, to: number) {
  let [counted, due] = [0, 0]
  for (const part of partsOf(naive.indicator(code))) {
    for (const month of monthsBetween(from, to)) {
      const cells = naive.cells(unit, part, month)
      counted += cells.counted
      due += cells.due
    }
  }
  return { counted, due }
}

/** A stock of a quarter or year form stands until the next is due, so an earlier one may be read. */
function stock(naive: NaiveCity, unit: UnitCode, code: IndicatorCode, from: number, to: number): NaiveFigure {
  const inside = latest(naive, unit, code, from, to)
  if (inside.value !== null) return inside
  return latest(naive, unit, code, from - (naive.period(naive.formOf(code)) - 1), from - 1)
}

function latest(naive: NaiveCity, unit: UnitCode, code: IndicatorCode, from: number, to: number): NaiveFigure {
  for (let month = to; month >= from; month--) {
    const value = naive.total(unit, code, month)
    if (value !== null) return { value, month }
  }
  return NOTHING
}

function rate(naive: NaiveCity, unit: UnitCode, indicator: Indicator, from: number, to: number): NaiveFigure {
  const top = figure(naive, unit, indicator.numerator!, from, to)
  const bottom = figure(naive, unit, indicator.denominator!, from, to)
  if (top.value === null || bottom.value === null || bottom.value === 0n) return NOTHING
  const scale = indicator.unit === '%' ? 100n : indicator.unit === '‰' ? 1000n : 1n
  const decimals = (part: IndicatorCode) => 10n ** BigInt(naive.indicator(part).decimals)
  const n = top.value * decimals(indicator.denominator!) * scale * 10n ** BigInt(indicator.decimals)
  const d = bottom.value * decimals(indicator.numerator!)
  return { value: halfAwayFromZero(n, d), month: top.month ?? bottom.month ?? to }
}

/** BigInt division drops the rest: compare twice the rest with the divisor. */
export function halfAwayFromZero(n: bigint, d: bigint): bigint {
  const [whole, rest] = [n / d, n % d]
  const isUp = 2n * abs(rest) >= abs(d)
  if (!isUp) return whole
  return n < 0n === d < 0n ? whole + 1n : whole - 1n
}

export function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}

export function monthsBetween(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

function partsOf(indicator: Indicator): IndicatorCode[] {
  return indicator.kind === 'rate' ? [indicator.numerator!, indicator.denominator!] : [indicator.code]
}
