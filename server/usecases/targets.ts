import { toUnits } from '#core/number/decimal.ts'
import { subtreeOf } from '#core/unit/unit-tree.ts'
import type { TargetScheme } from '#core/indicator/target.ts'
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
  const top = view.unit('see-figures', unit)
  return { key: `${top} ${year} ${scheme}`, make: async () => list(view, top, year, scheme) }
}

function list({ master, now }: View, top: number, year: string, scheme: TargetScheme): TargetsReply {
  const inside = top === master.tree.root ? [...master.tree.units.keys()] : [...subtreeOf(epochShowing(master, top, now), top)]
  return {
    unit: master.tree.units[top]!.code,
    year: Number(year),
    scheme,
    targets: inside.flatMap((number) =>
      master.catalogue.indicators.flatMap(({ code, decimals }) =>
        master.targetsOf(master.tree.units[number]!.code, code, Number(year), scheme).map((target) => ({
          unit: target.unit,
          indicator: code,
          value: toUnits(target.value, decimals),
          status: target.status,
          document: target.document,
          effectiveMonth: target.effectiveMonth,
        })))),
  }
}
