import { toUnits } from '#core/number/decimal.ts'
import type { TargetScheme } from '#core/indicator/target.ts'
import { monthOf, type Month } from '#core/period/month.ts'
import type { TargetsReply } from '#contract/targets.ts'
import { epochShowing } from './read-model.ts'
import type { Reading } from './use-case.ts'
import type { View } from './view.ts'

interface Query {
  unit?: string | undefined
  year: string
  scheme?: TargetScheme | undefined
}

export function targets(view: View, { unit, year, scheme = 'city' }: Query): Reading {
  // The tree of the year's last month; of a year that is not over, today's.
  const month = Math.min(monthOf(Number(year), 12), view.today) as Month
  const top = view.unit('see-figures', unit, month)
  return { key: `${top} ${year} ${scheme}`, make: async () => list(view, top, month, year, scheme) }
}

/** By unit and indicator, in official order. Few units have targets, so they are looked through rather than the tree. */
function list({ master }: View, top: number, month: Month, year: string, scheme: TargetScheme): TargetsReply {
  const { tree, catalogue } = master
  const { position, end } = epochShowing(master, top, month)
  const placeOf = (number: number) => (top === tree.root ? number : position[number]! < end[top]! ? position[number]! - position[top]! : -1)
  const ranks = new Map(catalogue.indicators.map(({ code }, rank) => [code, rank]))
  const found = master.targets.flatMap((target) => {
    const number = target.year === Number(year) && target.scheme === scheme ? tree.indexOf(target.unit) : undefined
    const [place, rank] = [number === undefined ? -1 : placeOf(number), ranks.get(target.indicator) ?? -1]
    return place < 0 || rank < 0 ? [] : [{ target, place, rank }]
  })
  return {
    unit: tree.units[top]!.code,
    year: Number(year),
    scheme,
    targets: found.sort((a, b) => a.place - b.place || a.rank - b.rank).map(({ target, rank }) => ({
      unit: target.unit,
      indicator: target.indicator,
      value: toUnits(target.value, catalogue.indicators[rank]!.decimals),
      status: target.status,
      document: target.document,
      effectiveMonth: target.effectiveMonth,
    })),
  }
}
