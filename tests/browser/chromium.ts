import { chromium, type Browser } from 'playwright-core'
import { findChromium } from '../../scripts/find-chromium.mjs'

/** Nothing of its own accord: no updates, no accounts, no background requests. */
const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The machine's Chromium, headless. Close it in `afterAll`. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('No Chromium found: "npm test" says what to install, or set CHROMIUM_PATH.')
  return chromium.launch({ executablePath, args: QUIET })
}
