import * as z from 'zod/mini'
import { IndicatorCodeText, MonthText, YearText } from './fields.ts'

export const PeriodsReply = z.object({
  /** Business time, ISO 8601 with offset. In the demo it stands still (演示时间). */
  now: z.string(),
  /** True when figures below city level are generated: pages say 演示数据. */
  demo: z.boolean(),
  /** Months with data, ascending; `edition` is the newest edition's number, null while not frozen. */
  months: z.array(z.object({ month: MonthText, edition: z.nullable(z.int()) })),
  /** The newest frozen month; null when there is none. */
  newestEdition: z.nullable(MonthText),
  /** The month being entered: the newest with any report; null when the database is empty. */
  entering: z.nullable(MonthText),
})
export type PeriodsReply = z.infer<typeof PeriodsReply>

export const PacesQuery = z.object({ year: YearText })

const Shares = z.array(z.number()).check(z.length(12))

/** 序时进度: cumulative shares of the year due by the end of each month, 0–1. */
export const PacesReply = z.object({
  year: z.int(),
  indicators: z.array(
    z.object({
      code: IndicatorCodeText,
      /** The curve that judges. */
      shares: Shares,
      /** Own shape of up to three preceding years with twelve editions; null when there is none. */
      seasonal: z.nullable(
        z.object({ years: z.array(z.int()), mean: Shares, smallest: Shares, largest: Shares }),
      ),
    }),
  ),
})
export type PacesReply = z.infer<typeof PacesReply>
