/**
 * How long from a click that drills down, or out, to the painted numbers and charts?
 * Usage: npm run build && npm run bench:drill [-- --rounds 3] [--only page,charts,data]
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { launchChromium } from '../../tests/browser/chromium.ts'
import { serveCity } from '../served-city.ts'
import { reportCharts } from './chart-updates.ts'
import { reportData } from './drill-data.ts'
import { reportPage } from './page-drill.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, only: { type: 'string', default: 'page,charts,data' } } })
const rounds = Number(values.rounds)
const parts = values.only.split(',')

console.log(`load of the machine at the start: ${loadavg()[0]!.toFixed(1)}\n`)
if (parts.includes('data')) reportData(rounds)
const browser = await launchChromium()
try {
  if (parts.includes('charts')) await reportCharts(browser, rounds)
  if (parts.includes('page')) {
    const city = await serveCity()
    try {
      await reportPage(browser, city, rounds)
    } finally {
      await city.stop()
    }
  }
} finally {
  await browser.close()
}
console.log(`load of the machine at the end: ${loadavg()[0]!.toFixed(1)}`)
