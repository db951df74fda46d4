import type { TooltipComponentOption } from 'echarts/components'
import type { ChartColors } from './theme-colors.ts'

/** Text tooltips stand on lines of 22 px, whatever their letters: larger ones take every other line. */
const LINE_PX = 22

/**
 * A tooltip of plain lines. No formatter and no HTML: HTML tooltips would let names become markup, and break the page's CSP.
 * @param linesOf lines of a data item, already safe for charts (`chartText`).
 */
export function textTooltip(colors: ChartColors, linesOf: (dataIndex: number) => readonly string[]): TooltipComponentOption {
  const fontSize = colors.rem * 0.875
  const gap = fontSize > LINE_PX * 0.8 ? '\n\n' : '\n'
  return {
    renderMode: 'richText',
    confine: true,
    backgroundColor: colors.surface,
    borderColor: colors.line,
    padding: colors.rem * 0.625,
    transitionDuration: 0,
    textStyle: { color: colors.ink, fontSize, fontWeight: 'normal' },
    valueFormatter: (_value, dataIndex) => linesOf(dataIndex).join(gap),
  }
}
