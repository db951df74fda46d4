import { describe, expect, it } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { seriousFindings } from './axe.ts'
import { readTable } from './children-table.ts'
import { signIn, startServer } from './running-server.ts'
import { openSuite } from './suite.ts'
import type { WatchOptions } from './watched-page.ts'

const REFUSED = /status of 409/

const suite = openSuite(startServer)

async function openAs(account: string, hash: string, options: WatchOptions = {}) {
  const watched = await suite.open({ cookie: await signIn(suite.server.url, account), ...options })
  await watched.page.goto(`${suite.server.url}${hash}`)
  return watched
}
const openUnits = (hash = '#/units', options: WatchOptions = {}) => openAs('system-admin', hash, options)

const row = (page: Page, name: string) => page.getByRole('treegrid', { name: '单位' }).getByRole('row', { name: new RegExp(`^. ?${name}|^${name}`) })
const names = (page: Page) => page.getByRole('treegrid').getByRole('row').evaluateAll((rows) => rows.slice(1).map((each) => each.querySelector('.units-text')?.textContent ?? ''))
const said = (page: Page, sentence: string) => page.getByRole('status').getByText(sentence).waitFor()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.closest('[role=row]')?.querySelector('.units-text')?.textContent ?? document.activeElement?.textContent ?? '')
const expectFocus = (page: Page, name: string) => expect.poll(() => focused(page)).toBe(name)

async function find(page: Page, text: string): Promise<void> {
  await page.getByLabel('查找').fill(text)
  await page.getByText(/^找到\d+个$/).waitFor()
}
async function handle(page: Page, name: string, task?: string): Promise<Locator> {
  await page.getByRole('button', { name: `办理 ${name}`, exact: true }).click()
  const dialog = page.getByRole('dialog', { name })
  if (task !== undefined) await dialog.getByRole('group', { name: '办理什么' }).getByRole('button', { name: task, exact: true }).click()
  return dialog
}
async function confirmed(dialog: Locator, task: string): Promise<void> {
  await dialog.getByRole('form', { name: task }).getByRole('button', { name: task, exact: true }).click()
  await dialog.getByRole('button', { name: '确定' }).click()
}

