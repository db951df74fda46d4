import { describe, expect, it } from 'vitest'
import { readTable } from './children-table.ts'
import { startServer } from './running-server.ts'
import { openSuite } from './suite.ts'

const suite = openSuite(startServer)

const PROVOKED = /Failed to load resource/

describe('when the server does not answer', () => {
  it('says so in plain words and recovers on retry', async () => {
    const { page, faults, close } = await suite.open({ expecting: PROVOKED })
    await page.route('**/api/**', (route) => route.abort('connectionrefused'))
    await page.goto(suite.server.url)
    await page.getByRole('alert').getByRole('heading', { name: '连不上服务器' }).waitFor()
    await page.unroute('**/api/**')
    await page.getByRole('button', { name: '重试' }).click()
    await readTable(page)
    expect(faults).toEqual([])
    await close()
  })

  it('shows the totals although the figures fail, and fetches them on retry', async () => {
    const { page, faults, close } = await suite.open({ expecting: PROVOKED })
    const body = JSON.stringify({ error: { code: 'proxy-busy', message: '服务器正忙，请稍后重试。' } })
    await page.route('**/api/cube*', (route) => route.fulfill({ status: 503, contentType: 'application/json', body }))
    await page.goto(suite.server.url)
    await page.getByRole('alert').getByText('服务器正忙，请稍后重试。').waitFor()
    await page.getByRole('region', { name: '主要指标' }).getByText('城镇新增就业').waitFor()
    await page.unroute('**/api/cube*')
    await page.getByRole('button', { name: '重试' }).click()
    await readTable(page)
    expect(faults).toEqual([])
    await close()
  })

  it('notices that the network is gone and keeps what it has', async () => {
    const { page, faults, close } = await suite.open({ expecting: PROVOKED })
    await page.goto(suite.server.url)
    const table = await readTable(page)
    await page.context().setOffline(true)
    await page.getByText('网络已断开').waitFor()
    await page.getByRole('table', { name: /分单位数据/ }).getByRole('link', { name: table.rows[1]!.label, exact: true }).click()
    await page.getByRole('heading', { level: 1, name: table.rows[1]!.label }).waitFor()
    await page.context().setOffline(false)
    await page.getByText('网络已断开').waitFor({ state: 'hidden' })
    expect(faults).toEqual([])
    await close()
  })
})
