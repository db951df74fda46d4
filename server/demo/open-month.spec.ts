import { describe, expect, it } from 'vitest'
import { formatMonth, monthOf, type Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import { DEMO_NOW } from './demo-city.ts'
import { readDemoCity, sumOver } from './demo-fixture.ts'
import {
  COPIED_UNIT, LATE_DISTRICT, ON_BEHALF_STREET, RETURNED_CUMULATIVE_UNIT, RETURNED_PUSHES_UNIT, TYPING_ERROR_UNIT,
} from './incidents.ts'

const city = readDemoCity()
const reports = [...city.reports]
const units = new Map(city.units.map((unit) => [unit.code as string, unit]))
const MAY = monthOf(2023, 5)
const JUNE = monthOf(2023, 6)

function monthly(unit: string, month: Month): Report | undefined {
  return reports.find((report) => report.unit === unit && report.month === month && report.form === 'MONTH')
}

function parentOf(unit: string): string | null {
  return units.get(unit)!.parents[0]!.parent
}

function statesOf(month: Month, level: number): Record<string, number> {
  const states: Record<string, number> = {}
  for (const report of reports) {
    if (report.month !== month || report.form !== 'MONTH' || units.get(report.unit)!.level !== level) continue
    states[report.state] = (states[report.state] ?? 0) + 1
  }
  return states
}

describe('frozen months', () => {
  it('are approved at every level and have an edition around the 10th of the next month', () => {
    const frozen = new Set(city.editions.map((edition) => edition.month))
    expect([...frozen].map(formatMonth)).toEqual(Array.from({ length: 28 }, (_, m) => formatMonth(monthOf(2021, m + 1))))
    expect(reports.filter((report) => frozen.has(report.month) && report.state !== 'approved')).toEqual([])
    for (const edition of city.editions.filter(({ number }) => number === 1)) {
      expect(edition.frozenAt).toMatch(new RegExp(`^${formatMonth((edition.month + 1) as Month)}-(09|10|11)T1[56]:\\d\\d:00\\+08:00$`))
    }
  })

  it('were frozen a second time once, saying why', () => {
    const second = city.editions.filter((edition) => edition.number > 1)
    expect(second.map(({ month, number }) => [formatMonth(month), number])).toEqual([['2022-03', 2]])
    expect(second[0]!.note).toContain('重新定案')
  })
})

describe('May 2023', () => {
  it('is approved by everyone below and waits for the freeze of the city', () => {
    expect(statesOf(MAY, 1)).toEqual({ submitted: 1 })
    expect([2, 3, 4].map((level) => statesOf(MAY, level))).toEqual([{ approved: 9 }, { approved: 112 }, { approved: 1394 }])
  })

  it('has one figure that was not obtained, with a reason', () => {
    const gaps = reports.filter((report) => report.month <= MAY && Object.values(report.cells).some((cell) => typeof cell === 'object'))
    expect(gaps.map(({ month, cells }) => [formatMonth(month), Object.keys(cells).filter((code) => typeof cells[code as keyof typeof cells] === 'object')])).toEqual([['2023-05', ['S02']]])
  })

  it('is behind with departures since March, and ahead with new jobs', () => {
    const ytd = (code: string, month: number) => sumOver(reports, code, monthOf(2023, 1), monthOf(2023, month))
    expect(ytd('E04', 2) / 22_000).toBeGreaterThanOrEqual(2 / 12)
    for (const month of [3, 4, 5]) expect(ytd('E04', month) / 22_000).toBeLessThan(month / 12)
    expect(ytd('E01', 5) / 53_000 / (5 / 12)).toBeGreaterThan(1.02)
  })
})

describe('single events', () => {
  it('hold one correction of an earlier month, one adjustment and two late reports', () => {
    const lines = reports.flatMap((report) => report.lines.map((line) => ({ ...line, month: report.month })))
    expect(lines.filter((line) => line.kind === 'correction').map(({ month, note }) => [formatMonth(month), note.slice(0, 9)])).toEqual([['2023-04', '更正2023年2月']])
    expect(lines.filter((line) => line.kind === 'adjustment')).toHaveLength(1)
    expect(reports.filter((report) => report.late).map((report) => formatMonth(report.month))).toEqual(['2022-11', '2023-05'])
  })

  it('have the market sheet filled by the city for its districts', () => {
    const rows = reports.filter((report) => report.form === 'MARKET' && report.month === MAY && units.get(report.unit)!.level === 2)
    expect(rows).toHaveLength(9)
    expect(new Set(rows.map((report) => report.filledBy))).toEqual(new Set(['430200000000']))
  })
})

describe('June 2023, being entered', () => {
  it('stands as on the morning of 3 July: villages mostly in, streets partly, the city not at all', () => {
    const villages = statesOf(JUNE, 4)
    expect((villages['submitted']! + villages['approved']!) / 1394).toBeGreaterThan(0.7)
    expect(villages['returned']).toBe(2)
    expect(villages['draft']).toBeGreaterThan(50)
    expect(Object.values(villages).reduce((a, b) => a + b, 0)).toBeLessThan(1394 - 100)
    const streets = statesOf(JUNE, 3)
    expect(streets['submitted']).toBeGreaterThan(5)
    expect(streets['draft']).toBeGreaterThan(streets['submitted']!)
    expect(Object.keys(statesOf(JUNE, 2))).toEqual(['draft'])
    expect(statesOf(JUNE, 1)).toEqual({})
    expect(reports.filter((report) => report.updatedAt > DEMO_NOW)).toEqual([])
  })

  it('obeys the rules of states: approved only below what is there to approve it, returned only below a draft', () => {
    for (const report of reports.filter((each) => each.month === JUNE && each.form === 'MONTH')) {
      const parent = monthly(parentOf(report.unit)!, JUNE)
      if (report.state === 'returned') expect(parent?.state).toBe('draft')
      // A parent that is approved had nothing open below it.
      if (parent?.state === 'approved') expect(report.state).toBe('approved')
    }
  })

  it('has blanks in drafts only', () => {
    const gaps = reports.filter((report) => report.month === JUNE && report.form === 'MONTH').filter((report) => {
      const before = monthly(report.unit, MAY)!
      return Object.keys(report.cells).length < Object.keys(before.cells).length
    })
    expect(gaps.length).toBeGreaterThan(10)
    expect(new Set(gaps.map((report) => report.state))).toEqual(new Set(['draft']))
  })

  it('has one district that has hardly begun', () => {
    const villagesOf = (district: string) => city.units.filter((unit) => unit.level === 4 && parentOf(parentOf(unit.code)!) === district)
    const shareIn = (district: string) => {
      const all = villagesOf(district)
      return all.filter((unit) => ['submitted', 'approved'].includes(monthly(unit.code, JUNE)?.state ?? '')).length / all.length
    }
    expect(shareIn(LATE_DISTRICT)).toBeLessThan(0.2)
    for (const unit of city.units.filter(({ level, code }) => level === 2 && code !== LATE_DISTRICT)) expect(shareIn(unit.code)).toBeGreaterThan(0.6)
  })

  it('has one street that its district fills on behalf', () => {
    const onBehalf = reports.filter((report) => report.month === JUNE && report.filledBy !== report.unit)
    const village = city.units.filter((unit) => unit.parents[0]!.parent === ON_BEHALF_STREET).map((unit) => unit.code as string)
    expect(onBehalf.map((report) => report.unit)).toEqual([ON_BEHALF_STREET, ...village])
    expect(new Set(onBehalf.map((report) => report.filledBy))).toEqual(new Set([parentOf(ON_BEHALF_STREET)]))
  })

  it('has the mistakes that checks should find', () => {
    const figure = (unit: string, code: string, month: Month) => Number(monthly(unit, month)!.cells[code as keyof Report['cells']])
    expect(monthly(TYPING_ERROR_UNIT, JUNE)!.state).toBe('submitted')
    expect(figure(TYPING_ERROR_UNIT, 'E01', JUNE)).toBe(270)
    expect(figure(TYPING_ERROR_UNIT, 'E01', MAY)).toBeLessThan(60)
    expect(monthly(COPIED_UNIT, JUNE)!.cells).toEqual(monthly(COPIED_UNIT, MAY)!.cells)
    expect(figure(COPIED_UNIT, 'E01', JUNE)).toBeGreaterThan(0)
    for (const [unit, code] of [[RETURNED_CUMULATIVE_UNIT, 'E01'], [RETURNED_PUSHES_UNIT, 'S03']] as const) {
      const report = monthly(unit, JUNE)!
      expect(report.notes.map((note) => note.indicator)).toEqual([code])
      expect(report.notes[0]!.text).not.toBe('')
    }
  })
})