describe('units', () => {
  it('are added, renamed and closed, and the focus stays with them', async () => {
    const { page, faults, close } = await openUnits('#/units?text=田心街道')
    const dialog = await handle(page, '田心街道', '新增下级')
    await dialog.getByRole('button', { name: '新增', exact: true }).click()
    await dialog.getByText('请填写名称').waitFor()
    expect(await dialog.getByLabel('名称').getAttribute('aria-invalid')).toBe('true')
    // Frozen months are not to be had.
    const months = await dialog.getByLabel('自何月起').getByRole('option').allInnerTexts()
    expect([months[0], months.length]).toEqual(['2023年5月', 15])
    await dialog.getByLabel('名称').fill('新华社区居委会')
    await dialog.getByRole('button', { name: '新增', exact: true }).click()
    await said(page, '已在田心街道下新增新华社区居委会，代码 M')
    await row(page, '新华社区居委会').getByText('2023年6月起').waitFor()
    await expectFocus(page, '新华社区居委会')

    const editor = await handle(page, '新华社区居委会')
    expect(await editor.getByLabel('简称').inputValue()).toBe('新华社区')
    await editor.getByLabel('名称').fill('新华路社区居委会')
    await editor.getByLabel('简称').fill('新华路社区')
    await editor.getByRole('button', { name: '保存' }).click()
    await said(page, '新华社区居委会已改名为新华路社区居委会。')
    await expectFocus(page, '新华路社区居委会')

    const closing = await handle(page, '新华路社区居委会', '撤销')
    await closing.getByLabel('自何月起').selectOption('2023年9月')
    await closing.getByText('自2023年9月起撤销新华路社区居委会：不再填报，也不再计入汇总；8月及以前的数据不变。').waitFor()
    await confirmed(closing, '撤销')
    await said(page, '新华路社区居委会自2023年9月起撤销。')
    await row(page, '新华路社区居委会').getByText('2023年6月起；2023年9月将撤销').waitFor()
    const again = await handle(page, '新华路社区居委会', '恢复')
    await confirmed(again, '恢复')
    await said(page, '新华路社区居委会已恢复')
    const now = await handle(page, '新华路社区居委会', '撤销')
    await now.getByLabel('自何月起').selectOption('2023年7月')
    await confirmed(now, '撤销')
    // Closed today: shown for the one who closed it, then out of the way.
    await row(page, '新华路社区居委会').getByText('已撤销').waitFor()
    await expectFocus(page, '新华路社区居委会')
    await page.getByLabel('显示已撤销').uncheck()
    await row(page, '新华路社区居委会').waitFor({ state: 'detached' })
    expect(faults).toEqual([])
    await close()
  })

  it('move from an open month on: leaders see it from that month, and not before', async () => {
    const { page, faults, close } = await openUnits('#/units?text=清水塘街道')
    const dialog = await handle(page, '清水塘街道', '划转')
    await dialog.getByLabel('划归').fill('石峰区')
    await dialog.getByText('“石峰区”不能接收').waitFor()
    await dialog.getByLabel('划归').fill('荷塘区')
    await dialog.getByText(/^自2023年6月起，清水塘街道及其\d+个(社区|村社区)由石峰区划归荷塘区；5月及以前的数据不变。$/).waitFor()
    await confirmed(dialog, '划转')
    await said(page, '清水塘街道自2023年6月起划归荷塘区。')
    await row(page, '清水塘街道').getByText('2023年6月由石峰区划入').waitFor()
    await expectFocus(page, '清水塘街道')
    expect(await names(page)).toContain('荷塘区')
    // To come: it still stands where it stands today.
    const plan = await handle(page, '清水塘街道', '划转')
    await plan.getByLabel('自何月起').selectOption('2023年10月')
    await plan.getByLabel('划归').fill('430204000000')
    await confirmed(plan, '划转')
    await row(page, '清水塘街道').getByText('2023年10月将划归石峰区').waitFor()
    expect(faults).toEqual([])
    await close()

    const leader = await openAs('city-leader', '#/overview/430202000000?from=2023-06&to=2023-06&basis=live')
    const streets = async () => (await readTable(leader.page)).rows.map(({ label }) => label)
    expect(await streets()).toContain('清水塘街道')
    await leader.page.goto(`${suite.server.url}#/overview/430202000000?from=2023-05&to=2023-05&basis=live`)
    await leader.page.getByText('2023年5月').first().waitFor()
    expect(await streets()).not.toContain('清水塘街道')
    expect(leader.faults).toEqual([])
    await leader.close()
  })

  it('refuse in words, beside what is wrong, and lose nothing that was typed', async () => {
    const { page, faults, close } = await openUnits('#/units?text=田心街道', { expecting: REFUSED })
    const dialog = await handle(page, '田心街道', '新增下级')
    await dialog.getByLabel('名称').fill('叫鸡岭社区居委会')
    await dialog.getByLabel('代码').fill('430204001999')
    await dialog.getByRole('button', { name: '新增', exact: true }).click()
    await dialog.locator('[aria-invalid]').waitFor()
    expect(await dialog.getByLabel('名称').getAttribute('aria-invalid')).toBe('true')
    await dialog.getByLabel('名称').fill('新社区居委会')
    await dialog.getByLabel('代码').fill('430204001002')
    await dialog.getByRole('button', { name: '新增', exact: true }).click()
    await dialog.getByText('单位代码已被使用').waitFor()
    expect(await dialog.getByLabel('代码').getAttribute('aria-invalid')).toBe('true')
    expect(await dialog.getByLabel('名称').inputValue()).toBe('新社区居委会')

    await dialog.getByRole('group', { name: '办理什么' }).getByRole('button', { name: '撤销' }).click()
    await confirmed(dialog, '撤销')
    await dialog.locator('[aria-invalid]').waitFor()
    expect(await dialog.getByRole('alert').filter({ hasText: /下级/ }).count()).toBe(1)

    await dialog.getByRole('group', { name: '办理什么' }).getByRole('button', { name: '基本情况' }).click()
    await dialog.getByLabel('类别').fill('虚拟')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.locator('[aria-invalid]').waitFor()
    expect(await dialog.getByLabel('类别').getAttribute('aria-invalid')).toBe('true')
    expect(faults).toEqual([])
    await close()
  })

  it('say so when the network is gone, and keep the form', async () => {
    const { page, close } = await openUnits('#/units?text=田心街道', { expecting: /./ })
    const dialog = await handle(page, '田心街道')
    await page.context().setOffline(true)
    await dialog.getByLabel('简称').fill('田心街')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByRole('alert').getByText('连不上服务器').waitFor()
    await page.context().setOffline(false)
    expect(await dialog.getByLabel('简称').inputValue()).toBe('田心街')
    await dialog.getByRole('button', { name: '保存' }).click()
    await said(page, '田心街道已保存。')
    await close()
  })

  it('can be worked on with the keyboard alone', async () => {
    const { page, faults, close } = await openUnits()
    await row(page, '株洲市').waitFor()
    await page.getByLabel('查找').focus()
    // Two buttons, and a box once something is closed.
    for (let k = 0; k < 4 && (await focused(page)) !== '株洲市'; k++) await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('株洲市')
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
      await page.evaluate(() => new Promise(requestAnimationFrame))
      return focused(page)
    }
    expect(await press('ArrowRight')).toBe('荷塘区')
    expect(await press('ArrowDown')).toBe('芦淞区')
    expect(await press('End')).toBe('醴陵市')
    expect(await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight')).not.toBe('醴陵市')
    expect(await press('End')).not.toBe('醴陵市')
    expect(await press('Home')).toBe('株洲市')
    expect(await press('ArrowLeft')).toBe('株洲市')
    expect(await names(page)).toEqual(['株洲市'])
    expect(await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight')).toBe('月塘街道')
    expect(await press('ArrowLeft')).toBe('荷塘区')
    await press('ArrowDown', 'Enter')
    const dialog = page.getByRole('dialog', { name: '月塘街道' })
    await dialog.getByLabel('简称').focus()
    await page.keyboard.press('End')
    await page.keyboard.type('办')
    await page.keyboard.press('Enter')
    await said(page, '月塘街道已保存。')
    await expectFocus(page, '月塘街道')
    await press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await focused(page)).toBe('月塘街道')
    expect(faults).toEqual([])
    await close()
  })

  it('are all there when everything is opened up, but only those near the window are drawn', async () => {
    const { page, faults, close } = await openUnits()
    await page.getByRole('button', { name: '全部展开' }).click()
    const tree = page.getByRole('treegrid')
    await row(page, '文化路社区居委会').first().waitFor()
    expect(Number(await tree.getAttribute('aria-rowcount'))).toBeGreaterThan(1500)
    expect(await tree.getByRole('row').count()).toBeLessThan(80)
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await tree.locator(`[aria-rowindex="${await tree.getAttribute('aria-rowcount')}"]`).waitFor()
    expect(await tree.getByRole('row').count()).toBeLessThan(80)
    await find(page, '没有这个地方')
    await page.getByText('没有名称或代码符合').waitFor()
    await page.getByRole('button', { name: '清除条件' }).click()
    await row(page, '株洲市').waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('wait for a server that does not answer, and are asked for again', async () => {
    const { page, close } = await suite.open({ cookie: await signIn(suite.server.url, 'system-admin'), expecting: /./ })
    await page.route('**/api/units?**', (route) => route.abort())
    await page.goto(`${suite.server.url}#/units`)
    await page.getByRole('heading', { name: '单位没有读到' }).waitFor()
    await page.unroute('**/api/units?**')
    await page.getByRole('button', { name: '重试' }).click()
    await row(page, '株洲市').waitFor()
    await close()
  })

  it.each([['light', 1366, 768], ['dark', 1366, 768], ['light', 390, 844]] as const)('have nothing that axe calls serious: %s, %i×%i', async (colorScheme, width, height) => {
    const { page, close } = await openUnits('#/units?text=月塘街道', { colorScheme, viewport: { width, height } })
    await row(page, '月塘街道').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    const dialog = await handle(page, '月塘街道')
    for (const task of ['基本情况', '新增下级', '划转', '撤销']) {
      await dialog.getByRole('group', { name: '办理什么' }).getByRole('button', { name: task, exact: true }).click()
      if (task === '新增下级') await dialog.getByRole('button', { name: '新增', exact: true }).click()
      if (task === '划转') await dialog.getByLabel('划归').fill('石峰区')
      expect(await seriousFindings(page), task).toEqual([])
    }
    // Nothing sticks out sideways.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await close()
  })
})
