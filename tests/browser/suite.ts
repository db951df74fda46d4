import { afterAll, beforeAll } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchChromium } from './chromium.ts'

/** What a file of browser tests shares: something that serves, and Chromium. Usable inside tests only. */
export interface Suite<S> {
  readonly server: S
  readonly browser: Browser
}

/** Opens both before the file's tests and ends them afterwards. */
export function openSuite<S extends { stop(): Promise<void> }>(serve: () => Promise<S>): Suite<S> {
  let opened: Suite<S> | undefined
  const inside = (): Suite<S> => {
    if (opened === undefined) throw new Error('the suite is open inside tests only')
    return opened
  }
  beforeAll(async () => {
    const [server, browser] = await Promise.all([serve(), launchChromium()])
    opened = { server, browser }
  })
  afterAll(async () => {
    await opened?.browser.close()
    await opened?.server.stop()
  })
  return {
    get server() { return inside().server },
    get browser() { return inside().browser },
  }
}
