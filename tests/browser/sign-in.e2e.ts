import { describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '#server/demo/demo-accounts.ts'
import { seriousFindings } from './axe.ts'
import { openAccountMenu, signInByHand, signOutByHand } from './by-hand.ts'
import { signIn, startServer } from './running-server.ts'
import { openSuite } from './suite.ts'

const suite = openSuite(startServer)
const REFUSED = /Failed to load resource/

describe('signing in', () => {
  it('works by keyboard alone, and leads to where one wanted to go', async () => {
    const { page, faults, close } = await suite.open({ cookie: null })
    await page.goto(`${suite.server.url}#/overview/430204000000?indicator=E04&from=2022-01&to=2022-06&basis=approved`)
    await page.getByRole('heading', { name: '登录' }).waitFor()
    // The name has the focus.
    await page.keyboard.type('city-leader')
    await page.keyboard.press('Tab')
    await page.keyboard.type(DEMO_PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '石峰区' }).waitFor()
    expect(page.url()).toContain('430204000000?indicator=E04&from=2022-01&to=2022-06&basis=approved')
    expect(faults).toEqual([])
    await close()
  })

  it('says what is wrong, and that a name is locked', async () => {
    const { page, close } = await suite.open({ cookie: null, expecting: REFUSED })
    await page.goto(suite.server.url)
    for (let k = 0; k < 5; k++) {
      await signInByHand(page, 'village-reviewer', 'wrong')
      await page.getByRole('alert').getByText('账号或密码不正确').waitFor()
      expect(await page.getByRole('textbox', { name: '密码' }).inputValue()).toBe('')
    }
    await signInByHand(page, 'village-reviewer', DEMO_PASSWORD)
    await page.getByRole('alert').getByText('20 分钟后再试').waitFor()
    await close()
  })

  it('offers the demo accounts; a street sees its street and nothing else', async () => {
    const { page, faults, close } = await suite.open({ cookie: null, expecting: REFUSED })
    await page.goto(suite.server.url)
    const demo = page.getByRole('region', { name: '演示账号' })
    await demo.getByRole('button', { name: '街道领导' }).waitFor()
    expect(await demo.getByRole('button').count()).toBe(15)
    await demo.getByRole('button', { name: '街道领导' }).click()
    await page.getByRole('heading', { level: 1, name: '田心街道' }).waitFor()
    await page.getByRole('table', { name: /分单位数据/ }).getByRole('link', { name: /叫鸡岭/ }).click()
    await page.getByRole('heading', { level: 1, name: /叫鸡岭/ }).waitFor()
    await page.goto(`${suite.server.url}#/overview/430202001000`)
    await page.getByRole('alert').getByText(/没有找到|没有.*430202001000/).first().waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('begins where the post begins: who reports at the month in progress, live', async () => {
    const { page, faults, close } = await suite.open({ cookie: null })
    await page.goto(suite.server.url)
    await page.getByRole('region', { name: '演示账号' }).getByRole('button', { name: '街道填报' }).click()
    await page.getByRole('heading', { level: 1, name: '田心街道' }).waitFor()
    await page.waitForURL(/from=2023-06&to=2023-06&basis=live/)
    expect(faults).toEqual([])
    await close()
  })

  it('ends by signing out: Back shows nothing', async () => {
    const { page, close } = await suite.open({ cookie: null, expecting: REFUSED })
    await page.goto(suite.server.url)
    await signInByHand(page)
    await page.getByRole('table', { name: /分单位数据/ }).getByRole('link', { name: '石峰区' }).click()
    await page.getByRole('heading', { level: 1, name: '石峰区' }).waitFor()
    await signOutByHand(page)
    await page.goBack()
    await page.getByRole('heading', { name: '登录' }).waitFor()
    expect(await page.getByText('58,300').count()).toBe(0)
    await close()
  })

  it('lets the next one begin at home, and who comes back where they were', async () => {
    const { page, close } = await suite.open({ cookie: null, expecting: REFUSED })
    const district = `${suite.server.url}#/overview/430204000000?indicator=E04&from=2022-01&to=2022-06&basis=approved&scheme=city`
    await page.goto(district)
    await signInByHand(page)
    await page.getByRole('heading', { level: 1, name: '石峰区' }).waitFor()
    await page.context().clearCookies()
    // Nothing is asked for until the page needs what it has not got.
    await page.getByRole('combobox', { name: '年份' }).selectOption('2021年')
    await page.getByText('登录已过期').waitFor()
    await signInByHand(page)
    await page.getByRole('heading', { level: 1, name: '石峰区' }).waitFor()
    expect(page.url()).toContain('/430204000000?indicator=E04&from=2021-01&to=2021-06')
    await signOutByHand(page)
    expect(await page.title()).toBe('登录 · 压舱石')
    expect(page.url()).not.toContain('430204000000')
    await page.goBack()
    await signInByHand(page, 'street-leader')
    await page.getByRole('heading', { level: 1, name: '田心街道' }).waitFor()
    await close()
  })

  it('is ended in every tab by signing out in one', async () => {
    const { page, close } = await suite.open({ cookie: await signIn(suite.server.url, 'village-leader'), expecting: REFUSED })
    const other = await page.context().newPage()
    for (const each of [page, other]) {
      await each.goto(suite.server.url)
      await each.getByRole('heading', { level: 1, name: /叫鸡岭/ }).waitFor()
    }
    await signOutByHand(page)
    await other.getByRole('heading', { name: '登录' }).waitFor()
    await close()
  })

  it('without a network keeps what was typed and says so', async () => {
    const { page, close } = await suite.open({ cookie: null, expecting: /Failed to load resource|net::/ })
    await page.goto(suite.server.url)
    await page.getByRole('heading', { name: '登录' }).waitFor()
    await page.context().setOffline(true)
    await page.getByText('网络已断开').waitFor()
    await signInByHand(page)
    await page.getByRole('alert').getByText('连不上服务器').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '株洲市' }).waitFor()
    await close()
  })

  it('names the field that is empty, and warns of Caps Lock', async () => {
    const { page, faults, close } = await suite.open({ cookie: null })
    await page.goto(suite.server.url)
    await page.getByRole('heading', { name: '登录' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('请输入账号').waitFor()
    await page.keyboard.type('city-leader')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('请输入密码').waitFor()
    // The focus is where the hand is needed.
    await page.keyboard.type('x')
    expect(await page.getByLabel('密码', { exact: true }).inputValue()).toBe('x')
    await page.getByRole('button', { name: '显示密码' }).click()
    expect(await page.getByLabel('密码', { exact: true }).getAttribute('type')).toBe('text')
    await page.getByLabel('密码', { exact: true }).evaluate((field) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', modifierCapsLock: true })))
    await page.getByText('大写锁定').waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('offers the nearest months also where the address names no unit', async () => {
    const { page, faults, close } = await suite.open({ expecting: REFUSED })
    await page.goto(`${suite.server.url}#/overview?from=2030-01`)
    await page.getByRole('alert').getByRole('button', { name: '2023-06（当月）' }).click()
    await page.getByRole('heading', { level: 1, name: '株洲市' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('begins with the first account where there is none', async () => {
    const { page, faults, close } = await suite.open({ cookie: null })
    const nobody = { signedIn: null, demo: false, demoAccounts: [], demoPassword: null, needsSetup: true, passwordRule: '至少 10 位。' }
    const signedIn = { account: 'first', displayName: '市安全管理员', posts: [], home: null, mustChangePassword: false }
    const sent: unknown[] = []
    // The real thing needs a database without accounts: tests/contract/sign-in.spec.ts.
    await page.route('**/api/setup', (route) => {
      sent.push(route.request().postDataJSON())
      return route.fulfill({ json: { done: true } })
    })
    await page.route('**/api/session', (route) => route.fulfill({ json: route.request().method() === 'GET' ? nobody : { ...nobody, needsSetup: false, signedIn } }))
    await page.goto(suite.server.url)
    await page.getByLabel('初始化口令', { exact: true }).fill('token')
    await page.getByLabel('账号', { exact: true }).fill('first')
    await page.getByLabel('姓名或岗位名').fill('市安全管理员')
    await page.getByLabel('密码', { exact: true }).fill('Correct-Horse-9')
    await page.getByRole('button', { name: '开户并登录' }).click()
    await page.getByRole('alert').getByText('两次输入的密码不一致').waitFor()
    await page.getByLabel('再输入一次密码', { exact: true }).fill('Correct-Horse-9')
    await page.getByRole('button', { name: '开户并登录' }).click()
    await page.getByRole('heading', { name: '今天没有在任的岗位' }).waitFor()
    expect(sent).toEqual([{ token: 'token', account: 'first', displayName: '市安全管理员', password: 'Correct-Horse-9' }])
    expect(faults).toEqual([])
    await close()
  })

  it('shows one\'s own sessions and ends another', async () => {
    const other = await signIn(suite.server.url, 'district-leader')
    const { page, faults, close } = await suite.open({ cookie: await signIn(suite.server.url, 'district-leader') })
    await page.goto(suite.server.url)
    await openAccountMenu(page)
    await page.getByRole('link', { name: '修改密码与登录会话' }).click()
    const list = page.getByRole('region', { name: '登录会话' })
    await list.getByText('本次登录').waitFor()
    await list.getByRole('button', { name: '退出它' }).click()
    await list.getByText('别处的登录').waitFor({ state: 'detached' })
    expect((await fetch(new URL('/api/sessions', suite.server.url), { headers: { cookie: `${other.name}=${other.value}` } })).status).toBe(401)
    await page.getByRole('link', { name: '返回首页' }).click()
    await page.getByRole('heading', { level: 1, name: '石峰区' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)('has nothing that axe calls serious, %s', async (colorScheme) => {
    const { page, close } = await suite.open({ cookie: null, colorScheme })
    await page.goto(suite.server.url)
    await page.getByRole('region', { name: '演示账号' }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    for (const account of ['security-admin', 'audit-admin']) {
      await signInByHand(page, account)
      await page.getByRole('table').first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await openAccountMenu(page)
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('link', { name: '修改密码与登录会话' }).click()
      await page.getByText('本次登录').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      if (account === 'security-admin') {
        await page.goto(`${suite.server.url}#/accounts`)
        await page.getByRole('button', { name: '办理 city-leader' }).click()
        await page.getByRole('dialog').getByRole('button', { name: '关闭账号' }).click()
        expect(await seriousFindings(page)).toEqual([])
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').getByRole('button', { name: '关闭窗口' }).click()
        await page.goto(`${suite.server.url}#/accounts/open`)
        await page.getByLabel('粘贴开户表').fill('a\t谁\t无此地\t填报')
        await page.getByText('有问题').waitFor()
        expect(await seriousFindings(page)).toEqual([])
      }
      await signOutByHand(page)
    }
    await close()
  })
})
