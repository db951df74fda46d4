import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isDueCell } from '#core/indicator/form.ts'
import { formatMonth, monthOf, type Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import { buildUnitTree } from '#core/unit/unit-tree.ts'
import { VIRTUAL_KIND } from '#core/unit/unit.ts'
import type { Dataset } from '#server/store/dataset.ts'
import { DEMO_CITY_CODE } from './demo-city.ts'
import { ownOf, readDemoCity, sumOver } from './demo-fixture.ts'

const city = readDemoCity()
const reports = [...city.reports]
const units = new Map(city.units.map((unit) => [unit.code, unit]))
const JAN_2022 = monthOf(2022, 1)
const DEC_2022 = monthOf(2022, 12)

/** What the bureau published for 2022 (smallest units: L01 and H02 in hundredths); three demo figures beside them. */
const FLOWS_2022: Readonly<Record<string, number>> = {
  E01: 58_300, E02: 12_000, E03: 6_000, E04: 21_700,
  S01: 350_000, S02: 50_000, S03: 250_000, S04: 400, S05: 8_000, S06: 189_000, S07: 65_000,
  M01: 108_000, M02: 235_000, T01: 206, T02: 5_000, T03: 200, T04: 98_500, L01: 8_000_00, L02: 6_000,
  H01: 28, H02: 30_00, H03: 20, H04: 34,
}
const STOCKS_DEC_2022: Readonly<Record<string, number>> = { E05: 0, E06: 40_000, E07: 1_250_000, Q01: 261, Q02: 80_000 }

describe('city totals', () => {
  it.each(Object.entries(FLOWS_2022))('%s of 2022 is %d', (code, total) => {
    expect(sumOver(reports, code, JAN_2022, DEC_2022)).toBe(total)
  })

  it.each(Object.entries(STOCKS_DEC_2022))('%s in December 2022 is %d', (code, total) => {
    expect(sumOver(reports, code, DEC_2022, DEC_2022)).toBe(total)
  })

  it('has every entered indicator in one of the two tables, but for the surveyed rate', () => {
    const entered = city.indicators.filter((indicator) => indicator.kind !== 'rate').map((indicator) => indicator.code)
    expect([...entered].sort()).toEqual([...Object.keys(FLOWS_2022), ...Object.keys(STOCKS_DEC_2022), 'R04'].sort())
  })

  it('matches the press figures', () => {
    expect(sumOver(reports, 'E01', JAN_2022, monthOf(2022, 9))).toBe(48_900)
    expect(sumOver(reports, 'E04', JAN_2022, monthOf(2022, 9))).toBe(20_700)
    const year2021 = (code: string) => sumOver(reports, code, monthOf(2021, 1), monthOf(2021, 12))
    expect([year2021('E01'), year2021('E04'), year2021('T04')]).toEqual([61_700, 13_300, 112_800])
  })

  it('follows the known pace of new jobs: 27 %, 60 %, 94 % of 52,000 and a short December', () => {
    const by = (month: number) => sumOver(reports, 'E01', JAN_2022, monthOf(2022, month)) / 52_000
    expect([by(3), by(6), by(9)].map((share) => Math.round(share * 100))).toEqual([27, 60, 94])
    const months = Array.from({ length: 12 }, (_, m) => sumOver(reports, 'E01', monthOf(2022, m + 1), monthOf(2022, m + 1)))
    expect(Math.min(...months)).toBe(months[11])
  })

  it('keeps registered unemployment below 4.00 % in every district and quarter', () => {
    const below = districtOf(city)
    for (let month = monthOf(2021, 3); month <= monthOf(2023, 3); month = (month + 3) as Month) {
      const rates = city.units.filter((unit) => unit.level === 2).map((district) => {
        const own = reports.filter((report) => report.month === month && below.get(report.unit) === district.code)
        return sumOver(own, 'E06', month, month) / sumOver(own, 'E07', month, month)
      })
      for (const rate of rates) expect(rate).toBeLessThanOrEqual(0.04)
      expect(Math.min(...rates)).toBeGreaterThan(0.02)
    }
  })

  it('shares new jobs and departures out among districts as planned, to half a point', () => {
    const below = districtOf(city)
    const shareOf = (code: string, district: string) => {
      const own = reports.filter((report) => below.get(report.unit) === district)
      return (sumOver(own, code, JAN_2022, DEC_2022) / FLOWS_2022[code]!) * 100
    }
    const planned = {
      430211: [16, 5], 430203: [13, 3], 430202: [12, 2], 430204: [10, 2], 430281: [18, 24],
      430223: [11, 22], 430224: [8, 22], 430212: [6, 12], 430225: [3, 8],
    }
    for (const [district, [jobs, rural]] of Object.entries(planned)) {
      expect(Math.abs(shareOf('E01', `${district}000000`) - jobs!)).toBeLessThan(0.5)
      expect(Math.abs(shareOf('E04', `${district}000000`) - rural!)).toBeLessThan(0.5)
    }
  })
})

/** The district that each unit belongs to; none for the city. */
function districtOf(dataset: Dataset): ReadonlyMap<string, string> {
  const districts = new Map<string, string>()
  for (const unit of dataset.units) {
    if (unit.level === 1) continue
    const parent = unit.parents[0]!.parent!
    districts.set(unit.code, unit.level === 2 ? unit.code : districts.get(parent)!)
  }
  return districts
}

describe('units', () => {
  it('form one tree of 1, 9, 112 and 1,400', () => {
    const tree = buildUnitTree(city.units)
    expect(tree.units[tree.root]!.code).toBe(DEMO_CITY_CODE)
    expect([1, 2, 3, 4].map((level) => city.units.filter((unit) => unit.level === level).length)).toEqual([1, 9, 112, 1400])
  })

  it('have short names that tell siblings apart', () => {
    expect(units.get('430202001001' as typeof DEMO_CITY_CODE)!.shortName).toBe('文化路社区')
    const seen = new Set(city.units.map((unit) => `${unit.parents[0]!.parent} ${unit.shortName}`))
    expect(seen.size).toBe(city.units.length)
    expect(city.units.filter((unit) => /居委会$|村委会$|委员会$/.test(unit.shortName))).toEqual([])
  })
})

describe('reports', () => {
  it('are as many as announced, by month, each once, of known units, forms and indicators', () => {
    expect(reports).toHaveLength(city.reportCount)
    const keys = new Set(reports.map((report) => `${report.month} ${report.unit} ${report.form}`))
    expect(keys.size).toBe(reports.length)
    const order = new Map(city.units.map((unit, i) => [unit.code, i]))
    const places = reports.map((report) => report.month * 10_000 + order.get(report.unit)!)
    expect(places.every((place, i) => i === 0 || place >= places[i - 1]!)).toBe(true)
    const forms = new Map(city.forms.map((form) => [form.code, new Set<string>(form.indicators)]))
    for (const report of reports) {
      const known = forms.get(report.form)!
      for (const code of [...Object.keys(report.cells), ...report.lines.map((line) => line.indicator)]) expect(known.has(code)).toBe(true)
    }
  })

  it('hold every due cell and nothing else up to May 2023', () => {
    const filled = new Map(reports.map((report) => [`${report.month} ${report.unit} ${report.form}`, report.cells]))
    const wrong: string[] = []
    for (let month = monthOf(2021, 1); month <= monthOf(2023, 5); month = (month + 1) as Month) {
      for (const form of city.forms) {
        const carried = city.indicators.filter((indicator) => form.indicators.includes(indicator.code))
        for (const unit of city.units) {
          const due = carried.filter((indicator) => isDueCell(form, indicator, unit, month)).map((indicator) => indicator.code)
          const cells = filled.get(`${month} ${unit.code} ${form.code}`)
          if (due.join() !== Object.keys(cells ?? {}).join()) wrong.push(`${formatMonth(month)} ${unit.code} ${form.code}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('are never asked of virtual units', () => {
    expect(reports.filter((report) => units.get(report.unit)!.kind === VIRTUAL_KIND)).toEqual([])
  })

  it('have no negative base figure: what is taken off is a line with a note and a post', () => {
    const negative = reports.filter((report) => Object.values(report.cells).some((cell) => typeof cell === 'number' && (cell < 0 || !Number.isInteger(cell))))
    expect(negative).toEqual([])
    const lines = reports.flatMap((report) => report.lines)
    expect(lines.some((line) => line.value < 0)).toBe(true)
    expect(lines.filter((line) => line.note === '' || line.by === '' || line.value === 0)).toEqual([])
  })

  it('keep each part within its whole, at every unit and month', () => {
    const parts = city.indicators.flatMap(({ code, subsetOf }) => (subsetOf === null ? [] : [[code, subsetOf] as const]))
    expect(parts.map(([part]) => part)).toEqual(['E02', 'E03', 'S07', 'T03'])
    // In the month being entered the copied report is last month's, and the wrong figures are wholes.
    const over = reports.flatMap(({ unit, month, cells }) =>
      parts.filter(([part, whole]) => Number(cells[part] ?? 0) > Number(cells[whole] ?? Infinity)).map(([part]) => `${unit} ${formatMonth(month)} ${part}`))
    expect(over).toEqual([])
  })

  it('have visitors only where there was a fair', () => {
    const idle = reports.filter((report) => Number(report.cells['S04' as keyof Report['cells']] ?? NaN) === 0)
    expect(idle.length).toBeGreaterThan(1000)
    for (const code of ['S05', 'S06', 'S07']) expect(idle.reduce((sum, report) => sum + ownOf(report, code), 0)).toBe(0)
  })

  it('are small and uneven in villages, as in life', () => {
    const villages = reports.filter((report) => report.month === monthOf(2022, 7) && units.get(report.unit)!.level === 4)
    const jobs = villages.map((report) => ownOf(report, 'E01'))
    const zeros = jobs.filter((value) => value === 0).length / jobs.length
    expect(zeros).toBeGreaterThan(0.2)
    expect(zeros).toBeLessThan(0.6)
    expect(Math.max(...jobs)).toBeGreaterThan(30)
    expect(Math.max(...jobs)).toBeLessThan(120)
  })

  it('come out the same again: a second time from one city, and from a second city', () => {
    const first = hashOf(city)
    expect(hashOf(city)).toBe(first)
    expect(hashOf(readDemoCity())).toBe(first)
  }, 60_000)
})

function hashOf(dataset: Dataset): string {
  const hash = createHash('sha256').update(JSON.stringify({ ...dataset, reports: [] }))
  for (const report of dataset.reports) hash.update(JSON.stringify(report))
  return hash.digest('hex')
}
