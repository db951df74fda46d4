import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { seriousFindings } from './axe.ts'
import { signIn, startServer } from './running-server.ts'
import { openSuite } from './suite.ts'
import type { WatchOptions } from './watched-page.ts'

const STREET = '430204001000'
const DRAFT = '田心社区'

const suite = openSuite(startServer)

async function openAs(account: string, options: WatchOptions = {}) {
  const watched = await suite.open({ cookie: await signIn(suite.server.url, account), permissions: ['clipboard-read', 'clipboard-write'], ...options })
  await watched.page.goto(`${suite.server.url}#/entry`)
  await sheet(watched.page).waitFor()
  return watched
}

const sheet = (page: Page) => page.getByRole('grid', { name: /填报表$/ })
const row = (page: Page, unit: string) => sheet(page).getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${unit}`) }) })
const cell = (page: Page, unit: string, column: number) => row(page, unit).getByRole('gridcell').nth(column)
const textOf = (page: Page, unit: string, column: number) => cell(page, unit, column).evaluate((element) => element.firstChild?.textContent ?? '')
const state = (page: Page, words: string | RegExp) => page.locator('.entry-state').getByText(words).waitFor()

async function type(page: Page, unit: string, column: number, ...texts: string[]): Promise<void> {
  await cell(page, unit, column).click()
  for (const text of texts) {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
}

/** What the server has. */
async function stored(account: string, unitName: string): Promise<{ unit: string; version: number; state: string; values: (number | null)[]; indicators: string[] }> {
  const cookie = await signIn(suite.server.url, account)
  const headers = { cookie: `${cookie.name}=${cookie.value}` }
  const units = await (await fetch(new URL(`/api/units?root=${STREET}`, suite.server.url), { headers })).json() as { codes: string[]; shortNames: string[] }
  const reply = await (await fetch(new URL(`/api/sheets/${STREET}/MONTH/2023-06?rows=children`, suite.server.url), { headers })).json() as
    { indicators: string[]; rows: { unit: string; version: number; state: string; cells: ({ value: number | null } | null)[] }[] }
  const unit = units.codes[units.shortNames.indexOf(unitName)]!
  const found = reply.rows.find((each) => each.unit === unit)!
  return { unit, version: found.version, state: found.state, values: found.cells.map((each) => each?.value ?? null), indicators: reply.indicators }
}

/** Somebody else saves one figure by the API. */
async function saveElsewhere(account: string, unitName: string, change: Record<string, number>): Promise<void> {
  const cookie = await signIn(suite.server.url, account)
  const { unit, version, values, indicators } = await stored(account, unitName)
  const cells = indicators.flatMap((indicator, k) => {
    const value = change[indicator] ?? values[k] ?? null
    return value === null ? [] : [{ indicator, value, notObtained: null }]
  })
  const reply = await fetch(new URL(`/api/reports/${unit}/MONTH/2023-06`, suite.server.url), {
    method: 'PUT', headers: { cookie: `${cookie.name}=${cookie.value}`, origin: new URL(suite.server.url).origin, 'content-type': 'application/json', 'if-match': `"${version}"` },
    body: JSON.stringify({ cells, lines: [], source: 'phone' }),
  })
  expect(reply.status).toBe(200)
}

describe('the sheet of a street', () => {
  it('is saved while one types, and undone', async () => {
    const { page, faults, close } = await openAs('street-reporter')
    await state(page, '已全部保存')
    await type(page, DRAFT, 0, '12', '３', '1,000')
    await state(page, '已全部保存')
    expect((await stored('street-reporter', DRAFT)).values.slice(0, 3)).toEqual([12, 3, 1000])
    // A thousand where there were two: asked about, and not in the way.
    await cell(page, DRAFT, 2).click()
    await page.locator('.entry-beside').getByText(/是以往最大数（\d+）的10倍以上/).waitFor()
    await page.getByText('本年累计').waitFor()
    await page.keyboard.press('Control+z')
    await state(page, '已全部保存')
    expect((await stored('street-reporter', DRAFT)).values.slice(0, 3)).toEqual([12, 3, 2])
    await page.reload()
    await sheet(page).waitFor()
    expect([await textOf(page, DRAFT, 0), await textOf(page, DRAFT, 1)]).toEqual(['12', '3'])
    expect(faults).toEqual([])
    await close()
  })

  it('is saved when one leaves it in the middle of a word', async () => {
    const { page, faults, close } = await openAs('street-reporter')
    await type(page, DRAFT, 0, '14')
    await page.getByRole('link', { name: '总览', exact: true }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expect.poll(async () => (await stored('street-reporter', DRAFT)).values[0]).toBe(14)
    await page.goBack()
    await sheet(page).waitFor()
    await cell(page, DRAFT, 0).click()
    await page.keyboard.type('12')
    await page.keyboard.press('Enter')
    await state(page, '已全部保存')
    expect(faults).toEqual([])
    await close()
  })

  it('keeps what is no figure in sight, and sends the rest', async () => {
    const { page, faults, close } = await openAs('street-reporter')
    await type(page, DRAFT, 0, '十二', '4')
    await state(page, '1 格不能保存，请修改。')
    expect((await stored('street-reporter', DRAFT)).values.slice(0, 2)).toEqual([12, 4])
    expect(await textOf(page, DRAFT, 0)).toBe('十二')
    await page.reload()
    await sheet(page).waitFor()
    await state(page, '1 格不能保存，请修改。')
    expect(await textOf(page, DRAFT, 0)).toBe('十二')
    await page.getByRole('button', { name: `${DRAFT} 城镇新增就业` }).click()
    await page.keyboard.type('13')
    await page.keyboard.press('Enter')
    await state(page, '已全部保存')
    expect((await stored('street-reporter', DRAFT)).values[0]).toBe(13)
    expect(faults).toEqual([])
    await close()
  })

  it('outlives a lost network and a closed page', async () => {
    const { page, faults, close } = await openAs('street-reporter', { expecting: /ERR_INTERNET_DISCONNECTED/ })
    await page.context().setOffline(true)
    await type(page, DRAFT, 0, '77', '8')
    await state(page, /没有网络：2 格已留在本机/)
    await page.close()
    await saveElsewhere('street-reporter', DRAFT, { S01: 55 })
    const again = await watchedAgain()
    await state(again, '已全部保存')
    expect((await stored('street-reporter', DRAFT)).values.slice(0, 2)).toEqual([77, 8])
    // What the other one saved meanwhile is still there.
    expect((await stored('street-reporter', DRAFT)).values).toContain(55)
    expect(faults).toEqual([])
    await close()

    async function watchedAgain(): Promise<Page> {
      const next = await page.context().newPage()
      await page.context().setOffline(false)
      await next.goto(`${suite.server.url}#/entry`)
      await sheet(next).waitFor()
      return next
    }
  })

  it('keeps what waits in rows that are not shown', async () => {
    const { page, faults, close } = await openAs('street-reporter', { expecting: /ERR_FAILED/ })
    await page.route('**/api/reports/**', (route) => route.abort())
    await type(page, DRAFT, 0, '66')
    await state(page, /服务器暂时连不上/)
    await page.getByLabel('范围').selectOption('本级')
    await expect.poll(() => sheet(page).getByRole('rowheader').count()).toBe(2)
    await type(page, '田心街道', 0, '5')
    await state(page, /服务器暂时连不上/)
    await page.getByLabel('范围').selectOption('本级和直接下级')
    await row(page, DRAFT).waitFor()
    await expect.poll(() => textOf(page, DRAFT, 0)).toBe('66')
    await page.unroute('**/api/reports/**')
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await state(page, '已全部保存')
    expect([(await stored('street-reporter', DRAFT)).values[0], (await stored('street-reporter', '田心街道')).values[0]]).toEqual([66, 5])
    expect(faults).toEqual([])
    await close()
  })

  it('asks where two have changed the same figure', async () => {
    const { page, faults, close } = await openAs('street-reporter', { expecting: /status of 412/ })
    await saveElsewhere('street-reporter', DRAFT, { E01: 90, E02: 9 })
    await type(page, DRAFT, 0, '91')
    await state(page, '1 格与他人的修改不同，请选择。')
    expect((await stored('street-reporter', DRAFT)).values.slice(0, 2)).toEqual([90, 9])
    await cell(page, DRAFT, 0).click()
    await page.getByText('他人已改为“90”，您填的是“91”').waitFor()
    await page.getByRole('button', { name: '保留我填的' }).click()
    await state(page, '已全部保存')
    expect((await stored('street-reporter', DRAFT)).values.slice(0, 2)).toEqual([91, 9])
    expect(faults).toEqual([])
    await close()
  })

  it('takes a block from a spreadsheet, and says what will not fit', async () => {
    const { page, faults, close } = await openAs('street-reporter')
    await cell(page, DRAFT, 0).click()
    await page.evaluate(() => navigator.clipboard.writeText('21\t5\t3\t0\t9\r\n22\t5\t3\t0\t9\r\n'))
    await page.keyboard.press('Control+v')
    const dialog = page.getByRole('dialog', { name: '粘贴' })
    await dialog.getByText(/可以填入 [1-4] 格/).waitFor()
    await dialog.getByText(/[1-6] 格不能填/).waitFor()
    await dialog.getByRole('button', { name: /^粘贴其余/ }).click()
    await state(page, '已全部保存')
    expect((await stored('street-reporter', DRAFT)).values.slice(0, 3)).toEqual([21, 5, 3])
    expect(faults).toEqual([])
    await close()
  })

  it('goes up, comes back with a reason, and is approved', async () => {
    const officer = await openAs('street-reporter')
    const { page } = officer
    // The street's own report is begun too; only the village's is to be complete here.
    await page.getByRole('button', { name: /^其余填零/ }).click()
    await state(page, '已全部保存')
    await cell(page, DRAFT, 0).click()
    await page.getByRole('button', { name: `上报 ${DRAFT}` }).click()
    await page.getByText('已上报：1 个单位。').waitFor()
    expect((await stored('street-reporter', DRAFT)).state).toBe('submitted')

    // Filled on behalf by the street: the district judges it.
    const district = await suite.open({ cookie: await signIn(suite.server.url, 'district-reviewer') })
    await district.page.goto(`${suite.server.url}#/entry/${STREET}`)
    await cell(district.page, DRAFT, 0).click()
    await district.page.getByRole('button', { name: `退回 ${DRAFT}` }).click()
    await district.page.getByRole('dialog').getByRole('textbox').fill('请核对6月人数')
    await district.page.getByRole('button', { name: '退回修改' }).click()
    await district.page.getByText(`已退回：${DRAFT}。`).waitFor()

    await page.reload()
    await row(page, DRAFT).getByText('退回修改').waitFor()
    await cell(page, DRAFT, 0).click()
    await page.getByText('退回原因：请核对6月人数').waitFor()
    await page.keyboard.type('20')
    await page.keyboard.press('Tab')
    await state(page, '已全部保存')
    await page.getByRole('button', { name: `上报 ${DRAFT}` }).click()
    await page.getByText('已上报：1 个单位。').waitFor()

    await district.page.reload()
    await cell(district.page, DRAFT, 0).click()
    await district.page.getByRole('button', { name: `审核通过 ${DRAFT}` }).click()
    await district.page.getByText('审核通过：1 个单位。').waitFor()
    expect((await stored('street-reporter', DRAFT)).state).toBe('approved')
    expect([...officer.faults, ...district.faults]).toEqual([])
    await officer.close()
    await district.close()
  })

  it.each([['light', 1366, 768], ['dark', 1366, 768], ['light', 390, 844]] as const)('axe finds nothing serious: %s, %i × %i', async (colorScheme, width, height) => {
    const { page, faults, close } = await openAs('street-reporter', { colorScheme, viewport: { width, height } })
    expect(await seriousFindings(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  })
})
