import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DEFAULT_THRESHOLDS } from '#core/indicator/catalogue.ts'
import { formatMonth, monthOf, type Month } from '#core/period/month.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { TotalsReply } from '#contract/totals.ts'
import { buildDemoCity } from '#server/demo/demo-city.ts'
import { businessClock } from '#server/business-clock.ts'
import { createHandler } from '#server/http/handler.ts'
import { headerSession, plainPasswords, signInAs, SPEC_TIME } from '#server/http/handler-fixture.ts'
import { openWasmStore } from '#server/store/wasm-sqlite.ts'
import { columnsOf } from './bases.ts'
import { expectSame } from './compare.ts'
import { figure } from './naive-figures.ts'
import { NaiveCity, type City } from './naive.ts'

/** 经开区: a management unit made by hand that takes three streets from a district from June on. */

const CITY = '430200000000' as UnitCode
const DISTRICT = '430204000000' as UnitCode
const [MAY, JUNE] = [monthOf(2023, 5), monthOf(2023, 6)]
const RANGES: readonly (readonly [Month, Month])[] = [[MAY, MAY], [JUNE, JUNE], [MAY, JUNE]]

describe('a management unit', { timeout: 300_000 }, () => {
  it('takes its streets\' figures along from its month on, and no month before changes', async () => {
    const dataset = buildDemoCity({ divisionsCsv: readFileSync(new URL('../../data/zhuzhou-divisions.csv', import.meta.url), 'utf8') })
    const city: City = { ...dataset, ...DEFAULT_THRESHOLDS, reports: [...dataset.reports], frozen: new Set(dataset.editions.map(({ month }) => month)) }
    const store = await openWasmStore()
    await store.replaceAll(dataset, { settings: { businessNow: '2023-07-03T10:00:00+08:00' } })
    const { settings } = await store.loadMaster()
    const handle = createHandler({ store, clock: businessClock(settings), session: headerSession, passwords: plainPasswords, time: () => SPEC_TIME })
    const tokens = { system: await signInAs(store, 'system', CITY, 'system'), leader: await signInAs(store, 'leader', CITY, 'leader') }
    async function ask<T>(method: string, path: string, role: keyof typeof tokens, body?: unknown): Promise<T> {
      const init = { method, headers: { 'x-token': tokens[role], 'content-type': 'application/json' }, ...(body !== undefined && { body: JSON.stringify(body) }) }
      const response = await handle(new Request(`http://localhost${path}`, init))
      const reply = await response.json() as T
      expect(response.status, JSON.stringify(reply)).toBe(200)
      return reply
    }
    const totals = (unit: string, from: Month, to: Month, basis: string) =>
      ask<TotalsReply>('GET', `/api/totals?unit=${unit}&from=${formatMonth(from)}&to=${formatMonth(to)}&basis=${basis}`, 'leader')
    const valueOf = async (unit: string, month: Month) => (await totals(unit, month, month, 'live')).indicators.find(({ code }) => code === 'E01')!.value!

    const before = { may: await valueOf(DISTRICT, MAY), june: await valueOf(DISTRICT, JUNE), city: await valueOf(CITY, JUNE) }
    const streets = city.units.filter(({ parents }) => parents[0]!.parent === DISTRICT).slice(0, 3).map(({ code }) => code)
    expect(streets).toHaveLength(3)
    const { code: zone } = await ask<{ code: string }>('POST', '/api/units', 'system', { parent: CITY, name: '经开区', kind: '管理区', opened: '2023-06' })
    for (const street of streets) await ask('POST', `/api/units/${street}/move`, 'system', { parent: zone, from: '2023-06' })

    expect(await valueOf(DISTRICT, MAY)).toBe(before.may)
    const taken = await valueOf(zone, JUNE)
    expect(taken).toBeGreaterThan(0)
    expect(await valueOf(DISTRICT, JUNE)).toBe(before.june - taken)
    expect(await valueOf(CITY, JUNE)).toBe(before.city)
    expect(await store.verifyTotals()).toBeNull()

    const after = { ...city, units: (await store.loadMaster()).units }
    for (const basis of ['live', 'approved'] as const) {
      const naive = new NaiveCity(after, basis)
      for (const [from, to] of RANGES) {
        for (const unit of [CITY, DISTRICT, zone as UnitCode, ...streets]) {
          const { indicators } = await totals(unit, from, to, basis)
          for (const { code, decimals } of columnsOf(city)) {
            const { value } = figure(naive, unit, code, from, to)
            const told = indicators.find((each) => each.code === code)!.value
            expectSame({ value: told }, { value: value === null ? null : Number(value) / 10 ** decimals }, `${basis} ${unit} ${code} ${formatMonth(from)}–${formatMonth(to)}`)
          }
        }
      }
    }
    await store.close()
  })
})
