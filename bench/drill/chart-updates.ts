import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { monthOf } from '#core/period/month.ts'
import { rankingBars } from '#src/features/overview/ranking-bars.ts'
import { heatmapSquares } from '#src/features/overview/heatmap-squares.ts'
import { buildHeatmap } from '#src/features/overview/heatmap-view.ts'
import { cellsByPace, cellsByValue, honeycombTree } from '#src/features/overview/honeycomb-cells.ts'
import { buildRanking } from '#src/features/overview/ranking-view.ts'
import { buildTrend } from '#src/features/overview/trend-view.ts'
import { buildHoneycombLayout, type Tile } from '#src/charts/honeycomb/honeycomb-layout.ts'
import { serveFolder } from '../../tests/browser/static-folder.ts'
import { demoFigures } from '../demo-figures.ts'
import { median } from '../median.ts'
import type { ChartCases, ChartTimes } from './charts/cases.ts'

const RUNS = 60
const YEAR = { from: monthOf(2022, 1), to: monthOf(2022, 12) }
/** The demo's widest county and another one take turns. */
const UNITS = ['醴陵市', '茶陵县']

/** An update of each chart against its shapes drawn by hand. Every round is a new page. */
export async function reportCharts(browser: Browser, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-charts-'))
  const cases = buildCases()
  try {
    await build({ root: join(import.meta.dirname, 'charts'), configFile: false, base: './', logLevel: 'error', plugins: [vue()], build: { outDir: folder, target: 'chrome100', chunkSizeWarningLimit: 2000 } })
    const served = await serveFolder(folder, '/')
    const all: ChartTimes[][] = []
    for (let round = 0; round < rounds; round++) {
      const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
      await page.goto(served.url)
      await page.waitForFunction(() => 'timeCharts' in window)
      all.push(await page.evaluate(
        ({ cases, runs }) => (window as unknown as { timeCharts: (cases: unknown, runs: number) => Promise<ChartTimes[]> }).timeCharts(cases, runs),
        { cases, runs: RUNS },
      ))
      await page.close()
    }
    await served.stop()
    print(all)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function print(all: readonly (readonly ChartTimes[])[]): void {
  console.log('| update of | shapes | ms, median / worst | by hand ms | × by hand | rounds |\n| --- | --- | --- | --- | --- | --- |')
  all[0]!.forEach(({ chart, shapes }, k) => {
    const rounds = all.map((times) => times[k]!)
    const ours = rounds.flatMap((times) => times.ours)
    const ratios = rounds.map((times) => median(times.ours) / median(times.floor))
    console.log(`| ${chart} | ${shapes} | ${median(ours).toFixed(1)} / ${Math.max(...ours).toFixed(1)} | ${median(rounds.flatMap((times) => times.floor)).toFixed(2)} | ${median(ratios).toFixed(1)} | ${ratios.map((ratio) => ratio.toFixed(1)).join(' ')} |`)
  })
  console.log()
}

function buildCases(): ChartCases {
  const figures = demoFigures()
  const { tree } = figures
  const indicator = figures.catalogue.indicator('E01' as IndicatorCode)!
  const units = UNITS.map((name) => tree.units.findIndex((unit) => unit.name === name))
  const grid = JSON.parse(readFileSync(join(import.meta.dirname, '../../data/zhuzhou-tilegrid.json'), 'utf8')) as { tiles: Tile[] }
  const nodes = honeycombTree(figures, tree.epochAt(YEAR.to), tree.root)
  const layout = buildHoneycombLayout(nodes, grid.tiles)
  const byValue = cellsByValue(figures, layout, indicator, YEAR)
  const byPace = cellsByPace(figures, layout, indicator, YEAR)
  if (units.includes(-1) || byPace === null) throw new Error('the demo city has no such units, or no targets')
  return {
    trend: units.map((unit) => ({ ...buildTrend(figures, unit, indicator, YEAR), unit: indicator.unit, decimals: indicator.decimals })),
    ranking: units.map((unit) => rankingBars(buildRanking(figures, unit, indicator, YEAR), indicator, false)),
    heatmap: units.map((unit) => heatmapSquares(buildHeatmap(figures, unit, YEAR), indicator.code)),
    honeycomb: {
      tree: nodes, tiles: grid.tiles,
      cells: [byValue.classes, byPace.classes].map((classes) => ({ classes: [...classes], marks: [...byValue.marks] })),
    },
  }
}
