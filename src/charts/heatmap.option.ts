import type { HeatmapSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TooltipComponentOption, VisualMapComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { chartText, widthInEm } from './chart-text.ts'
import { detailDimensions, textTooltip } from './text-tooltip.ts'
import type { ChartColors, Tone } from './theme-colors.ts'

export type HeatmapOption = ComposeOption<HeatmapSeriesOption | GridComponentOption | TooltipComponentOption | VisualMapComponentOption>

export interface HeatmapSquare {
  /** Sign and index, the figure, or why there is neither. */
  readonly text: string
  readonly tone: Tone | null
  /** Without a status: which fifth of its column, 0–4; null: neutral. */
  readonly fifth: number | null
  readonly isMissing: boolean
  /** What the tooltip says, in the order of the input's `details`. */
  readonly details: readonly string[]
}

export interface HeatmapInput {
  /** Names of the tooltip's lines. */
  readonly details: readonly string[]
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
  readonly column: number
  /** Narrower, it scrolls. */
  readonly width: number
  readonly height: number
}

const FONT_REM = 0.875
/** Longer names take a second line: none is cut. */
const NAME_EM = 9
const COLUMN_REM = 5.75
const LABEL_SHARE = 0.92
const LINE_HEIGHT = 1.2

/** The frame in a room that is `width` px wide. */
export function heatmapFrame({ columns, rows }: HeatmapInput, width: number, isTouch: boolean, rem: number): HeatmapFrame {
  const px = rem * FONT_REM
  const left = Math.ceil(Math.min(NAME_EM, Math.max(0, ...rows.map(widthInEm))) * px + rem * 0.75)
  const column = Math.max(COLUMN_REM * rem, (width - left) / columns.length)
  const lines = Math.max(1, ...columns.map((name) => Math.ceil(widthInEm(name) / Math.floor((column * LABEL_SHARE) / px))))
  const hasLongName = rows.some((name) => widthInEm(name) > NAME_EM)
  const row = rem * (isTouch || hasLongName ? 2.5 : rows.length <= 12 ? 2.125 : 1.75)
  const top = Math.ceil(lines * px * LINE_HEIGHT + rem * 0.5)
  return { left, top, column, width: Math.floor(left + columns.length * column), height: Math.ceil(top + rows.length * row) }
}

/** Which row and column are at a point; −1 where the names of the other axis are. */
export function heatmapPlace(input: HeatmapInput, frame: HeatmapFrame, at: { readonly x: number; readonly y: number }): { readonly row: number; readonly column: number } {
  const place = (offset: number, size: number, count: number) => (offset < 0 ? -1 : Math.min(count - 1, Math.floor((offset / size) * count)))
  return {
    row: place(at.y - frame.top, frame.height - frame.top, input.rows.length),
    column: place(at.x - frame.left, frame.width - frame.left, input.columns.length),
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
    tooltip: { trigger: 'item', ...textTooltip(colors) },
    visualMap: { type: 'piecewise', show: false, dimension: 2, pieces: grounds.map((color, value) => ({ value, color })) },
    xAxis: {
      ...bare,
      position: 'top',
      data: columns.map((_, k) => ({ value: String(k), textStyle: { fontWeight: k === input.selected ? 'bold' as const : 'normal' as const } })),
      axisLabel: { ...text, width: frame.column * LABEL_SHARE, overflow: 'break', lineHeight: px * LINE_HEIGHT, margin: colors.rem * 0.25, formatter: (place: string) => chartText(columns[Number(place)] ?? '') },
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
      emphasis: { itemStyle: { borderColor: colors.accent, color: 'inherit' } },
      label: { show: true, fontSize: px, formatter: ({ dataIndex }) => squareAt(input, dataIndex)?.text ?? '' },
      dimensions: detailDimensions(['column', 'row', 'ground'], input.details).dimensions,
      encode: { x: 0, y: 1, value: 2, ...detailDimensions(['column', 'row', 'ground'], input.details).encode },
      data: squares.flatMap((row, y) => row.map((square, x) => ({
        name: chartText(`${rows[y]}　${columns[x]}`),
        value: [x, y, groundOf(square), ...square.details.map(chartText)],
        label: { color: inkOf(square, colors) },
      }))),
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
