import type { Indicator } from '#core/indicator/indicator.ts'
import type { Status } from '#core/pace/assess.ts'
import type { MonthRange } from '#core/period/month.ts'
import { childrenOf, type TreeEpoch } from '#core/unit/unit-tree.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { HoneycombLayout, HoneycombNode } from '#src/charts/honeycomb/honeycomb-layout.ts'
import { AHEAD, BEHIND, FIRST_FIFTH, NEAR, NO_DATA } from '#src/charts/honeycomb/palette.ts'
import { unitAt, type Figures } from './figures.ts'
import { buildHoneycomb, type Hexagon, type HexagonMark } from './honeycomb-view.ts'

/** What the chart draws in each cell. */
export interface HoneycombCells {
  readonly classes: Uint8Array
  readonly marks: Uint8Array
  /** Upper bounds of the fifths, in the indicator's unit. */
  readonly fifths: readonly number[]
}

export const STATUS_CLASS: Readonly<Record<Status, number>> = { ahead: AHEAD, met: AHEAD, near: NEAR, behind: BEHIND, missed: BEHIND }
const MARK_NUMBER: Readonly<Record<NonNullable<HexagonMark>, number>> = { 未报: 1, 零报告: 2, 退回: 3 }

/** The tree of a month from a unit down, by short names. */
export function honeycombTree(figures: Figures, epoch: TreeEpoch, unit: number): HoneycombNode {
  const { code, shortName } = unitAt(figures, unit)
  return { code, name: shortName, children: childrenOf(epoch, unit).map((child) => honeycombTree(figures, epoch, child)) }
}

export interface PaceCells {
  readonly classes: Uint8Array
  /** Part of the unit by which each cell is coloured: the smallest around it that is judged; −1 for none. */
  readonly judgedBy: Int32Array
}

/** By pace, each unit judged at its parent's month; null when nobody is judged. */
export function cellsByPace(figures: Figures, layout: HoneycombLayout, indicator: Indicator, range: MonthRange): PaceCells | null {
  const classes = new Uint8Array(layout.codes.length)
  const judgedBy = new Int32Array(layout.codes.length).fill(-1)
  const units = unitsOf(figures, layout)
  layout.parts.forEach(({ children }, part) => {
    if (children.length === 0) return
    const { hexagons } = buildHoneycomb(figures, units[part]!, children.map((child) => units[child]!), indicator, range)
    // Preorder: what lies deeper comes later and covers what is around it.
    hexagons.forEach(({ tone }, k) => {
      if (typeof tone === 'number' || tone === 'none') return
      const { first, end } = layout.parts[children[k]!]!
      classes.fill(STATUS_CLASS[tone], first, end)
      judgedBy.fill(children[k]!, first, end)
    })
  })
  return judgedBy.some((part) => part >= 0) ? { classes, judgedBy } : null
}

/** By pace where a unit inside the focus is judged; what is too small to be judged keeps the colour of its figure. */
export function cellsForFocus(layout: HoneycombLayout, focus: number, byPace: PaceCells, byValue: HoneycombCells): HoneycombCells {
  const classes = byPace.classes.slice()
  const { first, end } = layout.parts[focus]!
  for (let cell = 0; cell < classes.length; cell++) {
    const judge = byPace.judgedBy[cell]!
    // Preorder: what is around the focus, and the focus itself, has a smaller or the same number.
    if (judge < 0 || (judge <= focus && first <= cell && cell < end)) classes[cell] = byValue.classes[cell]!
  }
  return { ...byValue, classes }
}

/** By fifth of the figure, of the lowest units that have one. */
export function cellsByValue(figures: Figures, layout: HoneycombLayout, indicator: Indicator, range: MonthRange): HoneycombCells {
  const units = unitsOf(figures, layout)
  let parts = [...layout.leaves]
  for (;;) {
    const { hexagons, fifths } = plainHoneycomb(figures, parts.map((part) => units[part]!), units[0]!, indicator, range)
    if (hexagons.some(({ value }) => value !== null) || parts.every((part) => part <= 0)) return coloured(layout, parts, hexagons, fifths)
    parts = [...new Set(parts.map((part) => Math.max(0, layout.parts[part]!.parent)))]
  }
}

/** Without targets nothing is judged, so all are coloured by one measure. */
function plainHoneycomb(figures: Figures, units: readonly number[], root: number, indicator: Indicator, range: MonthRange) {
  return buildHoneycomb({ ...figures, targets: new Map() }, root, units, indicator, range)
}

function coloured(layout: HoneycombLayout, parts: readonly number[], hexagons: readonly Hexagon[], fifths: readonly number[]): HoneycombCells {
  const classes = new Uint8Array(layout.codes.length)
  const marks = new Uint8Array(layout.codes.length)
  hexagons.forEach(({ tone, mark }, k) => {
    const { first, end, children } = layout.parts[parts[k]!]!
    classes.fill(typeof tone === 'number' ? FIRST_FIFTH + tone : NO_DATA, first, end)
    if (children.length === 0 && mark !== null) marks[first] = MARK_NUMBER[mark]
  })
  return { classes, marks, fifths }
}

function unitsOf(figures: Figures, layout: HoneycombLayout): number[] {
  return layout.parts.map(({ code }) => figures.tree.indexOf(code as UnitCode)!)
}
