import type { Indicator } from '#core/indicator/indicator.ts'
import type { TargetScheme } from '#core/indicator/target.ts'
import { toUnits } from '#core/number/decimal.ts'
import { formatMonth, januaryOf, monthsOf, yearOf, type Month, type MonthRange } from '#core/period/month.ts'
import { assess } from '#core/pace/assess.ts'
import { paceCurve } from '#core/pace/pace.ts'
import type { Basis } from '#core/report/report.ts'
import { readCoverage, readFigure, readReportCoverage } from '#core/rollup/aggregate.ts'
import { isPresent, type Cube } from '#core/rollup/cube.ts'
import { ApiError } from '#contract/errors.ts'
import type { TotalsReply } from '#contract/totals.ts'
import { seasonalShapes } from './paces.ts'
import { monthRange, unitNumber, type Master, type ReadModel } from './read-model.ts'

interface Query {
  unit?: string | undefined
  from?: string | undefined
  to?: string | undefined
  basis?: Basis | undefined
  scheme?: TargetScheme | undefined
}

type IndicatorBody = TotalsReply['indicators'][number]

/** Topmost missing units named in the reply; the rest are a number. */
const NAMED_MISSING = 200

export async function totals(model: ReadModel, query: Query): Promise<TotalsReply> {
  const master = await model.master()
  const unit = unitNumber(master, query.unit)
  const range = askedRange(master, query)
  const basis = query.basis ?? (monthsOf(range).every((month) => master.frozen.has(month)) ? 'edition' : 'live')
  if (basis === 'edition') refuseUnfrozen(master, range)
  const cube = await model.cube(basis, range)
  const { missing, ...reports } = readReportCoverage(cube, unit, range)
  const read = await indicatorReader(model, master, cube, unit, range, query.scheme ?? 'city')
  return {
    unit: master.tree.units[unit]!.code,
    from: formatMonth(range.from),
    to: formatMonth(range.to),
    basis,
    coverage: { ...reports, missing: missing.slice(0, NAMED_MISSING).map((each) => master.tree.units[each]!.code), missingTotal: missing.length },
    indicators: master.catalogue.indicators.map(read),
  }
}

/** Without months: the year to date of the newest edition, or of the newest month with data. */
function askedRange(master: Master, { from, to }: Query): MonthRange {
  const newest = [...master.frozen].sort((a, b) => a - b).at(-1) ?? master.months.at(-1)
  const end = to ?? (newest === undefined ? from : formatMonth(newest))
  if (end === undefined) throw new ApiError('range-invalid', '数据库里还没有任何月份的数据，请先导入。')
  return monthRange(from ?? formatMonth(januaryOf(monthRange(end, end).to)), end)
}

/** @throws ApiError `months-not-frozen`, naming them */
export function refuseUnfrozen(master: Master, range: MonthRange): void {
  const open = monthsOf(range).filter((month) => !master.frozen.has(month)).map(formatMonth)
  if (open.length === 0) return
  throw new ApiError('months-not-frozen', `${open.join('、')} 尚未定案，请改用审定数或实时汇总。`, { months: open })
}

async function indicatorReader(model: ReadModel, master: Master, cube: Cube, unit: number, range: MonthRange, scheme: TargetScheme) {
  const year = yearOf(range.to)
  // Own shapes take years of reports to find: only where one judges.
  const shapes = master.catalogue.indicators.some(({ pace }) => pace === 'seasonal') ? await seasonalShapes(model, year) : null
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
