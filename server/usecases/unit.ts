import { childrenOf, pathOf } from '#core/unit/unit-tree.ts'
import type { UnitReply } from '#contract/units.ts'
import { epochShowing, unitNumber, type ReadModel } from './read-model.ts'

export async function unit(model: ReadModel, _query: unknown, code: string): Promise<UnitReply> {
  const master = await model.master()
  const number = unitNumber(master, code)
  const epoch = epochShowing(master, number, model.clock.now())
  const path = pathOf(epoch, number)
  const of = (each: number) => master.tree.units[each]!
  const { level, name, kind } = of(number)
  return {
    code,
    parent: path.length > 1 ? of(path.at(-2)!).code : null,
    level,
    name,
    kind,
    path: path.map((each) => ({ code: of(each).code, name: of(each).name })),
    children: childrenOf(epoch, number).map((child) => ({ code: of(child).code, name: of(child).name, level: of(child).level, kind: of(child).kind })),
  }
}
