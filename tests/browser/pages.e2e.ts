import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { seriousFindings } from './axe.ts'
import { readTable } from './children-table.ts'
import { startServer } from './running-server.ts'
import { openSuite } from './suite.ts'

const YEAR_2022 = 'from=2022-01&to=2022-12&basis=edition'

const suite = openSuite(startServer)

/** Goes down by the first link of the table, `steps` times. */
async function descend(page: Page, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const name = (await readTable(page)).rows[1]!.label
    await page.getByRole('table', { name: /分单位数据/ }).getByRole('link', { name, exact: true }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
  }
}

describe('accessibility', () => {
  it.each([
    ['city', 0, 'light'], ['street', 2, 'light'], ['village', 3, 'light'],
    ['city', 0, 'dark'], ['street', 2, 'dark'], ['village', 3, 'dark'],
  ] as const)('axe finds nothing serious: %s, %i down, %s', async (_name, steps, colorScheme) => {
    const { page, faults, close } = await suite.open({ colorScheme, reducedMotion: 'reduce' })
    await page.goto(`${suite.server.url}#/overview/430200000000?indicator=E01&${YEAR_2022}`)
    await readTable(page)
    await descend(page, steps)
    await page.waitForLoadState('networkidle')
    expect(await seriousFindings(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  })

  it('opens the definition card from an indicator, traps the focus in it and gives it back', async () => {
    const { page, faults, close } = await suite.open({ reducedMotion: 'reduce' })
    await page.goto(`${suite.server.url}#/overview/430200000000?indicator=E01&${YEAR_2022}`)
    await readTable(page)
    await page.getByRole('region', { name: '主要指标' }).getByRole('button', { name: '城镇新增就业的指标口径' }).click()
    const card = page.getByRole('dialog', { name: /城镇新增就业/ })
    await card.waitFor()
    await card.getByText(/自然减员/).first().waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'hidden' })
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('城镇新增就业的指标口径')
    expect(faults).toEqual([])
    await close()
  })
})

describe('addresses that name nothing', () => {
  it.each([
    ['unknown unit', '999999999999', YEAR_2022, '没有这个单位'],
    ['unknown indicator', '430200000000', `indicator=X99&${YEAR_2022}`, '没有这个指标'],
    ['no such month', '430200000000', 'from=2022-01&to=2022-13', '没有这个月份的数据'],
    ['a month without data', '430200000000', 'from=2010-01&to=2010-12&basis=live', '没有这个月份的数据'],
    ['a range the wrong way round', '430200000000', 'from=2022-12&to=2022-01', '时间范围不正确'],
    ['an edition that is not there', '430200000000', 'from=2023-01&to=2023-06&basis=edition', '所选月份尚未定案'],
  ])('%s: says so and offers a way out', async (_name, unit, query, title) => {
    const { page, faults, close } = await suite.open({ expecting: /Failed to load resource/ })
    await page.goto(`${suite.server.url}#/overview/${unit}?${query}`)
    await page.getByRole('alert').getByRole('heading', { name: title }).waitFor()
    await page.getByRole('alert').getByRole('button').first().click()
    await readTable(page)
    expect(faults).toEqual([])
    await close()
  })

  it('an unknown page leads home', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(`${suite.server.url}#/no/such/page`)
    await page.getByRole('link', { name: '回到工作总览' }).click()
    await readTable(page)
    expect(faults).toEqual([])
    await close()
  })
})

describe('choosing', () => {
  it('writes the whole selection into the address', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(suite.server.url)
    await readTable(page)
    expect(new URL(page.url()).hash).toMatch(/^#\/overview\/430200000000\?indicator=E01&from=2023-01&to=2023-04&basis=edition&scheme=city$/)

    await page.getByRole('combobox', { name: '年份' }).selectOption('2022年')
    await page.getByRole('button', { name: '半年' }).click()
    await page.getByRole('combobox', { name: '时段' }).selectOption('下半年')
    await page.waitForURL(/from=2022-07&to=2022-12/)
    await readTable(page)
    await page.getByRole('button', { name: '审定数' }).click()
    await page.waitForURL(/basis=approved/)
    await readTable(page)
    expect(faults).toEqual([])
    await close()
  })

  it('gives up the edition for months that have none, and says so', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(suite.server.url)
    await readTable(page)
    await page.getByRole('combobox', { name: '时段' }).selectOption('1—6月')
    await page.waitForURL(/to=2023-06&basis=live/)
    await page.getByRole('status').getByText(/已改为实时汇总/).waitFor({ state: 'attached' })
    await page.getByText(/未报齐，按\d+月评价/).first().waitFor()
    expect(await page.getByRole('button', { name: /定案数/ }).isDisabled()).toBe(true)
    expect(faults).toEqual([])
    await close()
  })

  it('finds units by name', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(suite.server.url)
    await readTable(page)
    await page.getByRole('combobox', { name: '搜索单位' }).fill('石峰')
    await page.getByRole('option', { name: /石峰区/ }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '石峰' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })
})
