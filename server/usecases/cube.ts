import type { Basis } from '#core/report/report.ts'
import { monthCount } from '#core/period/month.ts'
import { subtreeOf } from '#core/unit/unit-tree.ts'
import { encodeCube } from '#contract/cube-wire.ts'
import { ApiError } from '#contract/errors.ts'
import { knownRange, refuseUnfrozen } from './month-range.ts'
import { unitNumber, type ReadModel } from './read-model.ts'

/** More would stall the page that asks: about a province's year. */
const MOST_CELLS = 12_000_000

interface Query {
  unit?: string | undefined
  from: string
  to: string
  basis: Basis
}

/** The bytes of `contract/cube-wire.ts`. */
export async function cube(model: ReadModel, { unit, from, to, basis }: Query): Promise<Uint8Array> {
  const master = await model.master()
  const root = unitNumber(master, unit)
  const range = knownRange(master, model.clock.now(), { from, to })
  if (basis === 'edition') refuseUnfrozen(master, range)
  const units = subtreeOf(master.tree.epochAt(range.to), root).length
  const cells = units * monthCount(range) * master.catalogue.columns.length
  if (cells > MOST_CELLS) throw new ApiError('cube-too-large', undefined, { cells, most: MOST_CELLS })
  return encodeCube((await model.build(master, root, range, basis)).shape)
}
