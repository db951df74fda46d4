import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '#server/demo/demo-accounts.ts'

/** Signs in as people do, by the form. */
export async function signInByHand(page: Page, account = 'city-leader', password = DEMO_PASSWORD): Promise<void> {
  await page.getByRole('textbox', { name: '账号' }).fill(account)
  await page.getByLabel('密码', { exact: false }).first().fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}
