/** `npm run pictures`: the real screens of the demo city, for README and guides, into docs/pictures/. Build first. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchChromium } from '../tests/browser/chromium.ts'
import { startServer } from '../tests/browser/running-server.ts'

const FOLDER = join(import.meta.dirname, '../docs/pictures')
const SIZES = [[1366, 768], [1920, 1080], [3840, 2160], [390, 844]] as const
const SCREENS = [
  { name: 'overview', path: '#/overview/430200000000?indicator=E01&from=2022-01&to=2022-12&basis=edition', sizes: SIZES },
  { name: 'district', path: '#/overview/430224000000?indicator=E04&from=2023-01&to=2023-04&basis=edition', sizes: [SIZES[1]!, SIZES[3]!] },
  { name: 'street', path: '#/overview/430225202000?indicator=E01&from=2023-06&to=2023-06&basis=live', sizes: [SIZES[1]!] },
  { name: 'village', path: '#/overview/430202001001?indicator=E01&from=2022-01&to=2022-12&basis=edition', sizes: [SIZES[1]!] },
  { name: 'sign-in', path: '', sizes: SIZES },
] as const

mkdirSync(FOLDER, { recursive: true })
const server = await startServer()
const browser = await launchChromium()
for (const { name, path, sizes } of SCREENS) {
  for (const [width, height] of sizes) {
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', locale: 'zh-CN' })
    if (name !== 'sign-in') await context.addCookies([server.cookie])
    const page = await context.newPage()
    await page.goto(`${server.url}${path}`)
    await page.waitForSelector(name === 'sign-in' ? 'form' : 'canvas')
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: join(FOLDER, `${name}-${width}x${height}.png`) })
    await context.close()
  }
}
await browser.close()
await server.stop()
