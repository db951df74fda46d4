/** Ragged trees of depth 1–5: units that open, close, move (twice, even), and 虚拟 ones anywhere below the root. */
import * as fc from 'fast-check'
import type { Month, MonthRange } from '#core/period/month.ts'
import type { ParentSpan, Unit, UnitCode } from '#core/unit/unit.ts'

const DEEPEST = 5
const MOST_UNITS = 22

export const KINDS = ['村委会', '居委会', '虚拟'] as const

interface Draw {
  readonly parent: number
  readonly skipsLevel: boolean
  readonly kind: string
  readonly order: number
  readonly opened: Month | null
  readonly closed: Month | null
  readonly moves: readonly { readonly month: Month; readonly parent: number }[]
}

export function units(months: MonthRange): fc.Arbitrary<Unit[]> {
  // Parents among the first few units only: a bush, with many leaves side by side.
  const spread = fc.constantFrom(1, 2, 99, 99, 99)
  return fc.tuple(fc.array(draw(months), { minLength: 1, maxLength: MOST_UNITS, size: 'max' }), spread).map(([draws, first]) => plant(draws, first))
}

function draw(months: MonthRange): fc.Arbitrary<Draw> {
  const month = fc.integer({ min: months.from - 1, max: months.to + 1 }).map((m) => m as Month)
  return fc.record({
    parent: fc.nat(99),
    skipsLevel: fc.nat(9).map((n) => n === 9),
    kind: fc.constantFrom('村委会', '村委会', '村委会', '居委会', '居委会', '居委会', '虚拟'),
    order: fc.nat(9),
    opened: rarely(month),
    closed: rarely(month),
    moves: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.uniqueArray(fc.record({ month, parent: fc.nat(99) }), { maxLength: 2, minLength: 1, selector: (m) => m.month }),
      },
    ),
  })
}

function rarely<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })
}

/** A unit hangs below one drawn before it, so there is never a cycle in any month. */
function plant(draws: readonly Draw[], spread: number): Unit[] {
  const planted: Unit[] = []
  for (const [i, draw] of draws.entries()) {
    const code = `U${String(i).padStart(2, '0')}` as UnitCode
    const candidates = planted.filter((unit) => unit.level < DEEPEST).slice(0, spread)
    const pick = (n: number) => candidates[n % candidates.length]!
    const isRoot = i === 0
    planted.push({
      code,
      name: `单位${code}`,
      shortName: code,
      level: isRoot ? 1 : Math.min(DEEPEST, pick(draw.parent).level + (draw.skipsLevel ? 2 : 1)),
      kind: isRoot ? '市' : draw.kind,
      // No two siblings alike: the order of the tie is nobody's rule.
      order: draw.order * 100 + i,
      opened: isRoot ? null : draw.opened,
      closed: isRoot ? null : draw.closed,
      parents: isRoot ? [{ from: null, parent: null }] : spans(draw, (n) => pick(n).code),
    })
  }
  return planted
}

function spans(draw: Draw, code: (pick: number) => UnitCode): ParentSpan[] {
  const moves = [...draw.moves].sort((a, b) => a.month - b.month)
  return [{ from: null, parent: code(draw.parent) }, ...moves.map((move) => ({ from: move.month, parent: code(move.parent) }))]
}
