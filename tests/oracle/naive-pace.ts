/** Rule 6: completion, pace, index, status, gap, what is needed, where it leads. Exact fractions throughout. */
import { COUNTED_UNITS, type Indicator, type IndicatorCode } from '#core/indicator/indicator.ts'
import type { TargetScheme } from '#core/indicator/target.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { asOf, figure } from './naive-figures.ts'
import { NaiveCity } from './naive.ts'
import { add, less, minus, over, ratio, times, written, type Ratio } from './ratio.ts'

export interface NaiveJudgement {
  readonly asOf: number | null
  readonly ytd: bigint | null
  readonly target: number | null
  readonly completion: Ratio | null
  readonly pace: Ratio | null
  readonly index: Ratio | null
  readonly status: 'ahead' | 'near' | 'behind' | 'met' | 'missed' | null
  readonly gap: Ratio | null
  readonly neededPerMonth: Ratio | null
  readonly projection: { readonly expected: Ratio; readonly low: Ratio; readonly high: Ratio } | null
  readonly behindSince: number | null
}

/** The target version that holds in a month: the last that took effect by then. */
export function targetAt(naive: NaiveCity, unit: UnitCode, code: IndicatorCode, month: number, scheme: TargetScheme) {
  const year = Math.floor(month / 12)
  let held: { effectiveMonth: number; value: number } | null = null
  for (const target of naive.city.targets) {
    if (target.unit !== unit || target.indicator !== code || target.year !== year || target.scheme !== scheme) continue
    if (target.effectiveMonth > (month % 12) + 1) continue
    if (held === null || target.effectiveMonth >= held.effectiveMonth) held = target
  }
  return held?.value ?? null
}

/**
 * Shares of the year that the root had by the month, in up to three preceding years with twelve editions.
 * `editions`: the naive city on the basis of editions.
 */
export function seasonalShares(editions: NaiveCity, code: IndicatorCode, month: number): Ratio[] {
  const year = Math.floor(month / 12)
  return [1, 2, 3].flatMap((back) => {
    const january = (year - back) * 12
    for (let m = january; m < january + 12; m++) if (!editions.city.frozen.has(m)) return []
    const whole = figure(editions, editions.root, code, january, january + 11).value
    const part = figure(editions, editions.root, code, january, january + (month % 12)).value
    return whole === null || whole <= 0n ? [] : [ratio(part ?? 0n, whole)]
  })
}

/** Cumulative share of the year that should be reached in a month. */
export function paceAt(editions: NaiveCity, indicator: Indicator, month: number): Ratio {
  const straight = ratio((month % 12) + 1, 12)
  if (indicator.pace === 'milestones') {
    return indicator.milestones === null ? straight : written(indicator.milestones[month % 12]!)
  }
  if (indicator.pace === 'straight') return straight
  const shares = seasonalShares(editions, indicator.code, month)
  return shares.length === 0 ? straight : mean(shares)
}

export function judge(
  naive: NaiveCity,
  editions: NaiveCity,
  unit: UnitCode,
  code: IndicatorCode,
  to: number,
  scheme: TargetScheme,
): NaiveJudgement {
  const indicator = naive.indicator(code)
  const month = asOf(naive, unit, code, to)
  const ytd = month === null ? null : ytdAt(naive, unit, code, month)
  const target = targetAt(naive, unit, code, month ?? to, scheme)
  const plain = { ...NOT_JUDGED, asOf: month, ytd, target }
  // Nothing is asked of `none`; without a figure or a target there is nothing to compare.
  if (month === null || ytd === null || target === null || indicator.sense === 'none') return plain
  const completion = target > 0 ? ratio(ytd, target) : null
  if (indicator.kind !== 'flow' || indicator.sense !== 'atLeast') {
    return { ...plain, completion, status: levelStatus(indicator, ytd, BigInt(target)) }
  }
  if (completion === null) return plain
  const pace = paceAt(editions, indicator, month)
  const index = month % 12 === 0 || pace.n <= 0n ? null : over(completion, pace)
  return {
    ...plain,
    completion,
    pace,
    index,
    status: paceStatus(naive, indicator, target, index),
    gap: minus(completion, pace),
    neededPerMonth: needed(BigInt(target), ytd, 11 - (month % 12)),
    projection: project(editions, code, month, ytd),
    behindSince: behindSince(naive, editions, unit, indicator, month, scheme),
  }
}

const NOT_JUDGED = {
  completion: null, pace: null, index: null, status: null, gap: null, neededPerMonth: null, projection: null, behindSince: null,
} as const

function ytdAt(naive: NaiveCity, unit: UnitCode, code: IndicatorCode, month: number): bigint | null {
  return figure(naive, unit, code, month - (month % 12), month).value
}

/** Small numbers are noise, but only where a pace is judged: 零就业家庭 has a target of 0. */
function paceStatus(naive: NaiveCity, indicator: Indicator, target: number, index: Ratio | null) {
  const small = naive.city.smallTarget * 10 ** indicator.decimals
  if (index === null || (COUNTED_UNITS.includes(indicator.unit) && target < small)) return null
  if (!less(index, ratio(1))) return 'ahead'
  return less(index, written(naive.city.nearIndex)) ? 'behind' : 'near'
}

function levelStatus(indicator: Indicator, ytd: bigint, target: bigint) {
  if (indicator.sense === 'zero') return ytd === 0n ? 'met' : 'missed'
  const isMet = indicator.sense === 'atMost' ? ytd <= target : ytd >= target
  return isMet ? 'met' : 'missed'
}

/** Null at the year's end. */
function needed(target: bigint, ytd: bigint, monthsLeft: number): Ratio | null {
  if (monthsLeft === 0) return null
  return target <= ytd ? ratio(0) : ratio(target - ytd, monthsLeft)
}

function project(editions: NaiveCity, code: IndicatorCode, month: number, ytd: bigint) {
  const shares = seasonalShares(editions, code, month)
  if (shares.length === 0) return null
  const sorted = [...shares].sort((a, b) => (less(a, b) ? -1 : 1))
  if (sorted[0]!.n <= 0n) return null
  const [expected, low, high] = [mean(shares), sorted.at(-1)!, sorted[0]!].map((share) => over(ratio(ytd), share)!)
  return { expected: expected!, low: low!, high: high! }
}

/** First month of the unbroken run up to asOf below the pace, each month by the target that held in it. */
function behindSince(
  naive: NaiveCity,
  editions: NaiveCity,
  unit: UnitCode,
  indicator: Indicator,
  asOfMonth: number,
  scheme: TargetScheme,
): number | null {
  let since: number | null = null
  for (let month = asOfMonth; month >= asOfMonth - (asOfMonth % 12); month--) {
    const ytd = ytdAt(naive, unit, indicator.code, month)
    const target = targetAt(naive, unit, indicator.code, month, scheme)
    if (ytd === null || target === null || target <= 0) break
    if (!less(ratio(ytd, target), paceAt(editions, indicator, month))) break
    since = month
  }
  return since
}

function mean(shares: readonly Ratio[]): Ratio {
  return times(shares.reduce(add), ratio(1, shares.length))
}
