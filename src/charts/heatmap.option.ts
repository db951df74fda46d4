import type { HeatmapSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TooltipComponentOption, VisualMapComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { chartText, widthInEm } from './chart-text.ts'
import { textTooltip } from './text-tooltip.ts'
import type { ChartColors, Tone } from './theme-colors.ts'

export type HeatmapOption = ComposeOption<HeatmapSeriesOption | GridComponentOption | TooltipComponentOption | VisualMapComponentOption>

export interface HeatmapSquare {
  /** Sign and index, the figure, or why there is neither. */
  readonly text: string
  readonly tone: Tone | null
  /** Without a status: which fifth of its column, 0–4; null: neutral. */
  readonly fifth: number | null
  readonly isMissing: boolean
  readonly details: readonly string[]
}

export interface HeatmapInput {
  readonly columns: readonly string[]
  /** Place of the column that the other charts show; −1: none of them. */
  readonly selected: number
  readonly rows: readonly string[]
  /** `squares[row][column]`. */
  readonly squares: readonly (readonly HeatmapSquare[])[]
}

/** Where the cells lie in the picture, in px, and how small it may get. */
export interface HeatmapFrame {
  readonly left: number
  readonly top: number
  readonly minWidth: number
  readonly height: number
}

const FONT_REM = 0.875
/** Longer names take a second line: none is cut. */
const NAME_EM = 9
const COLUMN_REM = 5.5

export function heatmapFrame({ columns, rows }: HeatmapInput, isTouch: boolean, rem: number): HeatmapFrame {
  const px = rem * FONT_REM
  const name = Math.ceil(Math.min(NAME_EM, Math.max(0, ...rows.map(widthInEm))) * px)
  const lines = Math.ceil(Math.max(1, ...columns.map((column) => widthInEm(column) / Math.floor((COLUMN_REM * 0.9) / FONT_REM))))
  const hasLongName = rows.some((each) => widthInEm(each) > NAME_EM)
  const row = rem * (isTouch || hasLongName ? 2.5 : rows.length <= 12 ? 2.125 : 1.75)
  const left = name + rem * 0.75
  const top = Math.ceil(lines * px * 1.25 + rem * 0.375)
  return { left, top, minWidth: Math.ceil(left + columns.length * COLUMN_REM * rem), height: Math.ceil(top + rows.length * row) }
}

/** Which row and column are at a point; −1 where the names of the other axis are. */
export function heatmapPlace(input: HeatmapInput, frame: HeatmapFrame, width: number, at: { readonly x: number; readonly y: number }): { readonly row: number; readonly column: number } {
  const place = (offset: number, size: number, count: number) => (offset < 0 ? -1 : Math.min(count - 1, Math.floor((offset / size) * count)))
  return {
    row: place(at.y - frame.top, frame.height - frame.top, input.rows.length),
    column: place(at.x - frame.left, width - frame.left, input.columns.length),
  }
}

const TONES: readonly Tone[] = ['ahead', 'near', 'behind']
/** Numbers that the visual map turns into colours: 0–2 the tones, 3–7 the fifths, 8 neither. */
const FIRST_FIFTH = TONES.length
const NEUTRAL = FIRST_FIFTH + 5

/** Children × indicators. Each cell says its sign and number: colour only repeats it. */
export function buildHeatmapOption(input: HeatmapInput, frame: HeatmapFrame, colors: ChartColors): HeatmapOption {
  const { columns, rows, squares } = input
  const px = colors.rem * FONT_REM
  const text = { fontSize: px, color: colors.ink, interval: 0, hideOverlap: false }
  const bare = { type: 'category' as const, axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } }
  const grounds = [...TONES.map((tone) => colors.tones[tone].soft), ...colors.fifths, colors.track]
  return {
    animation: false,
    textStyle: { fontFamily: colors.font },
    grid: { left: frame.left, right: 0, top: frame.top, bottom: 0, outerBoundsMode: 'none' },
    tooltip: { trigger: 'item', ...textTooltip(colors, (k) => linesAt(input, k)) },
    visualMap: { type: 'piecewise', show: false, dimension: 2, pieces: grounds.map((color, value) => ({ value, color })) },
    xAxis: {
      ...bare,
      position: 'top',
      data: columns.map((_, k) => ({ value: String(k), textStyle: { fontWeight: k === input.selected ? 'bold' as const : 'normal' as const } })),
      axisLabel: { ...text, width: colors.rem * COLUMN_REM * 0.9, overflow: 'break', lineHeight: px * 1.2, margin: colors.rem * 0.25, formatter: (place: string) => chartText(columns[Number(place)] ?? '') },
    },
    yAxis: {
      ...bare,
      inverse: true,
      data: rows.map((_, k) => String(k)),
      axisLabel: {
        ...text, align: 'left', margin: frame.left - colors.rem * 0.125, width: frame.left - colors.rem * 0.75, overflow: 'break', lineHeight: px * 1.15,
        formatter: (place: string) => chartText(rows[Number(place)] ?? ''),
      },
    },
    series: [{
      type: 'heatmap',
      cursor: 'pointer',
      itemStyle: { borderColor: colors.surface, borderWidth: Math.max(2, colors.rem / 8), borderRadius: 4 },
      emphasis: { itemStyle: { borderColor: colors.accent } },
      label: { show: true, fontSize: px, formatter: ({ dataIndex }) => squareAt(input, dataIndex)?.text ?? '' },
      data: squares.flatMap((row, y) => row.map((square, x) => ({ value: [x, y, groundOf(square)], label: { color: inkOf(square, colors) } }))),
    }],
  }
}

function groundOf({ tone, fifth }: HeatmapSquare): number {
  if (tone !== null) return TONES.indexOf(tone)
  return fifth === null ? NEUTRAL : FIRST_FIFTH + fifth
}

function inkOf({ tone, fifth, isMissing }: HeatmapSquare, colors: ChartColors): string {
  if (tone !== null) return colors.tones[tone].ink
  return isMissing || fifth === null ? colors.inkSoft : colors.ink
}

/** Data items run row by row. */
function squareAt(input: HeatmapInput, dataIndex: number): HeatmapSquare | undefined {
  const width = input.columns.length
  return input.squares[Math.floor(dataIndex / width)]?.[dataIndex % width]
}

function linesAt(input: HeatmapInput, dataIndex: number): string[] {
  const width = input.columns.length
  const names = [input.rows[Math.floor(dataIndex / width)], input.columns[dataIndex % width]].filter((name) => name !== undefined)
  return [...names, ...(squareAt(input, dataIndex)?.details ?? [])].map(chartText)
}
