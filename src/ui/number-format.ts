const formats = new Map<number, Intl.NumberFormat>()

/** A figure in its unit with its fixed decimals, `8,000.00`; `—` when absent. */
export function formatFigure(value: number | null, decimals: number): string {
  if (value === null) return '—'
  let format = formats.get(decimals)
  if (format === undefined) {
    format = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    formats.set(decimals, format)
  }
  return format.format(value)
}

const percent = new Intl.NumberFormat('zh-CN', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** A ratio as `112.1%`; `—` when absent. */
export function formatPercent(ratio: number | null): string {
  return ratio === null ? '—' : percent.format(ratio)
}
