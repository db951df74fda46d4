import { monthNumber, type Month } from '#core/period/month.ts'
import type { Change } from './tiles-view.ts'

const points = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' })
const percent = new Intl.NumberFormat('zh-CN', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' })

/** 较序时进度 +2.3个百分点; null without a pace. */
export function gapText(gap: number | null): string | null {
  return gap === null ? null : `较序时进度 ${points.format(Math.round(gap * 1000) / 10)}个百分点`
}

/** Cut, not rounded: 0.997 is not yet 1.00. */
export function indexText(index: number): string {
  return (Math.floor(index * 100 + 1e-9) / 100).toFixed(2)
}

/** +3.2%, −0.15个百分点, or why there is none. */
export function changeText(change: Change): string {
  if (change.ratio === null) return '—'
  return change.isPoints ? `${points.format(change.ratio * 100)}个百分点` : percent.format(change.ratio)
}

/** 自3月起慢于序时进度; null when not behind. */
export function behindText(since: Month | null): string | null {
  return since === null ? null : `自${monthNumber(since)}月起慢于序时进度`
}
