import type { FormSetting } from '#contract/forms.ts'
import { monthsBetween, type Frequency } from '#core/indicator/form.ts'
import { monthNumber, yearOf, type Month } from '#core/period/month.ts'
import { levelName, monthName } from './unit-words.ts'

export const FREQUENCY_NAMES: Readonly<Record<Frequency, string>> = { month: '月报', quarter: '季报', year: '年报' }

/** 村社区、乡镇街道; 村社区（村委会）; a single unit by its name. */
export function fillersText(fillers: FormSetting['fillers']): string {
  return fillers.map((pattern) => {
    if ('unit' in pattern) return pattern.name ?? pattern.unit
    return pattern.kind === undefined ? levelName(pattern.level) : `${levelName(pattern.level)}（${pattern.kind}）`
  }).join('、')
}

/** 2023年6月, 2023年第2季度, 2023年. */
export function periodName(frequency: Frequency, period: Month): string {
  if (frequency === 'year') return `${yearOf(period)}年`
  return frequency === 'quarter' ? `${yearOf(period)}年第${monthNumber(period) / 3}季度` : monthName(period)
}

/** The month of a moment, told from a period. */
export function monthWord(frequency: Frequency, monthsAfter: number): string {
  if (frequency === 'year') return monthsAfter === 0 ? '当年12月' : `次年${monthsAfter}月`
  const end = frequency === 'quarter' ? '季末' : ''
  return monthsAfter === 0 ? `${end}当月` : monthsAfter === 1 ? `${end}次月` : `${end}后第${monthsAfter}月`
}

/** The months of a year that hold a period: 1, 2, 3 …; 3, 6, 9, 12; 12. */
export function periodMonths(frequency: Frequency): number[] {
  const step = monthsBetween(frequency)
  return Array.from({ length: 12 / step }, (_, k) => (k + 1) * step)
}

export interface MomentText {
  readonly date: string
  readonly weekday: string
  readonly isWeekend: boolean
  readonly time: string
}

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/
const WEEKDAYS = '日一二三四五六'

/** 7月2日, 周日, 17:00: as it is written in the rule; 24:00 stays 24:00. */
export function momentText(moment: string): MomentText {
  const [, year, month, day, time = ''] = MOMENT.exec(moment) ?? []
  const weekday = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay()
  return { date: `${Number(month)}月${Number(day)}日`, weekday: `周${WEEKDAYS[weekday]}`, isWeekend: weekday === 0 || weekday === 6, time }
}
