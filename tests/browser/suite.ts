import { afterAll, beforeAll } from 'vitest'
import type { Browser } from 'playwright-core'
import type { SessionCookie } from './running-server.ts'
import { launchChromium } from './chromium.ts'
import { openWatched, type WatchedPage, type WatchOptions } from './watched-page.ts'

/** What a file of browser tests shares: something that serves, and Chromium. Usable inside tests only. */
export interface Suite<S> {
  readonly server: S
  readonly browser: Browser
  /** A new page; signed in as the server's own account unless told otherwise. */
  open(options?: WatchOptions): Promise<WatchedPage>
}

/** Opens both before the file's tests and ends them afterwards. */
export function openSuite<S extends { readonly cookie?: SessionCookie; stop(): Promise<void> }>(serve: () => Promise<S>): Suite<S> {
  let opened: Suite<S> | undefined
  const inside = (): Suite<S> => {
    if (opened === undefined) throw new Error('the suite is open inside tests only')
    return opened
  }
  beforeAll(async () => {
    const [server, browser] = await Promise.all([serve(), launchChromium()])
    opened = { server, browser, open: (options) => openWatched(browser, { ...(server.cookie && { cookie: server.cookie }), ...options }) }
  })
  afterAll(async () => {
    await opened?.browser.close()
    await opened?.server.stop()
  })
  return {
    get server() { return inside().server },
    get browser() { return inside().browser },
    open: (options) => inside().open(options),
  }
}
