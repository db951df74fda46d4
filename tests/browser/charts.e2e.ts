import { describe, expect, it } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { figureIn, readTable } from './children-table.ts'
import { startServer } from './running-server.ts'
import { openSuite } from './suite.ts'

const suite = openSuite(startServer)

const cityIn2022 = () => `${suite.server.url}#/overview/430200000000?indicator=E01&from=2022-01&to=2022-12&basis=edition`
const panelOf = (page: Page, name: RegExp) => page.getByRole('region', { name })
const RANKING = /^城镇新增就业排名$/
const HEATMAP = /^进度热力图$/

/** Cells of a panel's table, as text, head first. */
async function cellsOf(panel: Locator): Promise<string[][]> {
  const table = panel.getByRole('table')
  await table.waitFor()
  return table.evaluate((element) =>
    [...element.querySelectorAll('tr')].map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim() ?? '')))
}

async function showTable(panel: Locator): Promise<void> {
  await panel.getByRole('button', { name: '表', exact: true }).click()
  await panel.getByRole('table').waitFor()
}

/** Clicks into a chart at a share of its width and height. */
async function clickAt(chart: Locator, across: number, down: number): Promise<void> {
  await chart.locator('canvas').first().waitFor()
  const box = await chart.boundingBox()
  if (box === null) throw new Error('no chart')
  await chart.click({ position: { x: box.width * across, y: box.height * down } })
}

describe('the ranking', () => {
  it('opens a child by a click on its bar', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(cityIn2022())
    const panel = panelOf(page, RANKING)
    const chart = panel.getByRole('img', { name: /^城镇新增就业排名图，9个下级单位，首位/ })
    // The sentence names the first; its bar is the first of nine.
    const first = /首位(\S+) /.exec((await chart.getAttribute('aria-label')) ?? '')?.[1] ?? ''
    await clickAt(chart, 0.3, 0.5 / 9)
    await page.getByRole('heading', { level: 1, name: first }).waitFor()
    await panel.getByRole('img', { name: /个下级单位/ }).locator('canvas').first().waitFor()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: '株洲市' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('has the same numbers in its table as the main table, sortable, and opens children from it', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(cityIn2022())
    const main = await readTable(page)
    const column = main.indicators.findIndex((name) => name.startsWith('城镇新增就业'))
    const panel = panelOf(page, RANKING)
    const summary = await panel.getByRole('img').getAttribute('aria-label')
    await showTable(panel)
    const [head, ...rows] = await cellsOf(panel)
    expect(head).toEqual(['名次', '单位', '本期（人）', '完成率', '评价'])
    expect(rows).toHaveLength(9)
    for (const [, unit, value] of rows) {
      expect(figureIn(value ?? '')).toBe(main.rows.find(({ label }) => label === unit)?.values[column])
    }
    // What the chart says of the first is what the table says.
    expect(summary).toContain(`首位${rows[0]?.[1]} ${rows[0]?.[3]}`)

    const byValue = panel.getByRole('columnheader', { name: '本期（人）' })
    await byValue.getByRole('button').click()
    expect(await byValue.getAttribute('aria-sort')).toBe('descending')
    const sorted = (await cellsOf(panel)).slice(1).map(([, , value]) => figureIn(value ?? '') ?? 0)
    expect(sorted).toEqual([...sorted].sort((a, b) => b - a))

    await panel.getByRole('link', { name: '石峰区' }).click()
    await page.getByRole('heading', { level: 1, name: '石峰区' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('remembers that somebody prefers the table', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(cityIn2022())
    await showTable(panelOf(page, RANKING))
    await page.reload()
    await panelOf(page, HEATMAP).locator('canvas').first().waitFor()
    await panelOf(page, RANKING).getByRole('table').waitFor()
    expect(await panelOf(page, RANKING).getByRole('button', { name: '表', exact: true }).getAttribute('aria-pressed')).toBe('true')
    expect(faults).toEqual([])
    await close()
  })

  it('does not move when one view replaces the other', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(cityIn2022())
    for (const name of [RANKING, HEATMAP]) {
      const panel = panelOf(page, name)
      await panel.locator('canvas').first().waitFor()
      // The place in the window changes with scrolling, the size must not.
      const size = async () => ((box) => [box?.width, box?.height])(await panel.boundingBox())
      const before = await size()
      await showTable(panel)
      expect(await size()).toEqual(before)
    }
    expect(faults).toEqual([])
    await close()
  })
})

describe('the heatmap', () => {
  it('opens a child by a click on its row, chooses an indicator by a click on its name', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(cityIn2022())
    const chart = panelOf(page, HEATMAP).getByRole('img', { name: /^进度热力图，9个下级单位/ })
    await clickAt(chart, 0.2, 0.03)
    await page.waitForURL(/indicator=E02/)
    const last = (await readTable(page)).rows[9]?.label ?? ''
    await clickAt(chart, 0.5, 0.98)
    await page.getByRole('heading', { level: 1, name: last }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('has a table with the same children and signs', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(cityIn2022())
    const panel = panelOf(page, HEATMAP)
    await showTable(panel)
    const [, ...rows] = await cellsOf(panel)
    expect(rows.map(([unit]) => unit)).toEqual((await readTable(page)).rows.slice(1, 10).map(({ label }) => label))
    for (const cell of rows.flatMap((row) => row.slice(1))) expect(cell).toMatch(/^([▲◆▼] )?\d\.\d\d/)
    expect(faults).toEqual([])
    await close()
  })
})

describe('the main table', () => {
  it('sorts its children only: 合计 stays first, 本级 and 核减 rows last', async () => {
    const { page, faults, close } = await suite.open()
    await page.goto(cityIn2022())
    const before = await readTable(page)
    const name = before.indicators[0]!.replace(/（.*/, '')
    await page.getByRole('table', { name: /分单位数据/ }).getByRole('button', { name, exact: true }).click()
    const after = await readTable(page)
    expect([after.rows[0], ...after.rows.slice(10)]).toEqual([before.rows[0], ...before.rows.slice(10)])
    const values = after.rows.slice(1, 10).map(({ values: [value] }) => value ?? 0)
    expect(values).toEqual([...values].sort((a, b) => b - a))
    expect(values).not.toEqual(before.rows.slice(1, 10).map(({ values: [value] }) => value ?? 0))
    expect(faults).toEqual([])
    await close()
  })
})
