import type { CheckRule } from '#core/check/check.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { DEMO_INDICATORS } from './catalogue.ts'

const ratio = (numerator: string, denominator: string, low: number, high: number, from: number): CheckRule =>
  ({ kind: 'ratio', numerator: numerator as IndicatorCode, denominator: denominator as IndicatorCode, low, high, from })

/**
 * What the demo city asks beside the general rules: parts against wholes, and bands around what the bureau's account of
 * 2022 gives for the whole city (5 pushes a record, 473 visitors and 20 employers a fair, a third with intent, 24 a
 * class, 4 % started up).
 */
export const DEMO_RULES: readonly CheckRule[] = [
  ...DEMO_INDICATORS.flatMap(({ code, subsetOf }): CheckRule[] => (subsetOf === null ? [] : [{ kind: 'subset', part: code, whole: subsetOf }])),
  ratio('S03', 'S02', 1, 15, 30),
  ratio('S06', 'S04', 50, 2000, 1),
  ratio('S05', 'S04', 4, 80, 1),
  ratio('S07', 'S06', 0.1, 0.7, 100),
  ratio('T02', 'T01', 10, 60, 1),
  ratio('T03', 'T02', 0, 0.3, 100),
]
