import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { monthsOf } from '#core/period/month.ts'
import { BASES, columnsOf } from './bases.ts'
import { cities, MONTHS } from './cities.ts'
import { coreOf, cubeOf } from './core-city.ts'
import { figure } from './naive-figures.ts'
import { judge } from './naive-pace.ts'
import { NaiveCity, type City } from './naive.ts'
import { less, written } from './ratio.ts'

/**
 * The properties are worth what happens in the random cities. Each of these must happen often in a hundred of them,
 * or a change of the generator has made the oracle blind.
 */
const WANTED = [
  ...['unit moves', 'unit opens or closes', 'virtual unit above a filler', 'figure of a unit not open', 'depth 4 or more', 'eight leaves side by side', 'packed leaves side by side'],
  ...['zero', 'not obtained', 'not obtained in a complete month', 'line on an upper unit', 'negative total', 'figure above 2^23'],
  ...['total held back from the parent', 'report filled by the root counts unapproved', 'incomplete month', 'unfrozen complete month'],
  ...['rate', 'rate with a zero denominator', 'rate of parts with other decimals', 'negative rate', 'stock of an earlier month'],
  ...['stock from before the range', 'published below the root', 'topmost missing hides others', 'asOf before to', 'no asOf'],
  ...['ahead', 'near', 'behind', 'met', 'missed', 'too small to judge', 'own seasonal shape', 'projection', 'behind since an earlier month'],
  ...['exactly on pace', 'exactly near', 'projection with a range', 'revised target'],
] as const
type Feature = (typeof WANTED)[number]

const LEAST = 5

it('random cities hold everything that the rules speak of', () => {
  const seen = new Map<Feature, number>(WANTED.map((feature) => [feature, 0]))
  for (const city of fc.sample(cities, { numRuns: 100, seed: 1 })) {
    for (const feature of featuresOf(city)) seen.set(feature, seen.get(feature)! + 1)
  }
  const rare = [...seen].filter(([, count]) => count < LEAST)
  expect(rare).toEqual([])
})

function featuresOf(city: City): Set<Feature> {
  const found = new Set<Feature>()
  const note = (feature: Feature, happens: boolean) => happens && found.add(feature)
  notePacked(city, note)
  for (const basis of BASES) {
    const naive = new NaiveCity(city, basis)
    noteUnits(city, naive, note)
    noteReports(city, naive, note)
    noteMonths(city, naive, note)
    noteRanges(city, naive, note)
    noteJudgements(city, naive, note)
  }
  return found
}

type Note = (feature: Feature, happens: boolean) => unknown

function noteUnits(city: City, naive: NaiveCity, note: Note): void {
  for (const unit of city.units) {
    note('unit moves', unit.parents.length > 1)
    note('unit opens or closes', unit.opened !== null || unit.closed !== null)
    note('depth 4 or more', unit.level >= 4)
    const below = naive.children(unit.code, MONTHS.to)
    note('eight leaves side by side', below.filter((child) => naive.children(child.code, MONTHS.to).length === 0).length >= 8)
    note('virtual unit above a filler', unit.kind === '虚拟' && naive.children(unit.code, MONTHS.to).length > 0)
  }
}

/** The fast path of core, which a figure that a leaf does not owe, or a large one, closes for the leaf. */
function notePacked(city: City, note: Note): void {
  const core = coreOf(city)
  const cube = cubeOf(core, city, MONTHS, 'live')
  const { parent } = core.tree.epochAt(MONTHS.to)
  const packed = Array.from(cube.unitOf).filter((_, slot) => cube.leafOffset[slot]! >= 0)
  note('packed leaves side by side', packed.some((unit) => packed.filter((other) => parent[other] === parent[unit]).length >= 4))
}

