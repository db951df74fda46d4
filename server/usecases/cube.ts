import type { Basis } from '#core/report/report.ts'
import { monthCount } from '#core/period/month.ts'
import { subtreeOf } from '#core/unit/unit-tree.ts'
import { encodeCube } from '#contract/cube-wire.ts'
import { ApiError } from '#contract/errors.ts'
import { knownRange, refuseUnfrozen } from './month-range.ts'
import type { Reading } from './use-case.ts'
import type { View } from './view.ts'

/** More would stall the page that asks: about a province's year. */
const MOST_CELLS = 12_000_000

interface Query {
  unit?: string | undefined
  from: string
  to: string
  basis: Basis
  depth?: '1' | undefined
}

/** The bytes of `contract/cube-wire.ts`. */
export function cube(view: View, { unit, from, to, basis, depth }: Query): Reading {
  const { master, model } = view
  const range = knownRange(master, view.now, { from, to })
  const root = view.unit('see-figures', unit, range.to)
  if (basis === 'edition') refuseUnfrozen(master, range)
  if (depth === '1') {
    return { key: `${root} ${from} ${to} ${basis} 1`, make: async () => encodeCube((await model.cut(master, root, range, basis, 'children')).cube) }
  }
  const units = subtreeOf(master.tree.epochAt(range.to), root).length
  const cells = units * monthCount(range) * master.catalogue.columns.length
  if (cells > MOST_CELLS) throw new ApiError('cube-too-large', undefined, { cells, most: MOST_CELLS })
  return {
    key: `${root} ${from} ${to} ${basis}`,
    make: async () => encodeCube((await model.build(master, root, range, basis)).shape),
  }
}
