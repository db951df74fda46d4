import { describe, expect, it } from 'vitest'
import { checkRules, type CheckedFigure, type CheckedUnit, type CheckRule, type Query } from '#core/check/check.ts'
import { checkFigures } from '#core/check/check-figures.ts'
import { groupBy } from '#core/collection/group-by.ts'
import { monthOf, monthsOf, type Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import { ownOf, readDemoCity } from './demo-fixture.ts'
import { COPIED_UNIT, RETURNED_PUSHES_UNIT, TYPING_ERROR_UNIT } from './incidents.ts'

const city = readDemoCity()
const reports = new Map<string, Report>()
for (const report of city.reports) if (report.form === 'MONTH') reports.set(`${report.unit} ${report.month}`, report)
const indicators = new Map(city.indicators.map((indicator) => [indicator.code, indicator]))
const RULES: readonly CheckRule[] = checkRules(city.indicators)
const OPEN = monthOf(2023, 6)

function figureOf(report: Report, code: (typeof city.indicators)[number]['code'], month: Month): CheckedFigure {
  const at = (each: Month) => reports.get(`${report.unit} ${each}`)
  const base = (each: Month) => (typeof at(each)?.cells[code] === 'number' ? (at(each)!.cells[code] as number) : 0)
  return {
    own: ownOf(report, code),
    grossYear: monthsOf({ from: monthOf(2023, 1), to: month }).reduce((sum, each) => sum + base(each), 0),
    history: monthsOf({ from: monthOf(2022, 1), to: (month - 1) as Month }).map((each) => (at(each) === undefined ? null : ownOf(at(each)!, code))),
    isFlow: indicators.get(code)!.kind === 'flow',
  }
}

/** Every street's sheet: its villages as they have reported. */
function sheets(month: Month): CheckedUnit[][] {
  const villages = city.units.filter(({ level }) => level === 4)
  return [...groupBy(villages, ({ parents }) => parents.at(-1)!.parent).values()].map((siblings) => siblings.flatMap(({ code }) => {
    const report = reports.get(`${code} ${month}`)
    if (report === undefined) return []
    return [{ unit: code, figures: new Map((Object.keys(report.cells) as (typeof city.indicators)[number]['code'][]).map((each) => [each, figureOf(report, each, month)])) }]
  }))
}

describe('checks on the demo city', () => {
  it.each([monthOf(2023, 3), monthOf(2023, 5), OPEN])('ask less than ten times a sheet (%i)', (month) => {
    const counts = sheets(month).map((sheet) => checkFigures(sheet, RULES).length)
    expect(Math.max(...counts)).toBeLessThan(10)
    // Nobody reads questions that come with every sheet.
    expect(counts.filter((count) => count > 0).length).toBeLessThan(counts.length / 5)
  })

  it('catch what was planted', () => {
    const found: Query[] = sheets(OPEN).flatMap((sheet) => checkFigures(sheet, RULES))
    const about = (unit: string) => found.filter((query) => query.unit === unit).map(({ kind, indicator }) => [kind, indicator])
    expect(about(TYPING_ERROR_UNIT)).toContainEqual(['jump', 'E01'])
    expect(about(COPIED_UNIT)).toContainEqual(['copied', null])
    expect(about(RETURNED_PUSHES_UNIT)).toContainEqual(['jump', 'S03'])
  })
})
