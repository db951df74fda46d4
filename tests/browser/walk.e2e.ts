import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { columnsThatDoNotAdd, readTable, totalOf } from './children-table.ts'
import { downloadedLines } from './downloaded.ts'
import { FOLLOWING_2022, PUBLISHED_2022 } from './published-2022.ts'
import { startServer } from './running-server.ts'
import { openSuite } from './suite.ts'

const YEAR_2022 = 'from=2022-01&to=2022-12&basis=edition'

const suite = openSuite(startServer)

function cityIn2022(): string {
  return `${suite.server.url}#/overview/430200000000?indicator=E01&${YEAR_2022}`
}

async function expectHeading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}

/** Opens a child by the link in its row. */
async function openChild(page: Page, name: string): Promise<void> {
  await page.getByRole('table', { name: /分单位数据/ }).getByRole('link', { name, exact: true }).click()
}

async function firstChild(page: Page): Promise<string> {
  const row = (await readTable(page)).rows[1]
  if (row === undefined) throw new Error('no children')
  return row.label
}

async function expectEverythingAdds(page: Page): Promise<void> {
  const table = await readTable(page)
  expect(table.rows.length).toBeGreaterThan(1)
  expect(columnsThatDoNotAdd(table)).toEqual([])
}

describe('the city in 2022', () => {
  it('shows every figure that the bureau published', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(cityIn2022())
    const table = await readTable(page)
    const shown = PUBLISHED_2022.map(([name]) => [name, totalOf(table, name)])
    expect(shown).toEqual(PUBLISHED_2022)
    for (const [name, value] of FOLLOWING_2022) expect(totalOf(table, name)).toBe(value)
    // The headline tile says the same, from the same figures.
    await page.getByRole('region', { name: '主要指标' }).getByText('58,300').waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('adds at every step of a walk to a village and back, without a request until the village', async () => {
    const { page, faults, requests, close } = await suite.open()
    await page.goto(cityIn2022())
    await expectEverythingAdds(page)
    await page.waitForLoadState('networkidle')
    const before = requests.length

    await openChild(page, '石峰区')
    await expectHeading(page, '石峰区')
    await expectEverythingAdds(page)

    const street = await firstChild(page)
    await openChild(page, street)
    await page.getByRole('heading', { level: 1, name: street }).waitFor()
    await expectEverythingAdds(page)
    expect(requests.slice(before)).toEqual([])

    const village = await firstChild(page)
    await openChild(page, village)
    await page.getByRole('heading', { level: 1, name: village }).waitFor()
    await page.getByRole('heading', { level: 2, name: /本单位报表/ }).waitFor()
    await page.getByRole('article').first().waitFor()
    expect(await page.getByRole('article').count()).toBeGreaterThanOrEqual(12)

    await page.goBack()
    await page.getByRole('heading', { level: 1, name: street }).waitFor()
    await page.keyboard.press('Backspace')
    await expectHeading(page, '石峰区')
    await page.getByRole('navigation', { name: '所在位置' }).getByRole('link', { name: '株洲市' }).click()
    await expectHeading(page, '株洲市')
    await expectEverythingAdds(page)
    expect(await page.title()).toContain('株洲市')
    expect(faults).toEqual([])
    await close()
  })

  it('can be walked with the keyboard alone', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(cityIn2022())
    await readTable(page)
    for (const level of ['石峰区', 'street', 'village']) {
      const name = level === '石峰区' ? level : await firstChild(page)
      await tabTo(page, name)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name }).waitFor()
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    }
    for (let level = 0; level < 3; level++) await page.keyboard.press('Backspace')
    await expectHeading(page, '株洲市')
    expect(faults).toEqual([])
    await close()
  })

  it('downloads what the table shows', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(cityIn2022())
    const table = await readTable(page)
    const text = await downloadedLines(page, () => page.getByRole('region', { name: /分单位数据/ }).getByRole('button', { name: '下载 CSV' }).click())
    const lines = text.map((line) => line.split(','))
    expect(lines[0]?.slice(1)).toEqual(table.indicators)
    expect(lines.slice(1).map(([label, ...cells]) => [label, cells.map((cell) => (cell === '' ? null : Number(cell)))]))
      .toEqual(table.rows.map((row) => [row.label, row.values]))
    expect(faults).toEqual([])
    await close()
  })
})

/** Presses Tab until the link of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => (document.activeElement instanceof HTMLAnchorElement ? document.activeElement.textContent?.trim() : null))
    if (at === name) return
  }
  throw new Error(`Tab never reached ${name}`)
}
