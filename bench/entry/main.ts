/**
 * How long from a key to the painted cell, and from Ctrl+V to 500 painted cells, on a sheet of 300 × 20?
 * Usage: npm run bench:entry [-- --rounds 3]
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../../tests/browser/chromium.ts'
import { serveSheetPage } from '../../tests/browser/sheet-page/serve.ts'
import { traceMainThread } from '../drill/task-trace.ts'
import { median } from '../median.ts'
import { bareSheet } from './bare-sheet.ts'

const ROWS = 300
const COLUMNS = 20
/** Of 540 cells 517 are open. */
const PASTED = { rows: 27, columns: COLUMNS }
/** Below the page's closed row. */
const FIRST = 7
const KEYS = 20
const PASTES = 4
const RATES = [1, 4]
const ACTS = ['digit', 'enter', 'arrow', 'paste'] as const
type Act = (typeof ACTS)[number]
type Subject = 'sheet' | 'bare'

interface Sample {
  readonly work: number
  readonly wall: number
  readonly frames: number
}
type Times = Record<Act, Sample[]>

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } })
const rounds = Number(values.rounds)

console.log(`load of the machine at the start: ${loadavg()[0]!.toFixed(1)}\n`)
const served = await serveSheetPage()
const browser = await launchChromium()
const all = new Map<string, Times[]>()
try {
  for (let round = 0; round < rounds; round++) {
    for (const rate of round % 2 === 0 ? RATES : RATES.toReversed()) {
      for (const subject of round % 2 === 0 ? (['sheet', 'bare'] as const) : (['bare', 'sheet'] as const)) {
        const key = `${subject} ${rate}`
        all.set(key, [...(all.get(key) ?? []), await timeSheet(browser, subject, rate)])
      }
    }
  }
} finally {
  await browser.close()
  await served.stop()
}
print()
console.log(`load of the machine at the end: ${loadavg()[0]!.toFixed(1)}`)

async function timeSheet(browser: Browser, subject: Subject, cpu: number): Promise<Times> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  await page.goto(`${served.url}?rows=${ROWS}&columns=${COLUMNS}`)
  await page.getByRole('grid').waitFor()
  if (subject === 'bare') await page.evaluate(bareSheet, { rows: ROWS, columns: COLUMNS })
  await page.locator('.sheet-editor').focus()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu })
  const frames: Record<Act, number[]> = { digit: [], enter: [], arrow: [], paste: [] }
  const thread = await traceMainThread(browser, () => walk(page, frames))
  const sample = (act: Act, k: number): Sample => {
    const [from, to] = [thread.at(`drill:${act} ${k}`), thread.at(`drill:${act} ${k} painted`)]
    return { work: to.thread - from.thread, wall: to.wall - from.wall, frames: frames[act][k]! }
  }
  await context.close()
  return Object.fromEntries(ACTS.map((act) => [act, frames[act].map((_, k) => sample(act, k))])) as Times
}

/** Types down the second column, walks, pastes; every step waits until it is painted. */
async function walk(page: Page, frames: Record<Act, number[]>): Promise<void> {
  const step = async (act: Act, k: number, key: string, shown: { row: number; column: number; text: string } | null) => {
    await page.evaluate(arm, { mark: `drill:${act} ${k}`, type: act === 'paste' ? 'paste' : 'keydown', act, shown })
    await page.keyboard.press(key)
    frames[act].push(await page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted))
  }
  await page.keyboard.press('ArrowRight')
  for (let k = 0; k < FIRST; k++) await page.keyboard.press('ArrowDown')
  // Every figure goes below the last one.
  for (let k = 0; k < KEYS; k++) {
    await step('digit', k, '5', null)
    await page.keyboard.type(String(k))
    await step('enter', k, 'Enter', { row: FIRST + k, column: 1, text: `5${k}` })
    await step('arrow', k, 'ArrowRight', null)
    await page.keyboard.press('ArrowLeft')
  }
  for (let k = 0; k < PASTES; k++) {
    const block = Array.from({ length: PASTED.rows }, (_, r) => Array.from({ length: PASTED.columns }, (_, c) => `${k + 1},${100 + r * 20 + c}`).join('\t')).join('\r\n')
    await page.evaluate((text) => navigator.clipboard.writeText(text), block)
    await page.keyboard.press('Control+Home')
    await step('paste', k, 'Control+v', { row: 4, column: 2, text: `${k + 1},182` })
  }
}

/** Runs in the page: marks the event, then the first frame that shows it, after it was painted. */
function arm({ mark, type, act, shown }: { mark: string; type: string; act: Act; shown: { row: number; column: number; text: string } | null }): void {
  const input = document.querySelector<HTMLInputElement>('.sheet-editor')!
  const place = input.style.transform
  const isShown = () => {
    if (shown !== null) return document.querySelector(`tr[aria-rowindex="${shown.row + 2}"] > [aria-colindex="${shown.column + 2}"]`)?.firstChild?.textContent === shown.text
    return act === 'digit' ? input.value !== '' : input.style.transform !== place
  }
  Object.assign(window, {
    painted: new Promise<number>((resolve, reject) => {
      addEventListener(type, () => {
        performance.mark(mark)
        const channel = new MessageChannel()
        let frames = 0
        const begun = performance.now()
        channel.port1.onmessage = () => {
          performance.mark(`${mark} painted`)
          resolve(frames)
        }
        const look = () => {
          frames += 1
          if (isShown()) channel.port2.postMessage(null)
          else if (performance.now() - begun > 10_000) reject(new Error(`${mark} was never shown`))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }, { capture: true, once: true })
    }),
  })
}

function print(): void {
  const names: Record<Act, string> = { digit: 'a digit typed', enter: 'Enter: cell, total, next cell', arrow: 'an arrow', paste: '500 cells pasted' }
  console.log('| CPU | | work, median / worst ms | on the wall\'s clock | frames, most | bare HTML: work | × bare | rounds |\n| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const rate of RATES) {
    for (const act of ACTS) {
      const ours = all.get(`sheet ${rate}`)!.map((times) => times[act])
      const bare = all.get(`bare ${rate}`)!.map((times) => times[act])
      const work = (samples: readonly Sample[]) => median(samples.map((sample) => sample.work))
      const ratios = ours.map((samples, k) => work(samples) / work(bare[k]!))
      const [flat, floor] = [ours.flat(), bare.flat()]
      const worst = Math.max(...flat.map((sample) => sample.work))
      console.log(`| ${rate} × | ${names[act]} | ${work(flat).toFixed(1)} / ${worst.toFixed(1)} | ${median(flat.map(({ wall }) => wall)).toFixed(1)} | ${Math.max(...flat.map((sample) => sample.frames))} | ${work(floor).toFixed(1)} | ${median(ratios).toFixed(2)} | ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')} |`)
    }
  }
  console.log()
}
