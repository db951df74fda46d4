import { describe, expect, it } from 'vitest'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { monthOf, monthsOf } from '#core/period/month.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import {
  completeSelection, formatRange, nearestMonth, parseSelection, selectionProblems, serialiseSelection, withAllowedBasis,
  type Selection, type SelectionContext,
} from './selection.ts'

const context: SelectionContext = {
  root: '430200000000' as UnitCode,
  months: monthsOf({ from: monthOf(2021, 1), to: monthOf(2023, 6) }).map((month) => ({
    month,
    edition: month <= monthOf(2023, 4) ? 1 : null,
  })),
  newestEdition: monthOf(2023, 4),
  entering: monthOf(2023, 6),
  start: 'edition',
  indicators: [
    { code: 'M01' as IndicatorCode, role: 'monitored' },
    { code: 'E01' as IndicatorCode, role: 'assessed' },
  ],
}
const full: Selection = {
  unit: '430204000000' as UnitCode,
  indicator: 'E01' as IndicatorCode,
  from: monthOf(2022, 1),
  to: monthOf(2022, 12),
  basis: 'edition',
  scheme: 'city',
}
const complete = (query: Record<string, unknown>, unit?: string) => completeSelection(parseSelection({ unit, query }).partial, context)

describe('selection in the URL', () => {
  it('survives the way into the URL and back', () => {
    const { params, query } = serialiseSelection(full)
    expect(query).toEqual({ indicator: 'E01', from: '2022-01', to: '2022-12', basis: 'edition', scheme: 'city' })
    expect(parseSelection({ unit: params.unit, query })).toEqual({ partial: full, problems: [] })
  })

  it('opens at the newest edition’s year to date of the root', () => {
    expect(complete({})).toEqual({
      unit: context.root, indicator: 'E01', from: monthOf(2023, 1), to: monthOf(2023, 4), basis: 'edition', scheme: 'city',
    })
  })

  it('opens for who reports at the month in progress, for who reviews at the edition\'s months, both live', () => {
    expect(completeSelection({}, { ...context, start: 'entering' })).toMatchObject({ from: monthOf(2023, 6), to: monthOf(2023, 6), basis: 'live' })
    expect(completeSelection({}, { ...context, start: 'live' })).toMatchObject({ from: monthOf(2023, 1), to: monthOf(2023, 4), basis: 'live' })
    // What the address says is what they get.
    expect(completeSelection({ to: monthOf(2022, 9), basis: 'edition' }, { ...context, start: 'entering' })).toMatchObject({ from: monthOf(2022, 1), basis: 'edition' })
  })

  it('opens at the newest month while nothing is frozen, live', () => {
    const young = { ...context, newestEdition: null, months: context.months.map((m) => ({ ...m, edition: null })) }
    expect(completeSelection({}, young)).toMatchObject({ from: monthOf(2023, 1), to: monthOf(2023, 6), basis: 'live' })
  })

  it('is null for an empty database', () => {
    expect(completeSelection({}, { ...context, newestEdition: null, months: [] })).toBeNull()
    expect(completeSelection({}, { ...context, indicators: [] })).toBeNull()
  })

  it('completes a range from either end', () => {
    expect(complete({ to: '2022-09' })).toMatchObject({ from: monthOf(2022, 1), to: monthOf(2022, 9) })
    expect(complete({ from: '2022-03' })).toMatchObject({ from: monthOf(2022, 3), to: monthOf(2022, 12) })
    expect(complete({ from: '2023-06' })).toMatchObject({ from: monthOf(2023, 6), to: monthOf(2023, 6), basis: 'live' })
  })

  it.each([
    [{ to: '2022-13' }, 'month', '2022-13'],
    [{ from: '2022-12', to: '2022-01' }, 'range', '2022-12—2022-01'],
    [{ from: '2015-01', to: '2022-01' }, 'range', '2015-01—2022-01'],
    [{ basis: 'guess' }, 'basis', 'guess'],
    [{ scheme: 'nation' }, 'scheme', 'nation'],
  ])('names what it cannot read: %j', (query, part, given) => {
    expect(parseSelection({ query }).problems).toEqual([{ part, given }])
  })

  it('names indicators, months and editions that are not there', () => {
    expect(selectionProblems({ ...full, indicator: 'X99' as IndicatorCode }, context)).toEqual([{ part: 'indicator', given: 'X99' }])
    expect(selectionProblems({ ...full, from: monthOf(2019, 1) }, context)).toEqual([{ part: 'month', given: '2019-01' }])
    expect(selectionProblems({ ...full, from: monthOf(2023, 1), to: monthOf(2023, 5) }, context)).toEqual([{ part: 'basis', given: 'edition' }])
    expect(selectionProblems(full, context)).toEqual([])
  })

  it('gives up an edition where a month has none', () => {
    expect(withAllowedBasis({ ...full, to: monthOf(2023, 5) }, context).basis).toBe('live')
    expect(withAllowedBasis(full, context).basis).toBe('edition')
  })

  it('offers the nearest month', () => {
    const months = context.months.map((m) => m.month)
    expect(nearestMonth(monthOf(2030, 1), months)).toBe(monthOf(2023, 6))
    expect(nearestMonth(monthOf(2019, 1), months)).toBe(monthOf(2021, 1))
    expect(nearestMonth(monthOf(2019, 1), [])).toBeNull()
  })

  it('prints ranges as the bureau does', () => {
    expect(formatRange(full)).toBe('2022年1—12月')
    expect(formatRange({ from: monthOf(2022, 5), to: monthOf(2022, 5) })).toBe('2022年5月')
    expect(formatRange({ from: monthOf(2021, 11), to: monthOf(2022, 2) })).toBe('2021年11月—2022年2月')
  })
})
