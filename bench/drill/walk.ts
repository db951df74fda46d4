import type { Browser, Page } from 'playwright-core'
import type { RunningServer } from '../../tests/browser/running-server.ts'
import { traceMainThread } from './task-trace.ts'

/** A child's row by name or place (from 0), the parent in the breadcrumb, or the browser's Back. */
export type Step = { readonly row: string | number } | 'parent' | 'back'

/** City → district → street → village and out again, then two wide counties. */
export const WALK: readonly Step[] = [
  { row: '石峰区' }, { row: 0 }, { row: 0 }, 'parent', 'parent', 'parent',
  { row: '醴陵市' }, { row: 0 }, 'back', 'back', { row: '茶陵县' }, 'parent',
]

/** What the page says once a step is done: so a timed step knows when everything is there. */
export interface Shown {
  readonly unit: string
  /** Texts of heading, tiles and table of children. */
  readonly numbers: string
  /** The sentence of each picture. */
  readonly charts: string
  readonly html: string
}

/** ms of one step. */
export interface StepTimes {
  /** Main-thread work from the click until heading, tiles and table were painted, and on the wall's clock. */
  readonly work: number
  readonly wall: number
  /** The same until the charts had drawn. */
  readonly charts: number
  readonly chartsWall: number
  /** Work of the longest task from the click until all was quiet. */
  readonly block: number
  /** The browser alone: the same page set as HTML, work until painted. */
  readonly floor: number
}

/** Long enough for a flight of the honeycomb. */
const QUIET_MS = 1000

export async function openCity(browser: Browser, { url, cookie }: Pick<RunningServer, 'url' | 'cookie'>, cpu: number): Promise<Page> {
  // The floor sets the page as HTML, whose style attributes the page's policy would refuse.
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', bypassCSP: true })
  await context.addCookies([cookie])
  const page = await context.newPage()
  await page.goto(`${url}#/overview/430200000000?indicator=E01&from=2022-01&to=2022-12&basis=edition`)
  // Two canvases are the honeycomb's, three the charts'.
  await page.waitForFunction(() => document.querySelectorAll('canvas').length >= 5)
  await page.waitForLoadState('networkidle')
  await page.addScriptTag({ content: `window.drill = (${inPage.toString()})()` })
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu })
  await page.evaluate(rest, QUIET_MS)
  return page
}

const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

interface InPage {
  read: () => Shown
  go: (step: Step) => void
  until: (part: 'numbers' | 'charts', wanted: string) => Promise<void>
  setHtml: (html: string) => Promise<void>
}
type DrillWindow = typeof globalThis & { readonly drill: InPage }

/** Runs in the page. */
function inPage(): InPage {
  const text = (selector: string) => document.querySelector(selector)?.textContent ?? ''
  const numbers = () => [text('main h1'), text('.tiles'), text('.children table')].join('|')
  const charts = () => [...document.querySelectorAll('.body [role="img"], .honeycomb')].map((each) => each.getAttribute('aria-label')).join('|')
  const find = (step: Exclude<Step, 'back'>): HTMLElement | undefined => {
    if (step === 'parent') return [...document.querySelectorAll<HTMLElement>('nav[aria-label="所在位置"] a')].at(-1)
    const links = [...document.querySelectorAll<HTMLElement>('.children tr[data-kind="child"] a')]
    return typeof step.row === 'number' ? links[step.row] : links.find((link) => link.textContent?.trim() === step.row)
  }
  /** Looks before each frame; the message arrives after the frame in which it was there has been painted. */
  const painted = (isShown: () => boolean, said: () => string) => new Promise<void>((resolve, reject) => {
    const start = performance.now()
    const channel = new MessageChannel()
    channel.port1.onmessage = () => resolve()
    const look = () => {
      if (isShown()) channel.port2.postMessage(null)
      else if (performance.now() - start > 20_000) reject(new Error(`still shows ${said()}`))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  return {
    // eslint-disable-next-line no-restricted-syntax -- read only
    read: () => ({ unit: text('main h1'), numbers: numbers(), charts: charts(), html: document.querySelector('main')!.innerHTML }),
    go: (step) => {
      if (step === 'back') return history.back()
      const link = find(step)
      if (link === undefined) throw new Error(`no link for ${JSON.stringify(step)} at ${text('main h1')}`)
      link.click()
    },
    until: (part, wanted) => {
      const now = part === 'numbers' ? numbers : charts
      return painted(() => now() === wanted, now)
    },
    setHtml: (html) => {
      // A yardstick of the browser's own; the text is the page's.
      // eslint-disable-next-line no-restricted-syntax
      document.querySelector('main')!.innerHTML = html
      return painted(() => true, () => '')
    },
  }
}

/** Walks once without timing and notes what each step leads to. */
export async function learnWalk(page: Page): Promise<Shown[]> {
  const shown: Shown[] = []
  for (const step of WALK) {
    const before = await page.evaluate(() => (window as unknown as DrillWindow).drill.read().numbers)
    await page.evaluate((each) => (window as unknown as DrillWindow).drill.go(each), step)
    await page.waitForFunction((old) => (window as unknown as DrillWindow).drill.read().numbers !== old, before)
    await page.waitForLoadState('networkidle')
    await page.evaluate(rest, QUIET_MS)
    shown.push(await page.evaluate(() => (window as unknown as DrillWindow).drill.read()))
  }
  return shown
}

/** The timed walk, then the floor's on the same page. */
export async function timeWalk(browser: Browser, page: Page, shown: readonly Shown[]): Promise<StepTimes[]> {
  const thread = await traceMainThread(browser, async () => {
    for (const [k, step] of WALK.entries()) {
      await page.evaluate(async ({ step, k, wanted, ms }) => {
        const { drill } = window as unknown as DrillWindow
        performance.mark(`drill:click ${k}`)
        drill.go(step)
        await drill.until('numbers', wanted.numbers)
        performance.mark(`drill:painted ${k}`)
        await drill.until('charts', wanted.charts)
        performance.mark(`drill:charts ${k}`)
        await new Promise((resolve) => setTimeout(resolve, ms))
        performance.mark(`drill:quiet ${k}`)
      }, { step, k, wanted: shown[k]!, ms: QUIET_MS })
    }
    // The first one also takes the living page apart.
    await page.evaluate((html) => (window as unknown as DrillWindow).drill.setHtml(html), shown.at(-1)!.html)
    for (const [k, { html }] of shown.entries()) {
      await page.evaluate(async ({ html, k, ms }) => {
        await new Promise((resolve) => setTimeout(resolve, ms))
        performance.mark(`drill:floor ${k}`)
        await (window as unknown as DrillWindow).drill.setHtml(html)
        performance.mark(`drill:floor-painted ${k}`)
      }, { html, k, ms: 100 })
    }
  })
  return WALK.map((_, k) => {
    const at = (name: string) => thread.at(`drill:${name} ${k}`)
    const [click, painted, charts] = [at('click'), at('painted'), at('charts')]
    return {
      work: painted.thread - click.thread, wall: painted.wall - click.wall, charts: charts.thread - click.thread, chartsWall: charts.wall - click.wall,
      block: thread.longest(click, at('quiet')), floor: at('floor-painted').thread - at('floor').thread,
    }
  })
}
