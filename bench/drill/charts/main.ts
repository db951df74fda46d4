/** Runs in the page: `window.timeCharts(cases, runs)` updates each chart, and draws its shapes by hand, in turn. */
import { init, type EChartsCoreOption } from 'echarts/core'
import { createApp, h, nextTick, shallowRef } from 'vue'
import '#src/charts/echarts-setup.ts'
import { buildHeatmapOption, heatmapFrame } from '#src/charts/heatmap.option.ts'
import HoneycombChart from '#src/charts/honeycomb/HoneycombChart.vue'
import { buildHoneycombLayout, type HoneycombLayout } from '#src/charts/honeycomb/honeycomb-layout.ts'
import { honeycombColors } from '#src/charts/honeycomb/palette.ts'
import { buildRankingOption, rankingRowRem } from '#src/charts/ranking.option.ts'
import { useThemeColors } from '#src/charts/theme-colors.ts'
import { buildTrendOption } from '#src/charts/trend.option.ts'
import '#src/styles/index.css'
import type { ChartCases, ChartTimes } from './cases.ts'
import { drawByHand, shapesOf } from './hand-drawn.ts'

const host = document.querySelector<HTMLDivElement>('#ours')!
const hand = document.querySelector<HTMLCanvasElement>('#floor')!

/** Drawing is done when a pixel can be read. */
const settle = (canvas: HTMLCanvasElement) => void canvas.getContext('2d')!.getImageData(0, 0, 1, 1)

function prepare(width: number, height: number): CanvasRenderingContext2D {
  host.replaceChildren()
  host.style.cssText = `width: ${width}px; height: ${height}px`
  hand.width = width
  hand.height = height
  return hand.getContext('2d')!
}

async function alternate(runs: number, ours: (k: number) => unknown, floor: (k: number) => unknown): Promise<{ ours: number[]; floor: number[] }> {
  const times = { ours: [] as number[], floor: [] as number[] }
  const timed = async (of: 'ours' | 'floor', k: number) => {
    const start = performance.now()
    await (of === 'ours' ? ours(k) : floor(k))
    times[of].push(performance.now() - start)
  }
  for (let k = 0; k < runs; k++) {
    for (const of of k % 2 === 0 ? ['ours', 'floor'] as const : ['floor', 'ours'] as const) await timed(of, k)
    // Between two runs the browser may draw and collect, as between two clicks.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return times
}

async function timeEchart(chart: ChartTimes['chart'], size: readonly [number, number], options: readonly (() => EChartsCoreOption)[], runs: number): Promise<ChartTimes> {
  const context = prepare(...size)
  const echart = init(host)
  const update = (k: number) => {
    echart.setOption(options[k % options.length]!(), { notMerge: true })
    echart.getZr().flush()
    settle(host.querySelector('canvas')!)
  }
  const shapes = options.map((_, k) => {
    update(k)
    return shapesOf(echart)
  })
  const times = await alternate(runs, update, (k) => {
    drawByHand(context, shapes[k % shapes.length]!)
    settle(hand)
  })
  echart.dispose()
  return { chart, shapes: Math.max(...shapes.map((list) => list.length)), ...times }
}

/** The bare hexagons: corners known, one fill a colour. */
function drawHexagons(context: CanvasRenderingContext2D, corners: Float64Array, classes: Uint8Array, colors: readonly string[]): void {
  context.fillStyle = '#fff'
  context.fillRect(0, 0, context.canvas.width, context.canvas.height)
  colors.forEach((color, each) => {
    context.fillStyle = color
    context.beginPath()
    classes.forEach((own, cell) => {
      if (own !== each) return
      const at = 12 * cell
      context.moveTo(corners[at]!, corners[at + 1]!)
      for (let k = 2; k < 12; k += 2) context.lineTo(corners[at + k]!, corners[at + k + 1]!)
      context.closePath()
    })
    context.fill()
  })
}

function cornersOf(layout: HoneycombLayout, [width, height]: readonly [number, number]): Float64Array {
  const { left, right, top, bottom } = layout.parts[0]!
  const scale = 0.9 * Math.min(width / (right - left), height / (bottom - top))
  return Float64Array.from({ length: 12 * layout.codes.length }, (_, k) => {
    const cell = Math.floor(k / 12)
    const angle = ((Math.floor((k % 12) / 2) + 0.5) * Math.PI) / 3
    return k % 2 === 0
      ? (layout.x[cell]! + 0.95 * Math.cos(angle) - (left + right) / 2) * scale + width / 2
      : (layout.y[cell]! + 0.95 * Math.sin(angle) - (top + bottom) / 2) * scale + height / 2
  })
}

async function timeHoneycomb({ tree, tiles, cells }: ChartCases['honeycomb'], runs: number): Promise<ChartTimes> {
  const size = [780, 500] as const
  const context = prepare(...size)
  const layout = buildHoneycombLayout(tree, tiles)
  const colors = honeycombColors(false)
  const laid = cells.map(({ classes, marks }) => ({ classes: Uint8Array.from(classes), marks: Uint8Array.from(marks) }))
  const shown = shallowRef(laid[0]!)
  // Frames are ours to start, so that the whole update is timed and no waiting.
  const frames: FrameRequestCallback[] = []
  window.requestAnimationFrame = (callback) => frames.push(callback)
  const runFrames = () => { for (const frame of frames.splice(0)) frame(performance.now()) }
  const app = createApp(() => h(HoneycombChart, { layout, ...shown.value, colors, focusCode: tree.code, label: '', describe: () => [''], signOf: () => null }))
  app.mount(host)
  await new Promise((resolve) => setTimeout(resolve, 300))
  runFrames()
  const canvas = host.querySelector('canvas')!
  const corners = cornersOf(layout, size)
  const times = await alternate(runs, async (k) => {
    shown.value = laid[(k + 1) % laid.length]!
    await nextTick()
    if (frames.length === 0) throw new Error('the honeycomb does not draw itself anew')
    runFrames()
    settle(canvas)
  }, (k) => {
    drawHexagons(context, corners, laid[(k + 1) % laid.length]!.classes, colors.cells)
    settle(hand)
  })
  app.unmount()
  return { chart: 'honeycomb', shapes: layout.codes.length, ...times }
}

async function timeCharts(cases: ChartCases, runs: number): Promise<ChartTimes[]> {
  const colors = useThemeColors().value
  const bars = cases.ranking.map((input) => rankingRowRem(input, false) * colors.rem * input.bars.length)
  const frames = cases.heatmap.map((input) => heatmapFrame(input, 1260, false, colors.rem))
  return [
    await timeEchart('trend', [1260, 288], cases.trend.map((input) => () => buildTrendOption(input, colors)), runs),
    await timeEchart('ranking', [500, Math.max(...bars)], cases.ranking.map((input) => () => buildRankingOption(input, colors)), runs),
    await timeEchart('heatmap', [1260, Math.max(...frames.map(({ height }) => height))], cases.heatmap.map((input, k) => () => buildHeatmapOption(input, frames[k]!, colors)), runs),
    await timeHoneycomb(cases.honeycomb, runs),
  ]
}
Object.assign(window, { timeCharts })
