/**
 * How many bytes, and how long, until the first tile shows its number, against a bare vue + router + pinia page?
 * Usage: npm run build && npm run bench:first-load [-- --rounds 5]
 * Both are served gzipped on loopback; every load is a new browser context without cache; the two take turns.
 */
import { createServer } from 'node:http'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'
import { launchChromium } from '../../tests/browser/chromium.ts'
import type { SessionCookie } from '../../tests/browser/running-server.ts'
import { median } from '../median.ts'
import { serveCity } from '../served-city.ts'

interface Load {
  readonly ms: number
  readonly jsUntil: number
  readonly jsAll: number
  readonly requests: number
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } })
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' }

function serveFolder(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return [path.slice(folder.length), gzipSync(readFileSync(path), { level: 9 })] as const
      }),
  )
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : request.url!
    const body = files.get(path)
    response.writeHead(body ? 200 : 404, { 'content-type': TYPES[extname(path)] ?? 'text/plain', 'content-encoding': 'gzip' })
    response.end(body)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop: () => new Promise<void>((ended) => void server.close(() => ended())) }))
  })
}

/** `slow`: CPU 4 × slower, 10 Mbit/s, 40 ms. The moment is the mark `first-number`, or the largest paint of the floor. */
async function load(browser: Browser, url: string, slow: boolean, cookie: SessionCookie | null): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
  if (cookie !== null) await context.addCookies([cookie])
  const marked = cookie !== null
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  if (slow) {
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    const bytesPerSecond = (10 * 1024 * 1024) / 8
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond })
  }
  await page.goto(url, { waitUntil: 'load' })
  if (marked) await page.waitForFunction(() => performance.getEntriesByName('first-number').length > 0)
  const ms = await page.evaluate(
    (byMark) =>
      byMark
        ? performance.getEntriesByName('first-number')[0]!.startTime
        : new Promise<number>((resolve) => {
            new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({ type: 'largest-contentful-paint', buffered: true })
          }),
    marked,
  )
  // Charts come last: two canvases are the honeycomb's.
  if (marked) await page.waitForFunction(() => document.querySelectorAll('canvas').length > 2)
  const scripts = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map((entry) => ({
      script: /\.js($|\?)/.test(entry.name), bytes: entry.encodedBodySize, end: entry.responseEnd,
    })))
  await context.close()
  const sum = (list: typeof scripts) => list.reduce((all, { bytes }) => all + bytes, 0)
  const js = scripts.filter(({ script }) => script)
  return { ms, jsUntil: sum(js.filter(({ end }) => end <= ms)), jsAll: sum(js), requests: scripts.length }
}

const folder = mkdtempSync(join(tmpdir(), 'bench-first-load-'))
await build({ root: join(import.meta.dirname, 'floor'), configFile: false, base: './', logLevel: 'error', plugins: [vue()], build: { outDir: join(folder, 'floor'), target: 'chrome100' } })
const pages = [
  { name: 'floor: vue + router + pinia', ...(await serveFolder(join(folder, 'floor'))), cookie: null },
  { name: 'Ballast, city overview', ...(await serveCity()) },
]
const browser = await launchChromium()
console.log('| page | CPU, network | JS kB gz until the number | JS kB gz in all | requests | first number ms | × floor |\n| --- | --- | --- | --- | --- | --- | --- |')
for (const slow of [false, true]) {
  const loads = new Map<string, Load[]>(pages.map(({ name }) => [name, []]))
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const page of round % 2 === 0 ? pages : pages.toReversed()) {
      loads.get(page.name)!.push(await load(browser, page.url, slow, page.cookie))
    }
  }
  const floor = median(loads.get(pages[0]!.name)!.map(({ ms }) => ms))
  for (const [name, all] of loads) {
    const ms = median(all.map((one) => one.ms))
    const kB = (pick: (one: Load) => number) => (median(all.map(pick)) / 1000).toFixed(0)
    console.log(`| ${name} | ${slow ? '4 × slower, 10 Mbit/s' : '1 ×'} | ${kB((one) => one.jsUntil)} | ${kB((one) => one.jsAll)} | ${median(all.map((one) => one.requests))} | ${ms.toFixed(0)} | ${(ms / floor).toFixed(2)} |`)
    console.log(`<!-- rounds: ${all.map((one) => one.ms.toFixed(0)).join(' ')} -->`)
  }
}
await browser.close()
for (const page of pages) await page.stop()
rmSync(folder, { recursive: true, force: true })