function noteReports(city: City, naive: NaiveCity, note: Note): void {
  for (const report of city.reports) {
    const isUpper = naive.children(report.unit, report.month).length > 0
    note('figure of a unit not open', !naive.isOpen(report.unit, report.month))
    note('line on an upper unit', isUpper && report.lines.length > 0)
    note('report filled by the root counts unapproved', naive.basis !== 'live' && report.state === 'submitted' && naive.counts(report))
    for (const cell of Object.values(report.cells)) {
      note('zero', cell === 0)
      note('not obtained', typeof cell === 'object')
      note('figure above 2^23', typeof cell === 'number' && cell >= 2 ** 23)
    }
  }
}

function noteMonths(city: City, naive: NaiveCity, note: Note): void {
  for (const { code } of columnsOf(city)) {
    const form = naive.formOf(code)
    for (const month of monthsOf(MONTHS)) {
      for (const { code: unit } of city.units) {
        const total = naive.total(unit, code, month)
        const { excused } = naive.cells(unit, code, month)
        const isComplete = naive.isComplete(unit, code, month)
        note('negative total', total !== null && total < 0n)
        note('incomplete month', !isComplete)
        note('unfrozen complete month', isComplete && !city.frozen.has(month) && total !== null)
        note('not obtained in a complete month', isComplete && !city.frozen.has(month) && excused > 0)
        const kept = naive.children(unit, month).filter((child) => !naive.countingChildren(unit, form, month).includes(child))
        note('total held back from the parent', kept.some((child) => naive.total(child.code, code, month) !== null))
      }
    }
  }
}

function noteRanges(city: City, naive: NaiveCity, note: Note): void {
  const [from, to] = [MONTHS.to - 4, MONTHS.to]
  for (const { code: unit } of city.units) {
    const { missing } = naive.reportCoverage(unit, from, to)
    const lower = missing.flatMap((each) => naive.subtree(each, to)).filter((each) => !missing.includes(each))
    note('topmost missing hides others', lower.some((each) => naive.reportCoverage(each, from, to).missing[0] === each))
    for (const indicator of city.indicators) {
      const { value, month } = figure(naive, unit, indicator.code, from, to)
      if (indicator.kind === 'published') note('published below the root', value !== null && unit !== naive.root)
      if (indicator.kind === 'stock' && month !== null) {
        note('stock of an earlier month', month < to)
        note('stock from before the range', month < from)
      }
      if (indicator.kind === 'rate') noteRate(naive, unit, indicator, note, value)
    }
  }
}

function noteRate(naive: NaiveCity, unit: City['units'][number]['code'], rate: City['indicators'][number], note: Note, value: bigint | null): void {
  const [top, bottom] = [naive.indicator(rate.numerator!), naive.indicator(rate.denominator!)]
  const denominator = figure(naive, unit, bottom.code, MONTHS.to - 4, MONTHS.to).value
  note('rate', value !== null && value > 0n)
  note('negative rate', value !== null && value < 0n)
  note('rate with a zero denominator', denominator === 0n)
  note('rate of parts with other decimals', value !== null && value !== 0n && top.decimals !== bottom.decimals)
}

function noteJudgements(city: City, naive: NaiveCity, note: Note): void {
  const editions = new NaiveCity(city, 'edition')
  for (const { unit, indicator: code, effectiveMonth } of city.targets) {
    const judged = judge(naive, editions, unit, code, MONTHS.to, 'city')
    const indicator = naive.indicator(code)
    if (judged.status !== null) note(judged.status, true)
    note('no asOf', judged.asOf === null)
    note('asOf before to', judged.asOf !== null && judged.asOf < MONTHS.to)
    note('too small to judge', judged.index !== null && judged.status === null)
    note('own seasonal shape', indicator.pace === 'seasonal' && judged.projection !== null)
    note('projection', judged.projection !== null)
    note('behind since an earlier month', judged.behindSince !== null && judged.behindSince < judged.asOf!)
    note('exactly on pace', judged.index !== null && judged.index.n === judged.index.d)
    note('exactly near', judged.index !== null && !less(judged.index, written(city.nearIndex)) && !less(written(city.nearIndex), judged.index))
    const { projection } = judged
    note('projection with a range', projection !== null && less(projection.low, projection.high))
    note('revised target', judged.status !== null && effectiveMonth > 1)
  }
}
