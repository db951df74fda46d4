import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { SessionCookie } from './running-server.ts'

/** A page that remembers everything that must not happen in it. */
export interface WatchedPage {
  readonly page: Page
  /** Page errors, console errors and CSP violations so far. Expected failed requests are left out by `expecting`. */
  readonly faults: string[]
  /** API requests so far, `GET /api/…`. */
  readonly requests: string[]
  close(): Promise<void>
}

export interface WatchOptions extends BrowserContextOptions {
  /** Console errors that a test provokes, such as the browser's note of a 503. */
  readonly expecting?: RegExp
  /** Of a session; null: nobody is signed in. */
  readonly cookie?: SessionCookie | null
}

export async function openWatched(browser: Browser, options: WatchOptions = {}): Promise<WatchedPage> {
  const { expecting, cookie = null, ...contextOptions } = options
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', acceptDownloads: true, ...contextOptions })
  if (cookie !== null) await context.addCookies([{ ...cookie }])
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  const requests: string[] = []
  const note = (fault: string) => {
    if (expecting === undefined || !expecting.test(fault)) faults.push(fault)
  }
  page.on('pageerror', (error) => note(`page error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') note(`console ${message.type()}: ${message.text()}`)
  })
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.includes('/api/')) requests.push(`${request.method()} ${pathname}`)
  })
  await page.exposeFunction('ballastNoteViolation', (text: string) => note(`CSP violation: ${text}`))
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { ballastNoteViolation: (text: string) => void }).ballastNoteViolation
      report(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
    })
  })
  return { page, faults, requests, close: () => context.close() }
}
