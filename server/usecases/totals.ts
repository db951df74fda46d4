import type { Indicator } from '#core/indicator/indicator.ts'
import type { TargetScheme } from '#core/indicator/target.ts'
import { toUnits } from '#core/number/decimal.ts'
import { addMonths, formatMonth, januaryOf, monthsOf, yearOf, type Month, type MonthRange } from '#core/period/month.ts'
import { assess } from '#core/pace/assess.ts'
import { paceCurve } from '#core/pace/pace.ts'
import type { Basis } from '#core/report/report.ts'
import { readCoverage, readFigure } from '#core/rollup/aggregate.ts'
import { isPresent, type Cube } from '#core/rollup/cube.ts'
import type { TotalsReply } from '#contract/totals.ts'
import { askedRange, refuseUnfrozen } from './month-range.ts'
import { seasonalShapes } from './paces.ts'
import { reportCoverage } from './report-coverage.ts'
import type { Master, ReadModel } from './read-model.ts'
import type { Reading } from './use-case.ts'
import type { View } from './view.ts'

interface Query {
  unit?: string | undefined
  from?: string | undefined
  to?: string | undefined
  basis?: Basis | undefined
  scheme?: TargetScheme | undefined
}

type IndicatorBody = TotalsReply['indicators'][number]

/** The year so far is judged, and a stock of a year's form stands for the eleven months after it. */
function readRange({ from, to }: MonthRange): MonthRange {
  return { from: Math.min(addMonths(from, -11), januaryOf(to)) as Month, to }
}

export function totals(view: View, query: Query): Reading {
  const { master, model } = view
  view.refuseEmpty()
  const range = askedRange(master, view.now, query)
  // Of a published edition a unit also sees its siblings' totals; of anything else it does not.
  const unit = view.unit(query.basis === 'edition' ? 'see-published' : 'see-figures', query.unit, range.to)
  const isWithin = view.may('see-figures', unit, range.to)
  const basis = query.basis ?? (monthsOf(range).every((month) => master.frozen.has(month)) ? 'edition' : 'live')
  if (basis === 'edition') refuseUnfrozen(master, range)
  const scheme = query.scheme ?? 'city'
  return {
    key: `${unit} ${range.from} ${range.to} ${basis} ${scheme} ${isWithin}`,
    make: async () => {
      const reply = await totalsOf(model, master, unit, range, basis, scheme)
      // Nothing deeper than the sibling itself.
      return isWithin ? reply : { ...reply, coverage: { ...reply.coverage, missing: [], missingTotal: 0 } }
    },
  }
}

async function totalsOf(model: ReadModel, master: Master, unit: number, range: MonthRange, basis: Basis, scheme: TargetScheme): Promise<TotalsReply> {
  const cut = await model.cut(master, unit, readRange(range), basis, 'unit')
  const { cube } = cut
  const { missing, ...reports } = await reportCoverage(model.store, master, cut, range)
  const read = await indicatorReader(model, master, cube, unit, range, scheme)
  return {
    unit: master.tree.units[unit]!.code,
    from: formatMonth(range.from),
    to: formatMonth(range.to),
    basis,
    coverage: { ...reports, missing: missing.map((each) => master.tree.units[each]!.code) },
    indicators: master.catalogue.indicators.map(read),
  }
}

async function indicatorReader(model: ReadModel, master: Master, cube: Cube, unit: number, range: MonthRange, scheme: TargetScheme) {
  const year = yearOf(range.to)
  // Own shapes take years of reports to find: only where one judges.
  const shapes = master.catalogue.indicators.some(({ pace }) => pace === 'seasonal') ? await seasonalShapes(model, master, year) : null
  const isOpen = monthsOf(range).some((month) => isPresent(cube, unit, month))
  return (indicator: Indicator): IndicatorBody => {
    if (!isOpen) return { ...NOTHING, code: indicator.code }
    const seasonal = shapes?.get(indicator.code) ?? null
    const judged = assess({
      cube, unit, indicator, to: range.to, seasonal, pace: paceCurve(indicator, seasonal),
      targets: master.targetsOf(master.tree.units[unit]!.code, indicator.code, year, scheme),
    })
    const inUnits = (value: number | null) => (value === null ? null : toUnits(value, indicator.decimals))
    const { value, month } = readFigure(cube, unit, indicator.code, range)
    return {
      code: indicator.code,
      value: inUnits(value),
      month: monthText(month),
      coverage: readCoverage(cube, unit, indicator.code, range),
      asOf: monthText(judged.asOf),
      target: inUnits(judged.target),
      completion: judged.completion,
      pace: judged.pace,
      index: judged.index,
      status: judged.status,
    }
  }
}

const NOTHING = {
  value: null, month: null, coverage: { counted: 0, due: 0 }, asOf: null, target: null, completion: null, pace: null, index: null, status: null,
} as const

function monthText(month: Month | null): string | null {
  return month === null ? null : formatMonth(month)
}
