import type { DemoYear } from './calendar.ts'

/**
 * What the whole city must come to, and when. 2022 is what the bureau published, indicator by indicator ("近" and "余"
 * read as the plain number); January–September 2022 and 2021 of E01, E04 and T04 are press figures. The rest is made up
 * and fixed. 2023 is January–June as it would be if everybody had reported.
 */

/** Totals by year, in the indicator's smallest unit. */
export interface YearTotals {
  readonly 2021: number
  readonly 2022: number
  /** January–June. */
  readonly 2023: number
}

/** Month by month: fixed figures, or weights of the year's twelve months, or in step with another indicator. */
export type MonthShape =
  | { readonly exact: Readonly<Partial<Record<DemoYear, readonly number[]>>>; readonly otherwise: readonly number[] }
  | { readonly weights: readonly number[] }
  | { readonly like: string }

export interface FlowPlan {
  readonly code: string
  readonly totals: YearTotals
  readonly months: MonthShape
  /** Figures of units are multiples of it (loans come in round sums). */
  readonly step?: number
}

/** Q1 27 %, H1 60 %, Q3 94 % of the target of 52,000; December short. */
const JOBS_2022 = [3_870, 4_145, 6_025, 5_346, 5_571, 6_243, 6_428, 5_917, 5_355, 3_874, 3_342, 2_184]
const JOBS_2023 = [3_762, 4_487, 5_618, 4_531, 4_697, 5_893]
/** Leaving after the Spring Festival. */
const LEAVING_2022 = [1_266, 3_304, 3_987, 2_754, 2_312, 1_993, 1_876, 1_722, 1_486, 412, 337, 251]
/** Ahead until February, behind from March on. */
const LEAVING_2023 = [1_718, 2_243, 1_382, 1_474, 1_633, 1_512]

const SERVICE_YEAR = [7, 9.5, 10.5, 8.5, 8, 8.2, 8.6, 8.4, 8.5, 8, 7.8, 7]
const FAIR_YEAR = [9, 17, 16, 9, 7.5, 7, 6, 6, 7.5, 6, 5, 4]
const TRAINING_YEAR = [4, 5, 9, 10, 11, 11, 9, 8, 11, 9, 8, 5]
const LOAN_YEAR = [5, 5.5, 8, 9, 9, 10, 9, 8.5, 10, 9, 9, 8]
const MARKET_YEAR = [7, 7, 9.5, 9, 8.8, 8.8, 8.6, 8.5, 8.6, 8, 7.8, 8.4]

/** In an order in which every `like` comes after what it is like. */
export const FLOW_PLANS: readonly FlowPlan[] = [
  { code: 'E01', totals: { 2021: 61_700, 2022: 58_300, 2023: 28_988 }, months: { exact: { 2022: JOBS_2022, 2023: JOBS_2023 }, otherwise: JOBS_2022 } },
  { code: 'E02', totals: { 2021: 13_100, 2022: 12_000, 2023: 5_900 }, months: { like: 'E01' } },
  { code: 'E03', totals: { 2021: 6_150, 2022: 6_000, 2023: 2_950 }, months: { like: 'E01' } },
  { code: 'E04', totals: { 2021: 13_300, 2022: 21_700, 2023: 9_962 }, months: { exact: { 2022: LEAVING_2022, 2023: LEAVING_2023 }, otherwise: LEAVING_2022 } },
  { code: 'S01', totals: { 2021: 312_000, 2022: 350_000, 2023: 187_200 }, months: { weights: SERVICE_YEAR } },
  { code: 'S02', totals: { 2021: 43_600, 2022: 50_000, 2023: 27_100 }, months: { like: 'S01' } },
  { code: 'S03', totals: { 2021: 214_000, 2022: 250_000, 2023: 136_400 }, months: { like: 'S02' } },
  { code: 'S04', totals: { 2021: 362, 2022: 400, 2023: 258 }, months: { weights: FAIR_YEAR } },
  { code: 'S05', totals: { 2021: 7_100, 2022: 8_000, 2023: 5_480 }, months: { like: 'S04' } },
  { code: 'S06', totals: { 2021: 158_000, 2022: 189_000, 2023: 128_600 }, months: { like: 'S04' } },
  { code: 'S07', totals: { 2021: 52_300, 2022: 65_000, 2023: 43_700 }, months: { like: 'S06' } },
  { code: 'M01', totals: { 2021: 96_400, 2022: 108_000, 2023: 56_300 }, months: { weights: MARKET_YEAR } },
  { code: 'M02', totals: { 2021: 208_000, 2022: 235_000, 2023: 121_900 }, months: { like: 'M01' } },
  { code: 'T01', totals: { 2021: 195, 2022: 206, 2023: 102 }, months: { weights: TRAINING_YEAR } },
  { code: 'T02', totals: { 2021: 4_720, 2022: 5_000, 2023: 2_490 }, months: { like: 'T01' } },
  { code: 'T03', totals: { 2021: 176, 2022: 200, 2023: 101 }, months: { like: 'T02' } },
  { code: 'T04', totals: { 2021: 112_800, 2022: 98_500, 2023: 47_200 }, months: { weights: TRAINING_YEAR } },
  { code: 'L01', totals: { 2021: 724_500, 2022: 800_000, 2023: 398_500 }, months: { weights: LOAN_YEAR }, step: 50 },
  { code: 'L02', totals: { 2021: 5_460, 2022: 6_000, 2023: 2_850 }, months: { like: 'L01' } },
]

/** E06 at the end of each month from 2021-01 on. */
export const REGISTERED_UNEMPLOYED: readonly number[] = [
  37_912, 38_460, 38_127, 37_804, 37_596, 38_033, 38_871, 39_214, 38_945, 38_702, 38_588, 38_617,
  39_180, 39_764, 39_512, 39_873, 40_246, 40_731, 41_298, 41_142, 40_688, 40_415, 40_197, 40_000,
  40_612, 40_934, 40_305, 39_718, 39_436, 39_567,
]

/** E07 at the end of each quarter from 2021-03 on. */
export const URBAN_LABOUR: readonly number[] = [
  1_221_400, 1_223_900, 1_227_200, 1_230_600, 1_236_100, 1_240_800, 1_245_500, 1_250_000, 1_253_600, 1_257_300,
]

/** R04 of each month from 2021-01 on, in tenths of a percent. */
export const SURVEYED_RATE: readonly number[] = [
  53, 55, 53, 52, 51, 51, 52, 52, 50, 50, 51, 52, 54, 56, 57, 59, 58, 57, 56, 55, 55, 56, 57, 56, 56, 57, 55, 54, 54, 53,
]

/** The year form. Money in hundredths of 亿元. */
export const YEAR_FIGURES: Readonly<Record<string, Readonly<Partial<Record<DemoYear, number>>>>> = {
  H01: { 2021: 22, 2022: 28 },
  H02: { 2021: 21_50, 2022: 30_00 },
  H03: { 2021: 18, 2022: 20 },
  H04: { 2021: 0, 2022: 34 },
  Q01: { 2021: 261, 2022: 261 },
  Q02: { 2021: 80_000, 2022: 80_000 },
}
