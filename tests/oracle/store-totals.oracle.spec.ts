import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_THRESHOLDS } from '#core/indicator/catalogue.ts'
import { addMonths, formatMonth, januaryOf, monthOf, monthsOf, type Month, type MonthRange } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import type { Cube } from '#core/rollup/cube.ts'
import { decodeCube, encodeCube } from '#contract/cube-wire.ts'
import { readReportCoverage } from '#core/rollup/aggregate.ts'
import { isPresent, linesOf, reportAt } from '#core/rollup/cube.ts'
import { childrenOf } from '#core/unit/unit-tree.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { buildDemoCity } from '#server/demo/demo-city.ts'
import type { Dataset } from '#server/store/dataset.ts'
import type { Store } from '#server/store/store.ts'
import { openWasmStore } from '#server/store/wasm-sqlite.ts'
import { ReadModel, type Cut, type Master } from '#server/usecases/read-model.ts'
import { reportCoverage } from '#server/usecases/report-coverage.ts'
import { BASES, columnsOf, LIMITS, rangesFor } from './bases.ts'
import { changes, isSameReport, withReport } from './changes.ts'
import { MONTHS, ranges } from './cities.ts'
import { coreJudgement, coreMonths, coreRange, coreReports, expectSame } from './compare.ts'
import { coreOf, cubeOf, unitNumber } from './core-city.ts'
import { NaiveCity, type City } from './naive.ts'
import { nearlyReported, QUARTER } from './nearly-reported.ts'

/** What the server answers from stored totals is what the whole tree's cube says, and the naive recomputation. */

const NOW = '2023-07-03T10:00:00+08:00'

function datasetOf(city: City): Dataset {
  const reports = [...city.reports].sort((a, b) => a.month - b.month)
  const editions = [...city.frozen].map((month) => ({ month: month as Month, number: 1, frozenAt: NOW, note: '' }))
  return { units: city.units, indicators: city.indicators, forms: city.forms, targets: city.targets, editions, reports, reportCount: reports.length }
}

async function laidIn(city: City): Promise<{ store: Store; model: ReadModel; master: Master }> {
  const store = await openWasmStore()
  await store.replaceAll(datasetOf(city))
  const model = new ReadModel(store, { now: () => NOW })
  return { store, model, master: await model.master() }
}

/** As a person's write does it. Returns the city with the report. */
async function save(store: Store, master: Master, city: City, report: Report): Promise<City> {
  const before = city.reports.find((old) => isSameReport(old, report)) ?? null
  const after = { ...report, version: (before?.version ?? 0) + 1 }
  await store.transact(async (tx) => {
    await tx.reports.put(after, before, { account: 'spec', action: 'save', reason: '' })
    await tx.totals.carry(master.duties, { before, after })
  })
  return withReport(city, after)
}

async function missingOf(store: Store, master: Master, cut: Cut, range: MonthRange) {
  const { counted, due, missing } = await reportCoverage(store, master, cut, range)
  return { counted, due, missing: missing.map((each) => master.tree.units[each]!.code) }
}

function windowOf({ from, to }: MonthRange): MonthRange {
  return { from: Math.min(addMonths(from, -11), januaryOf(to)) as Month, to }
}

/** The figures of a unit in a cut, against those of the whole. */
function expectFigures(cut: Cube, whole: Cube, unit: number, range: MonthRange, city: City, label: string): void {
  for (const { code } of columnsOf(city)) expectSame(coreMonths(cut, unit, code, range), coreMonths(whole, unit, code, range), `${label} ${code}`)
  for (const { code } of city.indicators) expectSame(coreRange(cut, unit, code, range), coreRange(whole, unit, code, range), `${label} ${code}`)
}

