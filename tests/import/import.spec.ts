import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAsLeader } from '#server/http/handler-fixture.ts'
import { openNodeStore } from '#server/store/node-sqlite.ts'
import type { Store } from '#server/store/store.ts'
import { FULL_PROVINCE, SMALL_PROVINCE, writeProvince, YEAR } from './province.ts'
import { computeTotals, type IndependentTotals } from './sql-totals.ts'

/**
 * `npm run import` as a process, and its totals against SQL that shares nothing with the program: DuckDB reads the CSV
 * files itself and adds along a recursive query over the parents.
 */

const MAIN = fileURLToPath(new URL('../../server/importer/main.ts', import.meta.url))
const TORTURE = process.env['BALLAST_TORTURE'] === '1'
const SIZE = TORTURE ? FULL_PROVINCE : SMALL_PROVINCE
const MINUTES = 60_000

let root: string
let province: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-province-'))
  province = join(root, 'province')
  writeProvince(province, SIZE)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function runImport(folder: string, data: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, folder], {
    encoding: 'utf8',
    env: { ...process.env, BALLAST_DATA: data },
  })
  return { status, stdout, stderr }
}

describe('a province', () => {
  let data: string
  let store: Store
  let totals: IndependentTotals

  beforeAll(async () => {
    data = join(root, 'data')
    const { status, stdout, stderr } = runImport(province, data)
    expect(stderr).toContain('写入 100 %')
    expect(stdout).toContain('导入完成')
    expect(status).toBe(0)
    totals = await computeTotals(province, YEAR)
    store = await openNodeStore(join(data, 'ballast.db'))
  }, 5 * MINUTES)
  afterAll(() => store.close())

  it('has the same totals as independent SQL, at units of every level', async () => {
    const ask = await askAsLeader(store, { store, clock: { now: () => `${YEAR + 1}-01-10T09:00:00+08:00` } })
    expect(totals.units.length).toBeGreaterThanOrEqual(30)
    for (const unit of totals.units) {
      for (const [from, to] of [[1, 12], [1, 6], [9, 9]] as const) {
        const text = (month: number) => `${YEAR}-${String(month).padStart(2, '0')}`
        const response = await ask(`/api/totals?unit=${unit}&from=${text(from)}&to=${text(to)}&basis=approved`)
        expect(response.status).toBe(200)
        const reply = await response.json() as { coverage: { counted: number; due: number }; indicators: { code: string; value: number | null }[] }
        const expected = await totals.of(unit, from, to)
        const given = Object.fromEntries(reply.indicators.filter(({ code }) => code.startsWith('X')).map(({ code, value }) => [code, value]))
        expect(given, `${unit} ${from}–${to}`).toEqual(expected)
        expect(reply.coverage.counted).toBe(reply.coverage.due)
      }
    }
  }, 5 * MINUTES)

  it('is the same after a second import of the same files', async () => {
    await store.close()
    const before = readFileSync(join(data, 'ballast.db')).byteLength
    const { status } = runImport(province, data)
    expect(status).toBe(0)
    store = await openNodeStore(join(data, 'ballast.db'))
    expect(await store.revisions()).toMatchObject({ master: 2, reports: 2 })
    // Each import left one record in the audit trail.
    expect((await store.audit.list({ limit: 10 })).map(({ action, account }) => `${account} ${action}`)).toEqual(['console import', 'console import'])
    expect(before).toBeGreaterThan(0)
    const ask = await askAsLeader(store, { store, clock: { now: () => `${YEAR + 1}-01-10T09:00:00+08:00` } })
    const unit = totals.units[0]!
    const response = await ask(`/api/totals?unit=${unit}&from=${YEAR}-01&to=${YEAR}-12&basis=live`)
    const reply = await response.json() as { indicators: { code: string; value: number | null }[] }
    const given = Object.fromEntries(reply.indicators.filter(({ code }) => code.startsWith('X')).map(({ code, value }) => [code, value]))
    expect(given).toEqual(await totals.of(unit, 1, 12))
  }, 5 * MINUTES)
})

describe('one planted error', () => {
  const faults = [
    ['units.csv', '40001,399999,hamlet,某村,村委会,,', 'level', '不认识的层级'],
    ['indicators.csv', 'X01,重复,人,0,flow,none,,,', 'code', '重复'],
    ['forms.csv', 'other,X01,month,village,人社局', 'indicator', '已在报表'],
    ['targets.csv', '999,X01,2022,city,5,official', 'unit', '没有单位 999'],
    ['values.csv', '430000000000,X01,2022-07,1.5', 'value', '应为整数'],
  ] as const

  it.each(faults)('in %s keeps everything out', (file, text, column, reason) => {
    const folder = join(root, `with-${file}`)
    writeProvince(folder, SMALL_PROVINCE)
    const path = join(folder, file)
    const lines = readFileSync(path, 'utf8').trimEnd()
    writeFileSync(path, `${lines}\n${file === 'units.csv' ? text.replace(/^(\w+),(\w+)/, '$2,$1') : text}\n`)
    const line = lines.split('\n').length + 1
    const data = join(root, `data-${file}`)

    const { status, stderr } = runImport(folder, data)
    expect(status).not.toBe(0)
    expect(stderr).toMatch(new RegExp(`${file}:${line} ${column}：.*${reason}`))
    expect(stderr).toContain('数据没有改动')
    expect(existsSync(join(data, 'ballast.db'))).toBe(false)
  })

  it('leaves a database that is there as it was, byte for byte', () => {
    const data = join(root, 'kept')
    const good = join(root, 'good')
    writeProvince(good, SMALL_PROVINCE)
    expect(runImport(good, data).status).toBe(0)
    const before = readFileSync(join(data, 'ballast.db'))
    writeFileSync(join(good, 'values.csv'), `${readFileSync(join(good, 'values.csv'), 'utf8')}nobody,X01,2022-01,1\n`)
    expect(runImport(good, data).status).toBe(1)
    expect(readFileSync(join(data, 'ballast.db')).equals(before)).toBe(true)
  })

  it('is told apart from a folder that is not there', () => {
    expect(runImport(join(root, 'nowhere'), join(root, 'none'))).toMatchObject({ status: 1, stderr: expect.stringContaining('没有文件夹') })
  })

  it('among thousands is followed by how many there are', () => {
    const folder = join(root, 'many')
    writeProvince(folder, SMALL_PROVINCE)
    const path = join(folder, 'values.csv')
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/,(\d+)$/gm, ',$1x'))
    const { status, stderr } = runImport(folder, join(root, 'data-many'))
    expect(status).toBe(1)
    expect(stderr.match(/^values\.csv:\d+ value：/gm)).toHaveLength(100)
    expect(stderr).toMatch(/另有 \d{4,} 处，共 \d{4,} 处/)
  })
})
