import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '#server/demo/demo-accounts.ts'

/** Signs in as people do, by the form. */
export async function signInByHand(page: Page, account = 'city-leader', password = DEMO_PASSWORD): Promise<void> {
  await page.getByRole('textbox', { name: '账号' }).fill(account)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** Opens the menu under the own name. */
export async function openAccountMenu(page: Page): Promise<void> {
  await page.getByRole('banner').getByRole('button', { expanded: false }).click()
}

export async function signOutByHand(page: Page): Promise<void> {
  await openAccountMenu(page)
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('heading', { name: '登录' }).waitFor()
}
