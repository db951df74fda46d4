import type { Catalogue } from '#core/indicator/catalogue.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import type { Target } from '#core/indicator/target.ts'
import { assess, type Assessment } from '#core/pace/assess.ts'
import { STRAIGHT, type PaceCurve, type SeasonalShape } from '#core/pace/pace.ts'
import { asOfMonth, partsOf, readFigure } from '#core/rollup/aggregate.ts'
import { cellCountsAt, dutiesAt, isPresent, type Cube } from '#core/rollup/cube.ts'
import { addMonths, type Month, type MonthRange } from '#core/period/month.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import type { UnitTree } from '#core/unit/unit-tree.ts'

export interface PaceOf {
  readonly curve: PaceCurve
  readonly seasonal: SeasonalShape | null
}

/** Everything that a page of any unit is computed from, without asking the server again. */
export interface Figures {
  readonly tree: UnitTree
  readonly catalogue: Catalogue
  readonly cube: Cube
  /** All versions of the judged year's targets, by `targetKey`. */
  readonly targets: ReadonlyMap<string, readonly Target[]>
  readonly paces: ReadonlyMap<IndicatorCode, PaceOf>
}

export function targetKey(unit: UnitCode, indicator: IndicatorCode): string {
  return `${unit} ${indicator}`
}

const NO_TARGETS: readonly Target[] = []
const STRAIGHT_PACE: PaceOf = { curve: STRAIGHT, seasonal: null }

export function paceOf(figures: Figures, code: IndicatorCode): PaceOf {
  return figures.paces.get(code) ?? STRAIGHT_PACE
}

export function targetsOf(figures: Figures, unit: number, code: IndicatorCode): readonly Target[] {
  return figures.targets.get(targetKey(unitAt(figures, unit).code, code)) ?? NO_TARGETS
}

export function unitAt(figures: Figures, unit: number): Unit {
  return figures.tree.units[unit]!
}

/** How an indicator of a unit stands; `asOf` judges a child at its parent's month. */
export function judge(figures: Figures, unit: number, indicator: Indicator, to: Month, asOf?: Month | null): Assessment {
  const { curve, seasonal } = paceOf(figures, indicator.code)
  return assess({
    cube: figures.cube,
    unit,
    indicator,
    to,
    ...(asOf !== undefined && { asOf }),
    targets: targetsOf(figures, unit, indicator.code),
    pace: curve,
    seasonal,
  })
}

/** The month that children are ranked at: their parent's last complete one. */
export function rankingMonth(figures: Figures, unit: number, code: IndicatorCode, to: Month): Month | null {
  return asOfMonth(figures.cube, unit, code, to)
}

/** Children in any month of the range, official order: a unit that moved away keeps its months here. */
export function childrenIn(cube: Cube, parent: number, range: MonthRange): number[] {
  const found = new Set<number>()
  for (const { epoch } of cube.duties) {
    if (epoch.to < range.from || epoch.from > range.to) continue
    const end = epoch.end[parent]!
    let next = epoch.position[parent]! + 1
    while (next > 0 && next < end) {
      const child = epoch.order[next]!
      found.add(child)
      next = epoch.end[child]!
    }
  }
  return [...found].sort((a, b) => a - b)
}

export function isChildIn(cube: Cube, child: number, parent: number, month: Month): boolean {
  return isPresent(cube, child, month) && dutiesAt(cube, month).epoch.parent[child] === parent
}

/** Whether the unit has the indicator at all in the range: something is due in its subtree, or a figure is there; of a rate: both parts. */
export function hasIndicator(figures: Figures, unit: number, code: IndicatorCode, range: MonthRange): boolean {
  const { cube } = figures
  const parts = partsOf(cube, code)
  return parts.length > 0 && parts.every((column) => {
    for (let month = range.from; month <= range.to; month = addMonths(month, 1)) {
      const cells = cellCountsAt(cube, unit, column, month)
      if (cells.due > 0 || cells.counted > 0) return true
    }
    return readFigure(cube, unit, cube.catalogue.columns[column]!.code, range).value !== null
  })
}
