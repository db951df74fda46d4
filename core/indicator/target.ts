import type { UnitCode } from '../unit/unit.ts'
import type { IndicatorCode } from './indicator.ts'

export type TargetScheme = 'city' | 'province'
export type TargetStatus = 'provisional' | 'official'

/** 目标: what a unit is asked for in a year, in the indicator's smallest unit. */
export interface Target {
  readonly unit: UnitCode
  readonly indicator: IndicatorCode
  readonly year: number
  readonly scheme: TargetScheme
  readonly value: number
  readonly status: TargetStatus
  /** 文号; null while provisional or unknown. */
  readonly document: string | null
  /** Month 1–12 from which this value holds; a revised target has a later one. The last that holds is used. */
  readonly effectiveMonth: number
}
