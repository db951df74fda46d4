import { COUNTED_UNITS, type Indicator } from '../indicator/indicator.ts'
import type { Thresholds } from '../indicator/catalogue.ts'
import type { Target } from '../indicator/target.ts'
import { addMonths, januaryOf, monthNumber, type Month } from '../period/month.ts'
import { asOfMonth, readFigure } from '../rollup/aggregate.ts'
import type { Cube } from '../rollup/cube.ts'
import { neededPerMonth, projectYear, type PaceCurve, type SeasonalShape } from './pace.ts'

/** 快于, 接近, 慢于序时进度; ceilings, zero targets and stocks are 达到 or 未达到. */
export type Status = 'ahead' | 'near' | 'behind' | 'met' | 'missed'

/** How an indicator of a unit stands in the year of `to`, judged at `asOf` (design rules 3 and 6). */
export interface Assessment {
  /** Last complete month; null: January is not complete, nothing can be judged. */
  readonly asOf: Month | null
  /** January … asOf, smallest units; of a stock or rate its value at asOf. */
  readonly ytd: number | null
  /** Smallest units; null: none set (未下达). */
  readonly target: number | null
  readonly provisional: boolean
  /** ytd ÷ target, unrounded; null without a positive target. */
  readonly completion: number | null
  /** The curve at asOf; null for what has no pace. */
  readonly pace: number | null
  /** completion ÷ pace; null in January. */
  readonly index: number | null
  readonly status: Status | null
  /** completion − pace; × 100 is in 个百分点. */
  readonly gap: number | null
  readonly neededPerMonth: number | null
  readonly projection: { readonly expected: number; readonly low: number; readonly high: number } | null
  /** First month of the unbroken run up to asOf with completion < pace; null when not behind its pace. */
  readonly behindSince: Month | null
}

export interface AssessInput {
  readonly cube: Cube
  readonly unit: number
  readonly indicator: Indicator
  /** Last month looked at; the cube must hold its year from January on. */
  readonly to: Month
  /** Judge at this month instead of the unit's own last complete one: children are ranked at their parent's. */
  readonly asOf?: Month | null
  /** All versions of the unit's target for the indicator, year and scheme. */
  readonly targets: readonly Target[]
  readonly pace: PaceCurve
  readonly seasonal: SeasonalShape | null
}

/** The version of a target that holds in a month: the last that is effective; null when none is yet. */
export function targetIn(targets: readonly Target[], month: Month): Target | null {
  let held: Target | null = null
  for (const target of targets) {
    const effective = target.effectiveMonth <= monthNumber(month)
    if (effective && (held === null || target.effectiveMonth >= held.effectiveMonth)) held = target
  }
  return held
}

/** Flows that should reach a target have a pace; ceilings, zero targets, rates and stocks are judged by value. */
export function hasPace(indicator: Indicator): boolean {
  return indicator.kind === 'flow' && indicator.sense === 'atLeast'
}

export function assess(input: AssessInput): Assessment {
  const { cube, unit, indicator, to } = input
  const asOf = input.asOf === undefined ? asOfMonth(cube, unit, indicator.code, to) : input.asOf
  const target = targetIn(input.targets, asOf ?? to)
  const base = { asOf, target: target?.value ?? null, provisional: target?.status === 'provisional', ...NOT_JUDGED }
  if (asOf === null) return base
  const ytd = readFigure(cube, unit, indicator.code, { from: januaryOf(asOf), to: asOf }).value
  if (ytd === null || target === null || indicator.sense === 'none') return { ...base, ytd }
  if (!hasPace(indicator)) return { ...base, ytd, completion: ratio(ytd, target.value), status: judgeValue(indicator, ytd, target.value) }
  return { ...base, ytd, ...judgePace(input, asOf, ytd, target.value) }
}

const NOT_JUDGED = {
  ytd: null, completion: null, pace: null, index: null, status: null, gap: null, neededPerMonth: null, projection: null,
  behindSince: null,
} as const

function ratio(value: number, target: number): number | null {
  return target > 0 ? value / target : null
}

function judgeValue(indicator: Indicator, value: number, target: number): Status {
  const met = indicator.sense === 'atLeast' ? value >= target : indicator.sense === 'atMost' ? value <= target : value === 0
  return met ? 'met' : 'missed'
}

function judgePace(input: AssessInput, asOf: Month, ytd: number, target: number) {
  const { cube, indicator, pace, seasonal } = input
  const number = monthNumber(asOf)
  const completion = ratio(ytd, target)
  if (completion === null) return {}
  const share = pace[number - 1]!
  const index = number === 1 || share <= 0 ? null : completion / share
  return {
    completion,
    pace: share,
    index,
    status: index === null || isSmall(indicator, target, cube.catalogue.thresholds) ? null : judgeIndex(index, cube.catalogue.thresholds),
    gap: completion - share,
    neededPerMonth: neededPerMonth(target, ytd, number),
    projection: projectYear(ytd, seasonal, number),
    behindSince: behindSince(input, asOf),
  }
}

/** Doubles miss a line by their last digits; a unit that stands exactly on it has reached it. */
const ROUNDING = 1e-12

function judgeIndex(index: number, { nearIndex }: Thresholds): Status {
  return index >= 1 - ROUNDING ? 'ahead' : index >= nearIndex - ROUNDING ? 'near' : 'behind'
}

function isSmall(indicator: Indicator, target: number, { smallTarget }: Thresholds): boolean {
  return COUNTED_UNITS.includes(indicator.unit) && target < smallTarget * 10 ** indicator.decimals
}

/** Each month is judged by the target that held in it. */
function behindSince({ cube, unit, indicator, targets, pace }: AssessInput, asOf: Month): Month | null {
  const january = januaryOf(asOf)
  let since: Month | null = null
  for (let month = asOf; month >= january; month = addMonths(month, -1)) {
    const target = targetIn(targets, month)
    const ytd = readFigure(cube, unit, indicator.code, { from: january, to: month }).value
    if (target === null || target.value <= 0 || ytd === null) break
    if (ytd / target.value >= pace[monthNumber(month) - 1]! - ROUNDING) break
    since = month
  }
  return since
}
