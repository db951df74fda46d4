import type { MonthRange } from '#core/period/month.ts'
import { dutiesAt, type Cube } from '#core/rollup/cube.ts'
import { subtreeOf } from '#core/unit/unit-tree.ts'

/**
 * Whether a unit's area is the same in two ranges: units that moved in or out make figures of both incomparable.
 * A unit that only opened or closed is no move.
 */
export function hasSameBoundary(cube: Cube, unit: number, before: MonthRange, after: MonthRange): boolean {
  const first = dutiesAt(cube, before.from).epoch
  const last = dutiesAt(cube, after.to).epoch
  if (first.from === last.from) return true
  const then = new Set(subtreeOf(first, unit))
  const now = new Set(subtreeOf(last, unit))
  const isElsewhere = (epoch: typeof first, other: number): boolean => epoch.position[other]! >= 0
  for (const other of now) if (!then.has(other) && isElsewhere(first, other)) return false
  for (const other of then) if (!now.has(other) && isElsewhere(last, other)) return false
  return true
}

