import type { TooltipComponentOption } from 'echarts/components'
import { chartText } from './chart-text.ts'
import type { ChartColors } from './theme-colors.ts'

/**
 * How tooltips look: drawn as text on the canvas. No formatter and no HTML: HTML tooltips would let names become markup,
 * and break the page's CSP.
 */
export function textTooltip(colors: ChartColors): TooltipComponentOption {
  return {
    renderMode: 'richText',
    confine: true,
    backgroundColor: colors.surface,
    borderColor: colors.line,
    padding: colors.rem * 0.625,
    transitionDuration: 0,
    // Lines of text tooltips are 22 px apart, whatever their letters.
    textStyle: { color: colors.ink, fontSize: Math.min(colors.rem * 0.875, 18), fontWeight: 'normal' },
  }
}

/** Names of what a tooltip says about an item, after the dimensions that are drawn; each becomes a line `name value`. */
export function detailDimensions(drawn: readonly string[], details: readonly string[]): { dimensions: object[]; encode: { tooltip: number[] } } {
  return {
    dimensions: [...drawn.map((name) => ({ name })), ...details.map((name, k) => ({ name: `detail${k}`, displayName: chartText(name), type: 'ordinal' }))],
    encode: { tooltip: details.map((_, k) => drawn.length + k) },
  }
}
