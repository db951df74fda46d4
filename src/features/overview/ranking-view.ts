import type { Indicator } from '#core/indicator/indicator.ts'
import { toUnits } from '#core/number/decimal.ts'
import type { Status } from '#core/pace/assess.ts'
import type { Month, MonthRange } from '#core/period/month.ts'
import { readFigure } from '#core/rollup/aggregate.ts'
import { childrenIn, judge, rankingMonth, unitAt, type Figures } from './figures.ts'

export interface RankedChild {
  readonly unit: number
  readonly name: string
  /** 1 is best; null: not ranked (no figure). Equal values share a rank. */
  readonly rank: number | null
  /** Over the range, in the indicator's unit. */
  readonly value: number | null
  readonly target: number | null
  readonly completion: number | null
  readonly pace: number | null
  readonly index: number | null
  readonly status: Status | null
  readonly gap: number | null
  readonly behindSince: Month | null
}

/** What the order follows: completion where children have targets, else the figure itself. */
export type RankedBy = 'completion' | 'value'

export interface Ranking {
  readonly by: RankedBy
  /** All children are judged at their parent's last complete month; null: none is complete. */
  readonly asOf: Month | null
  readonly children: readonly RankedChild[]
}

/** Children from best to worst, those without a figure at the end, in official order. */
export function buildRanking(figures: Figures, unit: number, indicator: Indicator, range: MonthRange): Ranking {
  const asOf = rankingMonth(figures, unit, indicator.code, range.to)
  const children = childrenIn(figures.cube, unit, range).map((child): RankedChild => {
    const judged = judge(figures, child, indicator, range.to, asOf)
    const { value } = readFigure(figures.cube, child, indicator.code, range)
    const inUnits = (smallest: number | null) => (smallest === null ? null : toUnits(smallest, indicator.decimals))
    return {
      unit: child,
      name: unitAt(figures, child).shortName,
      rank: null,
      value: inUnits(value),
      target: inUnits(judged.target),
      completion: judged.completion,
      pace: judged.pace,
      index: judged.index,
      status: judged.status,
      gap: judged.gap,
      behindSince: judged.behindSince,
    }
  })
  const by: RankedBy = children.some((child) => child.completion !== null && child.pace !== null) ? 'completion' : 'value'
  return { by, asOf, children: ranked(children, by, indicator.sense === 'atMost' || indicator.sense === 'zero') }
}

function ranked(children: readonly RankedChild[], by: RankedBy, smallIsGood: boolean): RankedChild[] {
  const keyOf = (child: RankedChild) => (by === 'completion' ? child.completion : child.value)
  const order = [...children].sort((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return smallIsGood && by === 'value' ? x - y : y - x
  })
  let rank = 0
  return order.map((child, i) => {
    const key = keyOf(child)
    if (key === null) return child
    if (i === 0 || key !== keyOf(order[i - 1]!)) rank = i + 1
    return { ...child, rank }
  })
}
