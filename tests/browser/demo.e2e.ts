import { describe, expect, it } from 'vitest'
import { columnsThatDoNotAdd, readTable, totalOf } from './children-table.ts'
import { PUBLISHED_2022 } from './published-2022.ts'
import { serveFolder } from './static-folder.ts'
import { signInByHand, signOutByHand } from './by-hand.ts'
import { openSuite } from './suite.ts'

const PROVOKED = /Failed to load resource|net::ERR/

const suite = openSuite(() => serveFolder('dist-demo', '/some/deep/path/'))

describe('the static demo, in a folder of a plain web host', () => {
  it('shows the published figures and walks to a village', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(`${suite.server.url}#/overview/430200000000?indicator=E01&from=2022-01&to=2022-12&basis=edition`)
    await signInByHand(page)
    const city = await readTable(page)
    expect(PUBLISHED_2022.map(([name]) => [name, totalOf(city, name)])).toEqual(PUBLISHED_2022)
    for (let step = 0; step < 3; step++) {
      const name = (await readTable(page)).rows[1]!.label
      await page.getByRole('table', { name: /分单位数据/ }).getByRole('link', { name, exact: true }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      expect(columnsThatDoNotAdd(await readTable(page))).toEqual([])
    }
    await page.getByRole('article').first().waitFor()
    await page.getByText('演示数据').first().waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('has the server\'s accounts: a reload signs nobody out, signing out does, in this tab', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(suite.server.url)
    await page.getByRole('region', { name: '演示账号' }).getByRole('button', { name: '街道领导' }).click()
    await page.getByRole('heading', { level: 1, name: '田心街道' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: '田心街道' }).waitFor()
    await signOutByHand(page)
    await page.reload()
    await page.getByRole('region', { name: '演示账号' }).getByRole('button', { name: '审计管理员' }).click()
    await page.getByRole('cell', { name: '登录', exact: true }).first().waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it.each([
    ['fail-session', '', '连不上服务器'],
    ['fail-accounts', 'security-admin', '账号没有读到'],
    ['fail-audit', 'audit-admin', '审计记录没有读到'],
  ])('scenario %s: says so and offers another try', async (scenario, account, title) => {
    const { page, faults, close } = await suite.open({ expecting: PROVOKED })
    await page.goto(`${suite.server.url}?scenario=${scenario}`)
    if (account !== '') await signInByHand(page, account)
    const retry = page.getByRole('alert').filter({ hasText: title }).getByRole('button', { name: '重试' })
    await retry.click()
    await retry.waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('scenario fail-signIn: keeps the name and says so', async () => {
    const { page, faults, close } = await suite.open({ expecting: PROVOKED })
    await page.goto(`${suite.server.url}?scenario=fail-signIn`)
    await signInByHand(page)
    await page.getByRole('alert').getByText('服务器出错').waitFor()
    expect(await page.getByLabel('账号', { exact: true }).inputValue()).toBe('city-leader')
    expect(faults).toEqual([])
    await close()
  })

  it.each([
    ['offline', '连不上服务器'],
    ['fail-periods', '数据没有读到'],
    ['fail-cube', '明细没有读到'],
  ])('scenario %s: says so and offers another try', async (scenario, title) => {
    const { page, faults, close } = await suite.open({ expecting: PROVOKED })
    await page.goto(`${suite.server.url}?scenario=${scenario}`)
    if (scenario !== 'offline') await signInByHand(page)
    await page.getByRole('alert').getByRole('heading', { name: title }).waitFor()
    await page.getByRole('alert').getByRole('button', { name: '重试' }).click()
    await page.getByRole('alert').getByRole('heading', { name: title }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('scenario empty: says why there is nothing', async () => {
    const { page, faults, close } = await suite.open({ expecting: PROVOKED })
    await page.goto(`${suite.server.url}?scenario=empty`)
    await signInByHand(page)
    await page.getByRole('heading', { name: '还没有数据' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('scenario slow: keeps the place of what is to come', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(`${suite.server.url}?scenario=slow`)
    await signInByHand(page)
    await page.getByRole('button', { name: '正在登录…' }).waitFor()
    await page.getByRole('region', { name: '主要指标' }).locator('[aria-busy="true"]').waitFor()
    await readTable(page)
    expect(faults).toEqual([])
    await close()
  })
})