describe('a database', { timeout: 600_000 }, () => {
  it('has right totals after every write', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async ([city, reports]) => {
        const { store, master } = await laidIn(city)
        let current = city
        for (const report of reports) current = await save(store, master, current, report)
        expect(await store.verifyTotals()).toBeNull()
        await store.close()
      }),
      LIMITS,
    )
  })

  it('answers for any unit, range and basis as the whole cube and the naive recomputation do', async () => {
    let short = 0
    await fc.assert(
      fc.asyncProperty(changes, fc.array(ranges, { minLength: 1, maxLength: 2 }), async ([given, reports], some) => {
        const { store, model, master } = await laidIn(given)
        let city = given
        for (const report of reports) city = await save(store, master, city, report)
        const core = coreOf(city)
        for (const basis of BASES) {
          const whole = cubeOf(core, city, MONTHS, basis)
          const naive = new NaiveCity(city, basis)
          for (const range of rangesFor(city, basis, some)) {
            for (const { code } of city.units) {
              const label = `${basis} ${code} ${formatMonth(range.from)}–${formatMonth(range.to)}`
              const unit = unitNumber(core, code)
              const cut = await model.cut(master, unitNumber(master, code), windowOf(range), basis, 'unit')
              const isOpen = monthsOf(range).some((month) => isPresent(whole, unit, month))
              if (isOpen) for (const indicator of city.indicators) {
                expectSame(coreRange(cut.cube, cut.cube.root, indicator.code, range), coreRange(whole, unit, indicator.code, range), `${label} ${indicator.code}`)
              }
              const answer = await missingOf(store, master, cut, range)
              const truth = naive.reportCoverage(code, range.from, range.to)
              expectSame(answer, truth, label)
              short += answer.missing.length
            }
          }
        }
        await store.close()
      }),
      { ...LIMITS, numRuns: 30 },
    )
    expect(short).toBeGreaterThan(100)
  })

  it('names the first that are missing, and counts them where that is cheap', async () => {
    const seen = { listed: 0, counted: 0, uncounted: 0 }
    await fc.assert(
      fc.asyncProperty(nearlyReported, fc.constantFrom(QUARTER.from, QUARTER.to), async (city, from) => {
        const { store, model, master } = await laidIn(city)
        const naive = new NaiveCity(city, 'live')
        const range = { from, to: QUARTER.to }
        const hasMoves = city.units.some(({ parents }) => parents.length > 1)
        for (const { code, level } of city.units) {
          if (level === 4) continue
          const cut = await model.cut(master, unitNumber(master, code), range, 'live', 'unit')
          const truth = naive.reportCoverage(code, range.from, range.to)
          expectSame(await missingOf(store, master, cut, range), truth, code)
          const { missing, missingTotal } = await reportCoverage(store, master, cut, range, { countedOut: 0, named: 0, namedBeyond: 2, lookedInto: 1 })
          if (!hasMoves) expect(missing.map((each) => master.tree.units[each]!.code), code).toEqual(truth.missing.slice(0, 2))
          if (missingTotal !== null) expect(missingTotal, code).toBe(truth.missing.length)
          else expect(from !== QUARTER.to && (hasMoves || truth.missing.length > 2), code).toBe(true)
          seen[truth.missing.length < 3 ? 'listed' : missingTotal === null ? 'uncounted' : 'counted'] += 1
        }
        await store.close()
      }),
      LIMITS,
    )
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20)
  })

  it('gives a unit with its children as the whole cube has them, and so does the wire to who knows no more units', async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(24), fc.constantFrom(...BASES), async ([city], pick, basis) => {
        const { store, model, master } = await laidIn(city)
        const top = city.units[pick % city.units.length]!.code
        const { cube } = await model.cut(master, unitNumber(master, top), MONTHS, basis, 'children')
        expectCut(cube, city, top)
        const known = { ...city, units: shallow(master.tree.units, Array.from(cube.unitOf, (unit) => cube.tree.units[unit]!.code)) }
        expectCut(decodeCube(encodeCube(cube), coreOf(known)), city, top)
        await store.close()
      }),
      LIMITS,
    )
  })
})

/** Some units and all that ever stood above them, in the order in which the API tells them. */
function shallow(all: readonly Unit[], units: readonly UnitCode[]): Unit[] {
  const wanted = new Set(units)
  for (const code of wanted) {
    for (const { parent } of all.find((unit) => unit.code === code)!.parents) if (parent !== null) wanted.add(parent)
  }
  return all.filter(({ code }) => wanted.has(code))
}

