const clock = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' })

/** A moment (ISO 8601) as clocks in the city show it, wherever the browser is. */
export function formatClock(moment: string): string {
  return clock.format(new Date(moment))
}
