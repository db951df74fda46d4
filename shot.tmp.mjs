import { chromium } from 'playwright-core'
import { existsSync } from 'node:fs'
const exe = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const b = await chromium.launch({ executablePath: exe, args: ['--no-sandbox'] })
const account = process.argv[2], path = process.argv[3]
for (const [w, h] of [[1366, 768], [390, 844]]) {
  const p = await b.newPage({ viewport: { width: w, height: h } })
  p.on('console', (m) => { if (m.type() === 'error') console.log('console', m.text()) }); p.on('pageerror', (e) => console.log('pageerror', e.message))
  await p.goto(`http://127.0.0.1:8461/#${path}`)
  await p.getByRole('textbox', { name: '账号' }).fill(account); await p.getByLabel('密码', { exact: true }).fill('Ballast-2023'); await p.getByRole('button', { name: '登录', exact: true }).click()
  await p.waitForTimeout(2500)
  await p.screenshot({ path: `/tmp/eshots/${account}-${w}.png` })
  await p.close()
}
await b.close()
