import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMonth, monthOf, monthsOf } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import { formatTotals } from '#core/rollup/stored-totals.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { Store } from '#server/store/store.ts'
import { NaiveTree } from '../oracle/naive-tree.ts'
import { asking, codeOf, type Reply } from './asking.ts'
import { engines } from './engines.ts'
import { accountName, FORM, INDICATOR, layInTwoCities, OPEN } from './two-cities.ts'

/** Random reorganisations while reports are written: one tree in every month, right totals, and what is frozen stays. */

const STEPS = process.env['BALLAST_TORTURE'] === '1' ? 200 : 10
const SEED = 20_230_503
const FROZEN_MONTH = monthOf(2023, 3)
const MONTHS = monthsOf({ from: monthOf(2023, 1), to: monthOf(2023, 9) })

const month = fc.constantFrom('2023-03', '2023-04', '2023-04', '2023-05', '2023-06', '2023-07')
const step = fc.record({
  what: fc.constantFrom('add', 'describe', 'move', 'move', 'move', 'move', 'close', 'open'),
  unit: fc.nat(999), parent: fc.nat(999), month, kind: fc.constantFrom('', '管理区', '虚拟'),
  reports: fc.array(fc.record({ unit: fc.nat(999), value: fc.nat(500) }), { minLength: 2, maxLength: 2 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Every stored total of the frozen month, word for word. */
async function frozenTotals(store: Store, units: readonly Unit[]): Promise<string> {
  const load = (basis: 'live' | 'approved') => store.totals.load({ units: units.map(({ code }) => code), from: FROZEN_MONTH, to: FROZEN_MONTH, basis })
  const lines = [...(await load('live')), ...(await load('approved'))].map(({ unit, totals }) => `${unit} ${formatTotals(totals)}`)
  return lines.join('\n')
}

function expectOneTree(units: readonly Unit[]): void {
  expect(units.filter(({ parents }) => parents.some(({ parent }) => parent === null)).map(({ code }) => code)).toEqual(['P'])
  const tree = new NaiveTree(units)
  for (const m of MONTHS) {
    const orphans = units.filter((unit) => (unit.opened === null || unit.opened <= m) && (unit.closed === null || m < unit.closed) && !tree.isOpen(unit.code, m))
    expect(orphans.map(({ code }) => `${code} ${formatMonth(m)}`)).toEqual([])
  }
}

describe.each(engines.filter(({ name }) => !name.includes('WebAssembly')))('reorganisations on $name', { timeout: 600_000 }, (engine) => {
  it('leave one tree in every month, right totals, and the frozen ones as they were', async () => {
    const store = await engine.open()
    const tokens = await layInTwoCities(store, 'submitted')
    const send = await asking(store)
    const laidIn = (await store.loadMaster()).units
    const frozen = await frozenTotals(store, laidIn)
    expect(frozen).not.toBe('')

    function change({ what, unit: u, parent: p, month: from, kind }: Step, units: readonly Unit[], k: number): Promise<Reply> {
      const unit = units[u % units.length]!
      // Mostly one that fits: by chance alone few would.
      const fitting = units.filter(({ level }) => level === unit.level - 1)
      const parent = (p % 10 === 0 || fitting.length === 0 ? units[p % units.length]! : fitting[p % fitting.length]!).code
      const token = tokens.get(accountName('system', 'P'))
      const path = `/api/units/${unit.code}`
      if (what === 'add') return send('POST', '/api/units', { token, body: { parent, name: `新${k}`, kind, opened: from } })
      if (what === 'describe') return send('PUT', path, { token, body: { name: `改${k}`, shortName: `改${k}`, kind: unit.kind, order: k } })
      if (what === 'move') return send('POST', `${path}/move`, { token, body: { parent, from } })
      return send('POST', `${path}/close`, { token, body: { from: what === 'open' ? null : from } })
    }

    /** The next thing that may happen to a village's report. */
    async function report({ unit: u, value }: Step['reports'][number], units: readonly Unit[]): Promise<Reply> {
      const villages = units.filter(({ level }) => level === 5)
      const { code } = villages[u % villages.length]!
      let before: Report | undefined
      for await (const chunk of store.loadReports({ from: monthOf(2023, 4), to: monthOf(2023, 4), units: [code] })) before = chunk[0]
      const isSave = before === undefined || (before.state === 'draft' && value % 2 === 0)
      const action = isSave ? '' : before?.state === 'submitted' ? '/withdraw' : '/submit'
      return send(isSave ? 'PUT' : 'POST', `/api/reports/${code}/${FORM}/${OPEN}${action}`, {
        token: tokens.get(accountName('reporter', 'P')), headers: { 'if-match': `"${before?.version ?? 0}"` },
        body: isSave ? { cells: [{ indicator: INDICATOR, value, notObtained: null }], lines: [], source: 'system' } : {},
      })
    }

    const outcomes = { changed: 0, reported: 0 }
    const [steps] = fc.sample(fc.array(step, { minLength: STEPS, maxLength: STEPS, size: 'max' }), { seed: SEED, numRuns: 1 })
    for (const [k, each] of steps!.entries()) {
      const { units } = await store.loadMaster()
      const [changed, ...reported] = await Promise.all([change(each, units, k), ...each.reports.map((one) => report(one, units))])
      expect([200, 409], `${JSON.stringify(each)} ${JSON.stringify(changed.body)}`).toContain(changed.status)
      for (const reply of reported) expect([200, 404, 409, 412], `${JSON.stringify(each)} ${codeOf(reply)}`).toContain(reply.status)
      outcomes.changed += changed.status === 200 ? 1 : 0
      outcomes.reported += reported.filter(({ status }) => status === 200).length
      expectOneTree((await store.loadMaster()).units)
      expect(await store.verifyTotals(), `after ${k} ${JSON.stringify(each)}`).toBeNull()
      expect(await frozenTotals(store, laidIn)).toBe(frozen)
    }
    expect(outcomes.changed).toBeGreaterThan(STEPS / 4)
    expect(outcomes.reported).toBeGreaterThan(STEPS / 2)
    await store.close()
  })
})
