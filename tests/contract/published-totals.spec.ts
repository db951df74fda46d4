import { afterAll, beforeAll, expect, it } from 'vitest'
import { TotalsReply } from '#contract/totals.ts'
import { layInDemoCity } from '#server/demo/lay-in.ts'
import { openDoors, type Doors } from './doors.ts'

/** What the bureau published for the whole city: transcribed by hand, in the indicators' units. */
const YEAR_2022: Record<string, number> = {
  E01: 58300, E03: 6000, E04: 21700, E05: 0, E06: 40000, S01: 350000, S02: 50000, S03: 250000, S04: 400, S05: 8000,
  S06: 189000, S07: 65000, M01: 108000, M02: 235000, T01: 206, T02: 5000, T03: 200, L01: 8000, L02: 6000, H01: 28,
  H02: 30, H03: 20, H04: 34, Q01: 261, Q02: 80000, R02: 34.39,
}
const TARGETS_2022: Record<string, number> = { E01: 52000, E04: 21000, E05: 0, R01: 4 }

let doors: Doors
beforeAll(async () => {
  doors = await openDoors(layInDemoCity, () => {})
})
afterAll(() => doors.close())

async function totals(query: string): Promise<Map<string, TotalsReply['indicators'][number]>> {
  const reply = TotalsReply.parse(await (await doors.node(`/api/totals?${query}`)).json())
  return new Map(reply.indicators.map((indicator) => [indicator.code, indicator]))
}

it.each(['live', 'approved', 'edition'])('2022 equals what was published, by the %s basis', async (basis) => {
  const year = await totals(`unit=430200000000&from=2022-01&to=2022-12&basis=${basis}`)
  expect(Object.fromEntries(Object.keys(YEAR_2022).map((code) => [code, year.get(code)?.value]))).toEqual(YEAR_2022)
  expect(Object.fromEntries(Object.keys(TARGETS_2022).map((code) => [code, year.get(code)?.target]))).toEqual(TARGETS_2022)
})

it('nine months of 2022, and 2021, equal the press', async () => {
  const nine = await totals('from=2022-01&to=2022-09')
  expect([nine.get('E01')?.value, nine.get('E04')?.value]).toEqual([48900, 20700])
  expect(nine.get('E01')?.completion).toBeCloseTo(0.9404, 4)
  const before = await totals('from=2021-01&to=2021-12')
  expect(['E01', 'E04', 'T04'].map((code) => before.get(code)?.value)).toEqual([61700, 13300, 112800])
})