/** The unit and its children, month by month, as in the whole cube. */
function expectCut(cut: Cube, city: City, top: UnitCode): void {
  const core = coreOf(city)
  const whole = cubeOf(core, city, MONTHS, cut.basis)
  const root = unitNumber(core, top)
  for (const month of monthsOf(MONTHS)) {
    const epoch = core.tree.epochAt(month)
    const range = { from: month, to: month }
    if (epoch.position[root]! < 0) continue
    for (const number of [root, ...childrenOf(epoch, root)]) {
      const { code } = core.tree.units[number]!
      const inCut = cut.tree.indexOf(code)!
      const label = `${cut.basis} ${top} ${code} ${formatMonth(month)}`
      for (const indicator of columnsOf(city)) {
        expectSame(coreMonths(cut, inCut, indicator.code, range), coreMonths(whole, number, indicator.code, range), `${label} ${indicator.code}`)
        const column = core.catalogue.columnOf(indicator.code)
        expectSame([...linesOf(cut, inCut, column, range)], [...linesOf(whole, number, column, range)], label)
      }
      for (const form of city.forms) expectSame(reportAt(cut, inCut, form.code, month), reportAt(whole, number, form.code, month), label)
      const [{ counted, due }, truth] = [readReportCoverage(cut, inCut, range), readReportCoverage(whole, number, range)]
      expectSame({ counted, due }, { counted: truth.counted, due: truth.due }, label)
    }
  }
}

describe('the demo city', { timeout: 300_000 }, () => {
  const SPAN: MonthRange = { from: monthOf(2021, 1), to: monthOf(2023, 6) }
  const RANGES: readonly MonthRange[] = [
    { from: monthOf(2022, 1), to: monthOf(2022, 12) },
    { from: monthOf(2023, 5), to: monthOf(2023, 5) },
    { from: monthOf(2022, 7), to: monthOf(2023, 6) },
    { from: monthOf(2023, 6), to: monthOf(2023, 6) },
    { from: monthOf(2023, 1), to: monthOf(2023, 6) },
  ]

  it('answers at every level and on every basis as its cube does', async () => {
    const dataset = buildDemoCity({ divisionsCsv: readFileSync(new URL('../../data/zhuzhou-divisions.csv', import.meta.url), 'utf8') })
    const frozen = new Set(dataset.editions.map((edition) => edition.month))
    const city: City = { ...dataset, ...DEFAULT_THRESHOLDS, reports: [...dataset.reports], frozen }
    const { store, model, master } = await laidIn(city)
    expect(await store.verifyTotals()).toBeNull()
    const core = coreOf(city)
    const editions = cubeOf(core, city, SPAN, 'edition')
    for (const basis of BASES) {
      const whole = cubeOf(core, city, SPAN, basis)
      for (const range of RANGES.filter(({ to }) => basis !== 'edition' || frozen.has(to))) {
        for (const unit of everyLevel(city)) {
          const number = unitNumber(core, unit)
          const label = `${basis} ${unit} ${formatMonth(range.from)}–${formatMonth(range.to)}`
          const cut = await model.cut(master, number, windowOf(range), basis, 'unit')
          expectFigures(cut.cube, whole, number, range, city, label)
          for (const indicator of city.indicators) {
            const [a, b] = [cut.cube, whole].map((cube) => coreJudgement(cube, editions, city, number, indicator, range.to, 'city'))
            expectSame(a!, b!, `${label} ${indicator.code}`)
          }
          const { missing, missingTotal, ...reports } = await reportCoverage(store, master, cut, range)
          const truth = coreReports(whole, number, range)
          const named = missing.map((each) => master.tree.units[each]!.code)
          expectSame({ ...reports, missing: named, missingTotal }, { ...truth, missing: truth.missing.slice(0, 200), missingTotal: truth.missing.length }, label)
        }
      }
    }
    await store.close()
  })
})

/** The city, its districts, and some streets and villages. */
function everyLevel(city: City): UnitCode[] {
  return city.units.filter(({ level }, k) => level <= 2 || k % (level === 3 ? 4 : 97) === 0).map(({ code }) => code)
}
