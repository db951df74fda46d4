import { formatMonth, type Month } from '#core/period/month.ts'
import { childrenOf, pathOf } from '#core/unit/unit-tree.ts'
import type { UnitReply } from '#contract/units.ts'
import { epochShowing } from './read-model.ts'
import type { Params, Reading } from './use-case.ts'
import type { View } from './view.ts'

export function unit(view: View, _query: unknown, { code }: Params): Reading {
  const number = view.unit('see-unit', code)
  return { key: `${view.scope}: ${number}`, make: async () => describe(view, number) }
}

function describe(view: View, number: number): UnitReply {
  const { master } = view
  const epoch = epochShowing(master, number, view.today)
  const path = pathOf(epoch, number)
  const of = (each: number) => master.tree.units[each]!
  const { code, level, name, shortName, kind, order, opened, closed } = of(number)
  return {
    code,
    parent: path.length > 1 ? of(path.at(-2)!).code : null,
    level,
    name,
    shortName,
    kind,
    order,
    opened: monthText(opened),
    closed: monthText(closed),
    path: path.map((each) => ({ code: of(each).code, name: of(each).name })),
    children: childrenOf(epoch, number).filter((child) => view.may('see-unit', child)).map((child) => ({ code: of(child).code, name: of(child).name, level: of(child).level, kind: of(child).kind })),
  }
}

function monthText(month: Month | null): string | null {
  return month === null ? null : formatMonth(month)
}
