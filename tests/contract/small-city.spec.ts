import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CITY, DISTRICT, SAMPLE, VILLAGE } from '#server/store/sample-dataset.ts'
import { openDoors, seen, type Doors } from './doors.ts'

/**
 * What the demo city does not have: a unit that opens, moves and closes, a figure that was not obtained, a returned
 * report. Every answer is written out, so that it stays as clients know it.
 */
let doors: Doors
beforeAll(async () => {
  doors = await openDoors((store) => store.replaceAll(SAMPLE, { settings: { businessNow: '2023-02-03T10:00:00+08:00' } }), () => {})
})
afterAll(() => doors.close())

async function ask(path: string): Promise<unknown> {
  const response = await doors.node(path)
  expect(response.status).toBe(200)
  const same = await seen(await doors.node(path))
  expect(await seen(await doors.http(path))).toEqual(same)
  expect(await seen(await doors.mock(path))).toEqual(same)
  expect(await seen(await doors.postgres(path))).toEqual(same)
  return response.json()
}

const ABSENT = {
  value: null, month: null, coverage: { counted: 0, due: 0 }, asOf: null, target: null, completion: null, pace: null, index: null, status: null,
}

describe('a small city', () => {
  it('has totals of an edition', async () => {
    expect(await ask(`/api/totals?unit=${CITY}&from=2022-01&to=2022-01`)).toEqual({
      unit: CITY, from: '2022-01', to: '2022-01', basis: 'edition',
      coverage: { counted: 1, due: 2, missing: [CITY], missingTotal: 1 },
      indicators: [
        {
          ...ABSENT, code: 'E01', value: 12, coverage: { counted: 1, due: 2 }, asOf: '2022-01',
          target: 52_000, completion: 12 / 52_000, pace: 1 / 12,
        },
        { ...ABSENT, code: 'L01', coverage: { counted: 0, due: 2 }, asOf: '2022-01', pace: null },
        { ...ABSENT, code: 'R01', coverage: { counted: 1, due: 4 }, asOf: '2022-01' },
      ],
    })
  })

  it('counts no returned report, names the topmost units that lack one, and judges at the last complete month', async () => {
    const reply = await ask('/api/totals?from=2022-01&to=2022-02&basis=live') as { coverage: unknown; indicators: unknown[] }
    // February: the village reports through the district; the city itself owes figures too.
    expect(reply.coverage).toEqual({ counted: 1, due: 5, missing: [CITY], missingTotal: 1 })
    expect(reply.indicators[0]).toMatchObject({ value: 12, coverage: { counted: 1, due: 4 }, asOf: '2022-01', target: 52_000 })
  })

  it('answers for a unit that is not open with nothing', async () => {
    expect(await ask(`/api/totals?unit=${VILLAGE}&from=2023-01&to=2023-02&basis=live`)).toEqual({
      unit: VILLAGE, from: '2023-01', to: '2023-02', basis: 'live', coverage: { counted: 0, due: 0, missing: [], missingTotal: 0 },
      indicators: ['E01', 'L01', 'R01'].map((code) => ({ ...ABSENT, code })),
    })
  })

  it('tells the history of the tree as a whole, and parts of it as they stand', async () => {
    expect(await ask('/api/units')).toEqual({
      codes: [CITY, DISTRICT, VILLAGE], names: ['株洲市', '荷塘区', '文化路社区居委会'], shortNames: ['株洲', '荷塘', '文化路社区'], levels: [1, 2, 4],
      kindNames: ['地级市', '市辖区', '居委会'], kinds: [0, 1, 2], parents: [-1, 0, 0],
      opened: [{ unit: 2, month: '2021-04' }], closed: [{ unit: 2, month: '2023-01' }], moves: [{ unit: 2, from: '2022-02', parent: 1 }],
    })
    expect(await ask('/api/units?orders=1')).toMatchObject({ codes: [CITY, DISTRICT, VILLAGE], orders: [1, 2, 3] })
    // Closed since January: no part of the district today.
    expect(await ask(`/api/units?root=${DISTRICT}`)).toMatchObject({ codes: [DISTRICT], parents: [-1], moves: [] })
    expect(await ask(`/api/units?root=${VILLAGE}`)).toMatchObject({ codes: [VILLAGE], parents: [-1], moves: [] })
  })

  it('shows a closed unit where it last stood', async () => {
    expect(await ask(`/api/units/${VILLAGE}`)).toEqual({
      code: VILLAGE, parent: DISTRICT, level: 4, name: '文化路社区居委会', shortName: '文化路社区', kind: '居委会', order: 3, opened: '2021-04', closed: '2023-01',
      path: [{ code: CITY, name: '株洲市' }, { code: DISTRICT, name: '荷塘区' }, { code: VILLAGE, name: '文化路社区居委会' }], children: [],
    })
  })

  it('gives every version of a target', async () => {
    expect(await ask('/api/targets?year=2022')).toEqual({
      unit: CITY, year: 2022, scheme: 'city',
      targets: [
        { unit: CITY, indicator: 'E01', value: 52_000, status: 'provisional', document: null, effectiveMonth: 1 },
        { unit: CITY, indicator: 'E01', value: 53_000, status: 'official', document: '株政发〔2022〕1号', effectiveMonth: 4 },
      ],
    })
  })

  it('shows reports as entered, newest first, and those that are due and missing', async () => {
    const missing = { form: 'monthly', state: 'missing', version: 0, source: null, filledBy: null, late: false, updatedAt: null, lines: [], notes: [] }
    const dueE01 = { indicator: 'E01', due: true, value: null, notObtained: null }
    const { reports } = await ask(`/api/reports/${VILLAGE}?from=2022-01&to=2022-03`) as { reports: unknown[] }
    expect(reports).toEqual([
      { ...missing, month: '2022-03', cells: [dueE01, { indicator: 'L01', due: true, value: null, notObtained: null }] },
      {
        form: 'monthly', month: '2022-02', state: 'returned', version: 3, source: 'phone', filledBy: DISTRICT, late: true, updatedAt: '2022-02-02T09:00:00+08:00',
        cells: [{ ...dueE01, notObtained: '台账遗失' }, { indicator: 'L01', due: true, value: 1234.56, notObtained: null }],
        lines: [{ indicator: 'E01', kind: 'attrition', value: -2, note: '退休', by: '街道填报岗' }],
        notes: [{ indicator: 'E01', text: '请核实', by: '区审核岗' }, { indicator: null, text: '补交', by: '区审核岗' }],
      },
      {
        form: 'monthly', month: '2022-01', state: 'approved', version: 1, source: 'system', filledBy: VILLAGE, late: false, updatedAt: '2022-02-02T09:00:00+08:00',
        cells: [{ ...dueE01, value: 12 }, { indicator: 'L01', due: true, value: null, notObtained: null }], lines: [], notes: [],
      },
    ])
    // Nothing is due from a unit that is not open yet.
    expect(await ask(`/api/reports/${VILLAGE}?from=2021-01&to=2022-01`)).toMatchObject({ reports: { length: 10 } })
  })

  it('has no own shape of a year without twelve editions: the curve is what the indicator says', async () => {
    const { indicators } = await ask('/api/paces?year=2023') as { indicators: { code: string; shares: number[]; seasonal: unknown }[] }
    expect(indicators.map(({ code, shares, seasonal }) => [code, shares[2], seasonal])).toEqual([['E01', 0.25, null], ['L01', 0.3, null]])
  })
})
