import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { monthOf, monthsOf, type MonthRange } from '#core/period/month.ts'
import { paceCurve, seasonalShape, type SeasonalShape } from '#core/pace/pace.ts'
import { readFigure } from '#core/rollup/aggregate.ts'
import type { PacesReply } from '#contract/periods.ts'
import type { Master, ReadModel } from './read-model.ts'
import type { Reading } from './use-case.ts'
import type { View } from './view.ts'

const YEARS_LOOKED_AT = 3

/** Own shapes of flows from up to three preceding years with twelve editions: the root's, for every unit. */
export async function seasonalShapes(model: ReadModel, master: Master, year: number): Promise<ReadonlyMap<IndicatorCode, SeasonalShape | null>> {
  const { frozen, catalogue, tree } = master
  const years = Array.from({ length: YEARS_LOOKED_AT }, (_, k) => year - YEARS_LOOKED_AT + k)
    .map((each) => ({ year: each, range: { from: monthOf(each, 1), to: monthOf(each, 12) } as MonthRange }))
    .filter(({ range }) => monthsOf(range).every((month) => frozen.has(month)))
  if (years.length === 0) return new Map()
  const { cube } = await model.cut(master, tree.root, { from: years[0]!.range.from, to: years.at(-1)!.range.to }, 'edition', 'unit')
  const cumulative = ({ from, to }: MonthRange, code: IndicatorCode) =>
    monthsOf({ from, to }).map((month) => readFigure(cube, tree.root, code, { from, to: month }).value ?? 0)
  const flows = catalogue.indicators.filter((indicator) => indicator.kind === 'flow')
  return new Map(flows.map(({ code }) => [
    code,
    seasonalShape(years.map(({ year: each, range }) => ({ year: each, cumulative: cumulative(range, code) }))),
  ]))
}

export function paces({ model, master }: View, { year }: { year: string }): Reading {
  return { key: year, make: () => pacesOf(model, master, Number(year)) }
}

async function pacesOf(model: ReadModel, master: Master, year: number): Promise<PacesReply> {
  const shapes = await seasonalShapes(model, master, year)
  return {
    year,
    indicators: master.catalogue.indicators
      .filter((indicator) => indicator.kind === 'flow')
      .map((indicator) => {
        const shape = shapes.get(indicator.code) ?? null
        return {
          code: indicator.code,
          shares: [...paceCurve(indicator, shape)],
          seasonal: shape && { years: [...shape.years], mean: [...shape.mean], smallest: [...shape.smallest], largest: [...shape.largest] },
        }
      }),
  }
}
