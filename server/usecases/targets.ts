import { toUnits } from '#core/number/decimal.ts'
import { subtreeOf } from '#core/unit/unit-tree.ts'
import type { TargetScheme } from '#core/indicator/target.ts'
import type { TargetsReply } from '#contract/targets.ts'
import { epochShowing, unitNumber, type ReadModel } from './read-model.ts'

interface Query {
  unit?: string | undefined
  year: string
  scheme?: TargetScheme | undefined
}

export async function targets(model: ReadModel, { unit, year, scheme = 'city' }: Query): Promise<TargetsReply> {
  const master = await model.master()
  const top = unitNumber(master, unit)
  const inside = top === master.tree.root ? [...master.tree.units.keys()] : [...subtreeOf(epochShowing(master, top, model.clock.now()), top)]
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
