import { addMonths, monthNumber, monthOf, yearOf, type Month, type MonthRange } from '#core/period/month.ts'

/** 月, 季度, 半年, 全年, 累计. */
export type PeriodKind = 'month' | 'quarter' | 'half' | 'year' | 'ytd'

export interface PeriodChoice extends MonthRange {
  readonly label: string
}

export const PERIOD_KINDS: readonly { readonly kind: PeriodKind; readonly label: string }[] = [
  { kind: 'ytd', label: '累计' },
  { kind: 'month', label: '月' },
  { kind: 'quarter', label: '季度' },
  { kind: 'half', label: '半年' },
  { kind: 'year', label: '全年' },
]

const LENGTHS: Record<Exclude<PeriodKind, 'ytd'>, number> = { month: 1, quarter: 3, half: 6, year: 12 }
const ORDINALS = ['一', '二', '三', '四']

/** Every kind that a range is: January to March is both the first quarter and the year to date. */
export function kindsOf(range: MonthRange): PeriodKind[] {
  const length = range.to - range.from + 1
  const first = monthNumber(range.from)
  if (yearOf(range.from) !== yearOf(range.to)) return []
  const regular = (['month', 'quarter', 'half', 'year'] as const).filter((kind) => length === LENGTHS[kind] && (first - 1) % length === 0)
  return first === 1 ? ['ytd', ...regular] : regular
}

/** All ranges of a kind in a year, oldest first. */
export function choicesOf(kind: PeriodKind, year: number): PeriodChoice[] {
  if (kind === 'ytd') {
    return Array.from({ length: 12 }, (_, i) => ({
      from: monthOf(year, 1),
      to: monthOf(year, i + 1),
      label: i === 0 ? '1月' : `1—${i + 1}月`,
    }))
  }
  const length = LENGTHS[kind]
  return Array.from({ length: 12 / length }, (_, i) => {
    const from = monthOf(year, i * length + 1)
    return { from, to: addMonths(from, length - 1), label: labelOf(kind, i) }
  })
}

function labelOf(kind: Exclude<PeriodKind, 'ytd'>, i: number): string {
  switch (kind) {
    case 'month':
      return `${i + 1}月`
    case 'quarter':
      return `${ORDINALS[i]}季度`
    case 'half':
      return i === 0 ? '上半年' : '下半年'
    case 'year':
      return '1—12月'
  }
}

/** The choice of a kind that stands nearest to a range: the one holding its last month, else the last that has data. */
export function nearestChoice(kind: PeriodKind, near: MonthRange, year: number, lastMonth: Month): PeriodChoice | null {
  const possible = choicesOf(kind, year).filter((choice) => choice.to <= lastMonth)
  const wanted = monthOf(year, monthNumber(near.to))
  const exact = kind === 'ytd' ? possible.find((c) => c.to === wanted) : possible.find((c) => c.from <= wanted && wanted <= c.to)
  return exact ?? possible.at(-1) ?? null
}
