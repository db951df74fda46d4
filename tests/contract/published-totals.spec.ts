import { afterAll, beforeAll, expect, it } from 'vitest'
import { CatalogueReply } from '#contract/catalogue.ts'
import { decodeCube } from '#contract/cube-wire.ts'
import { PacesReply } from '#contract/periods.ts'
import { TotalsReply } from '#contract/totals.ts'
import { UnitsReply } from '#contract/units.ts'
import { toUnits } from '#core/number/decimal.ts'
import { monthOf } from '#core/period/month.ts'
import { readFigure } from '#core/rollup/aggregate.ts'
import { buildUnitTree, childrenOf } from '#core/unit/unit-tree.ts'
import { layInDemoCity } from '#server/demo/lay-in.ts'
import { catalogueFromReply } from '#src/api/catalogue-reply.ts'
import { unitsFromReply } from '#src/api/units-reply.ts'
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

const get = async (path: string): Promise<unknown> => (await doors.node(path)).json()

async function totals(query: string): Promise<Map<string, TotalsReply['indicators'][number]>> {
  const reply = TotalsReply.parse(await get(`/api/totals?${query}`))
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

it("own shapes are the mean of the frozen years' cumulative shares", async () => {
  const { indicators } = PacesReply.parse(await get('/api/paces?year=2023'))
  const seasonal = indicators.find(({ code }) => code === 'E01')!.seasonal!
  expect(seasonal.years).toEqual([2021, 2022])
  const valueOf = async (year: number, month: string) => (await totals(`from=${year}-01&to=${year}-${month}`)).get('E01')!.value!
  for (const month of ['03', '06', '12']) {
    const shares = await Promise.all([2021, 2022].map(async (year) => await valueOf(year, month) / await valueOf(year, '12')))
    expect(seasonal.mean[Number(month) - 1]).toBeCloseTo((shares[0]! + shares[1]!) / 2, 12)
    expect(seasonal.smallest[Number(month) - 1]).toBe(Math.min(...shares))
  }
})

it.each(['live', 'approved'])('what a page computes from the cube equals the totals, by the %s basis', async (basis) => {
  const tree = buildUnitTree(unitsFromReply(UnitsReply.parse(await get('/api/units'))))
  const catalogue = catalogueFromReply(CatalogueReply.parse(await get('/api/indicators')))
  const bytes = await (await doors.node(`/api/cube?from=2022-01&to=2023-06&basis=${basis}`)).arrayBuffer()
  const cube = decodeCube(new Uint8Array(bytes), { tree, catalogue })
  const range = { from: monthOf(2023, 1), to: monthOf(2023, 6) }
  for (const unit of [tree.root, ...childrenOf(tree.epochAt(range.to), tree.root)]) {
    const own = catalogue.indicators.map(({ code, decimals }) => {
      const { value } = readFigure(cube, unit, code, range)
      return [code, value === null ? null : toUnits(value, decimals)]
    })
    const given = await totals(`unit=${tree.units[unit]!.code}&from=2023-01&to=2023-06&basis=${basis}`)
    expect(own).toEqual([...given.values()].map(({ code, value }) => [code, value]))
  }
})
