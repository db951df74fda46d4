import { describe, expect, it } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { DEMO_PASSWORD } from '#server/demo/demo-accounts.ts'
import { seriousFindings } from './axe.ts'
import { signIn, startServer } from './running-server.ts'
import { openSuite } from './suite.ts'
import type { WatchOptions } from './watched-page.ts'


const suite = openSuite(startServer)

async function openAs(account: string, hash = '#/forms', options: WatchOptions = {}) {
  const watched = await suite.open({ cookie: await signIn(suite.server.url, account), ...options })
  await watched.page.goto(`${suite.server.url}${hash}`)
  return watched
}
const said = (page: Page, sentence: string) => page.getByRole('status').getByText(sentence).waitFor()
async function handle(page: Page, name: string): Promise<Locator> {
  await page.getByRole('button', { name: `办理 ${name}`, exact: true }).click()
  return page.getByRole('dialog', { name })
}
const moment = (inside: Locator, label: string) => inside.getByRole('group', { name: label, exact: true })
const cellsOf = async (row: Locator) => (await row.getByRole('cell').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
/** A period's times, as the table in the window tells them; `from`: the first cell that is looked at. */
function expectTimes(dialog: Locator, period: string, from: number, times: readonly string[]) {
  const row = dialog.getByRole('row', { name: new RegExp(`^${period}`) })
  return expect.poll(async () => (await cellsOf(row)).slice(from, from + times.length)).toEqual(times)
}

describe('forms', () => {
  it('are listed with who fills them, and where the newest period stands', async () => {
    const { page, faults, close } = await openAs('system-admin', '')
    await page.getByRole('navigation', { name: '页面' }).getByRole('link', { name: '报表' }).click()
    const row = page.getByRole('row', { name: /就业工作月报/ })
    await row.waitFor()
    expect((await cellsOf(row)).slice(0, 7)).toEqual([
      '就业工作月报 MONTH', '月报', '村社区、乡镇街道、县市区、市', '19项', '市人社局', '2023年6月 填报中',
      '市 7月8日 17:00 县市区 7月5日 17:00 乡镇街道 7月3日 17:00 村社区 7月2日 17:00，已过',
    ])
    await page.getByRole('row', { name: /城镇劳动力季报/ }).getByText('2023年第2季度').waitFor()
    await page.getByRole('row', { name: /就业工作年报/ }).getByText('市、石峰区').waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('get other times: shown as they are written, in force once saved, and again after a reload', async () => {
    const { page, faults, close } = await openAs('system-admin')
    const dialog = await handle(page, '市场主体月报')
    await expectTimes(dialog, '2023年7月', 0, ['8月1日 周二 00:00', '8月8日 周二 17:00', '8月5日 周六 17:00', '不关闭'])
    await moment(dialog, '县市区截止').getByLabel('日').fill('7')
    await expectTimes(dialog, '2023年7月', 2, ['8月7日 周一 17:00'])
    await dialog.getByLabel('不关闭').uncheck()
    await moment(dialog, '关闭').getByLabel('日').fill('20')
    await expectTimes(dialog, '2023年7月', 3, ['8月20日 周日 24:00'])

    await dialog.getByRole('button', { name: '加12月提前' }).click()
    await expectTimes(dialog, '2023年12月', 0, ['12月25日 周一 00:00', '12月30日 周六 17:00', '12月29日 周五 17:00', '1月20日 周六 24:00'])
    await dialog.getByRole('button', { name: '加节假日调整' }).click()
    const shift = dialog.getByRole('group', { name: '例外2', exact: true })
    await shift.getByLabel('哪一期').selectOption('9月')
    await moment(shift, '县市区截止').getByLabel('日').fill('9')
    await moment(shift, '市截止').getByLabel('日').fill('12')
    await expectTimes(dialog, '2023年9月', 1, ['10月12日 周四 17:00', '10月9日 周一 17:00'])
    await dialog.getByLabel('来源部门').fill('市市场监督管理局')
    await dialog.getByRole('button', { name: '保存' }).click()
    await said(page, '市场主体月报已保存，填报时间从现在起照此执行。')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('办理 市场主体月报')
    await page.getByRole('row', { name: /市场主体月报/ }).getByText('县市区 7月7日 17:00').waitFor()

    await page.reload()
    await page.getByText('市市场监督管理局').waitFor()
    const again = await handle(page, '市场主体月报')
    // What the page foretold is what the server keeps.
    await expectTimes(again, '2023年9月', 1, ['10月12日 周四 17:00', '10月9日 周一 17:00'])
    expect(await again.getByText('改', { exact: true }).count()).toBe(0)
    await again.getByRole('button', { name: '恢复通用时间' }).click()
    await again.getByText('各表通用的时间').waitFor()
    await again.getByRole('button', { name: '保存' }).click()
    await said(page, '市场主体月报已保存')
    await page.getByRole('row', { name: /市场主体月报/ }).getByText('县市区 7月5日 17:00').waitFor()
    expect(faults).toEqual([])
    await close()

    const auditor = await openAs('audit-admin', '#/audit')
    await auditor.page.getByRole('row', { name: /变更报表.*MARKET/ }).first().waitFor()
    await auditor.close()
  })

  it('refuse in words beside what is wrong, and lose nothing that was typed', async () => {
    const { page, faults, close } = await openAs('system-admin')
    const dialog = await handle(page, '就业工作月报')
    await moment(dialog, '村社区截止').getByLabel('日').fill('45')
    await moment(dialog, '村社区截止').getByRole('alert').getByText('日期写 1 至 31').waitFor()
    expect(await moment(dialog, '村社区截止').getByLabel('日').getAttribute('aria-invalid')).toBe('true')
    await moment(dialog, '村社区截止').getByLabel('日').fill('1')
    await moment(dialog, '村社区截止').getByLabel('时间').fill('00:00')
    await moment(dialog, '村社区截止').getByRole('alert').getByText('须晚于开始时间').waitFor()
    await dialog.getByText('改正标出的地方后，这里才更新。').waitFor()
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByText('填报时间有误，请先改正标出的地方。').waitFor()
    await dialog.getByLabel('名称').fill(' ')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByRole('alert').getByText('请填写报表名称。').waitFor()
    expect(await moment(dialog, '村社区截止').getByLabel('时间').inputValue()).toBe('00:00')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(faults).toEqual([])
    await close()
  })

  it('are not overwritten: who comes second keeps what was typed, and may look at what is there', async () => {
    const first = await openAs('system-admin')
    const second = await openAs('system-admin', '#/forms', { expecting: /status of 412/ })
    const late = await handle(second.page, '城镇调查失业率')
    const early = await handle(first.page, '城镇调查失业率')
    await early.getByLabel('来源部门').fill('调查队')
    await early.getByRole('button', { name: '保存' }).click()
    await said(first.page, '城镇调查失业率已保存')
    await late.getByLabel('名称').fill('调查失业率')
    await late.getByRole('button', { name: '保存' }).click()
    await late.getByRole('alert').getByText('“城镇调查失业率”刚被他人修改过').waitFor()
    expect(await late.getByLabel('名称').inputValue()).toBe('调查失业率')
    await late.getByRole('button', { name: '放弃修改' }).click()
    await second.page.getByRole('row', { name: /城镇调查失业率/ }).getByText('调查队').waitFor()
    expect([first.faults, second.faults]).toEqual([[], []])
    await first.close()
    await second.close()
  })

  it('can be worked on with the keyboard alone', async () => {
    const { page, faults, close } = await openAs('system-admin')
    await page.getByRole('button', { name: '办理 城镇劳动力季报' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: '城镇劳动力季报' })
    await dialog.getByLabel('名称').focus()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    // Department, then month, day and time of the opening, of the city's and of the district's due day.
    for (let k = 0; k < 9; k++) await page.keyboard.press('Tab')
    expect(await focused()).toBe('日')
    await page.keyboard.type('6')
    await page.keyboard.press('Tab')
    await page.keyboard.type('12：00')
    await expectTimes(dialog, '2023年第3季度', 2, ['10月6日 周五 12:00'])
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await expectTimes(dialog, '2023年第3季度', 3, ['10月31日 周二 24:00'])
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await said(page, '城镇劳动力季报已保存')
    expect(await focused()).toBe('办理 城镇劳动力季报')
    expect(faults).toEqual([])
    await close()
  })

  it('say so when the network is gone, and keep the form', async () => {
    const { page, close } = await openAs('system-admin', '#/forms', { expecting: /./ })
    const dialog = await handle(page, '就业工作年报')
    await dialog.getByLabel('来源部门').fill('人社局')
    await page.context().setOffline(true)
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByRole('alert').getByText('连不上服务器').waitFor()
    await page.context().setOffline(false)
    expect(await dialog.getByLabel('来源部门').inputValue()).toBe('人社局')
    await dialog.getByRole('button', { name: '保存' }).click()
    await said(page, '就业工作年报已保存')
    await close()
  })

  it('are there to be read by system administrators below the root, and for nobody else', async () => {
    await openDistrictAdministrator()
    const { page, faults, close } = await openAs('district-system')
    await page.getByText('这里只能查看').waitFor()
    expect(await page.getByRole('button', { name: /^办理/ }).count()).toBe(0)
    await page.getByRole('button', { name: '查看 就业工作月报' }).click()
    await expectTimes(page.getByRole('dialog', { name: '就业工作月报' }), '2023年8月', 0, ['9月1日 周五 00:00', '9月8日 周五 17:00'])
    expect(faults).toEqual([])
    await close()
    const leader = await openAs('city-leader')
    await leader.page.getByRole('heading', { level: 1, name: '株洲市' }).waitFor()
    await leader.close()
  })

  it.each([['light', 1366, 768], ['dark', 1366, 768], ['light', 390, 844]] as const)('have nothing that axe calls serious: %s, %i×%i', async (colorScheme, width, height) => {
    const { page, close } = await openAs('system-admin', '#/forms', { colorScheme, viewport: { width, height } })
    await page.getByRole('button', { name: '办理 就业工作月报' }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    const dialog = await handle(page, '就业工作月报')
    await dialog.getByRole('button', { name: '加12月提前' }).click()
    await dialog.getByRole('button', { name: '加节假日调整' }).click()
    await moment(dialog, '开始填报').first().getByLabel('日').fill('40')
    expect(await seriousFindings(page)).toEqual([])
    // Nothing sticks out sideways.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await close()
  })
})

/** The demo has none: the city's security administrator opens one, who then chooses a password. */
async function openDistrictAdministrator(): Promise<void> {
  const security = await signIn(suite.server.url, 'security-admin')
  const ask = (method: string, path: string, cookie: { name: string; value: string }, body: unknown) => fetch(new URL(path, suite.server.url), {
    method, headers: { 'content-type': 'application/json', 'cookie': `${cookie.name}=${cookie.value}` }, body: JSON.stringify(body),
  })
  const first = 'Ballast-first-2023'
  const opened = await ask('POST', '/api/accounts', security, { accounts: [{ account: 'district-system', displayName: '区系统管理员', password: first, posts: [{ unit: '430204000000', role: 'system', from: null, until: null }] }] })
  expect(opened.status).toBe(200)
  const session = await fetch(new URL('/api/session', suite.server.url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account: 'district-system', password: first }) })
  const [name = '', value = ''] = session.headers.get('set-cookie')!.split(';')[0]!.split('=')
  expect((await ask('POST', '/api/password', { name, value }, { current: first, next: DEMO_PASSWORD })).status).toBe(200)
}
