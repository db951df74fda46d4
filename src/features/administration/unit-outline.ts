import type { UnitsReply } from '#contract/units.ts'
import { unitsFromReply } from '#src/api/units-reply.ts'
import { addMonths, type Month } from '#core/period/month.ts'
import { parentIn, type Unit, type UnitCode } from '#core/unit/unit.ts'
import { buildUnitTree, type UnitTree } from '#core/unit/unit-tree.ts'

/** A unit where its administrator looks for it: closed and planned units too have a place. */
export interface OutlineUnit extends Unit {
  /** As the city wrote it, not the place in the list. */
  readonly officialOrder: number
  /** null: the top of the branch. */
  readonly above: OutlineUnit | null
  readonly children: readonly OutlineUnit[]
  /** 1 is the top of the branch. */
  readonly depth: number
  /** `planned` opens later than today, `closed` is closed today. */
  readonly state: 'open' | 'planned' | 'closed'
}

export interface UnitOutline {
  /** null: nothing has been imported. */
  readonly top: OutlineUnit | null
  /** Those of every month. */
  readonly tree: UnitTree
  readonly now: Month
  /** Of a part of the tree it is not told whether a unit closed or went elsewhere. */
  readonly isWhole: boolean
  readonly count: { readonly open: number; readonly closed: number }
  get(code: string): OutlineUnit | undefined
}

type Growing = Omit<OutlineUnit, 'above' | 'children' | 'depth'> & { above: Growing | null; children: Growing[]; depth: number }

/** The branch as today's tree, with what is not open today below whom it belonged to last or will belong to first. */
export function unitOutline(reply: UnitsReply, now: Month): UnitOutline {
  const units = unitsFromReply(reply)
  const byCode = new Map<UnitCode, Growing>(units.map((unit, k) => [unit.code, {
    ...unit, officialOrder: reply.orders?.[k] ?? k, above: null, children: [], depth: 1, state: stateIn(unit, now),
  }]))
  let top: Growing | null = null
  for (const unit of byCode.values()) {
    const parent = parentIn(unit, nearestOpen(unit, now))
    unit.above = parent === null ? null : (byCode.get(parent) ?? null)
    if (unit.above === null) top ??= unit
    else unit.above.children.push(unit)
  }
  const open = top === null ? [] : [top]
  for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
    unit.children.sort((a, b) => a.officialOrder - b.officialOrder || a.order - b.order)
    for (const child of unit.children) child.depth = unit.depth + 1
    open.push(...unit.children)
  }
  const closed = [...byCode.values()].filter(({ state }) => state === 'closed').length
  return { top, tree: buildUnitTree(units), now, isWhole: top === null || top.level === 1, count: { open: byCode.size - closed, closed }, get: (code) => byCode.get(code as UnitCode) }
}

function stateIn({ opened, closed }: Unit, now: Month): OutlineUnit['state'] {
  if (closed !== null && closed <= now) return 'closed'
  return opened !== null && opened > now ? 'planned' : 'open'
}

function nearestOpen({ opened, closed }: Unit, now: Month): Month {
  if (opened !== null && opened > now) return opened
  return closed !== null && closed <= now ? addMonths(closed, -1) : now
}

/** From the top of the branch down to what stands above the unit. */
export function aboveOf(unit: OutlineUnit): OutlineUnit[] {
  const path: OutlineUnit[] = []
  for (let up = unit.above; up !== null; up = up.above) path.unshift(up)
  return path
}

export interface OutlineRow {
  readonly unit: OutlineUnit
  /** undefined: nothing below it. */
  readonly isExpanded: boolean | undefined
  /** What was looked for, not the way to it. */
  readonly isFound: boolean
  /** Place among its siblings that are shown, from 1 on, and their number. */
  readonly place: number
  readonly siblings: number
}

export interface OutlineView {
  readonly expanded: ReadonlySet<string>
  /** Part of a name or short name, or the beginning of a code; empty: all. */
  readonly text: string
  readonly showsClosed: boolean
}

export function matches({ name, shortName, code }: Unit, text: string): boolean {
  return name.includes(text) || shortName.includes(text) || code.startsWith(text)
}

/** What is shown, from top to bottom. A search opens the way to what it finds. */
export function outlineRows(outline: UnitOutline, { expanded, text, showsClosed }: OutlineView): { rows: OutlineRow[]; found: number } {
  const wanted = text.trim()
  const isShown = (unit: OutlineUnit) => showsClosed || unit.state !== 'closed'
  const onTheWay = new Set<OutlineUnit>()
  let found = 0
  const rows: OutlineRow[] = []
  if (outline.top === null) return { rows, found }
  for (const unit of allBelow(outline.top, isShown)) {
    if (wanted === '' || !matches(unit, wanted)) continue
    found += 1
    for (let at: OutlineUnit | null = unit; at !== null && !onTheWay.has(at); at = at.above) onTheWay.add(at)
  }
  if (wanted !== '' && found === 0) return { rows, found }
  const stack: Omit<OutlineRow, 'isExpanded' | 'isFound'>[] = [{ unit: outline.top, place: 1, siblings: 1 }]
  for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
    const all = row.unit.children.filter(isShown)
    const onWay = all.filter((child) => onTheWay.has(child))
    const children = onWay.length > 0 ? onWay : all
    const isExpanded = children.length === 0 ? undefined : onWay.length > 0 || expanded.has(row.unit.code)
    rows.push({ ...row, isExpanded, isFound: wanted !== '' && matches(row.unit, wanted) })
    if (isExpanded === true) for (let k = children.length - 1; k >= 0; k--) stack.push({ unit: children[k]!, place: k + 1, siblings: children.length })
  }
  return { rows, found }
}

function* allBelow(top: OutlineUnit, isShown: (unit: OutlineUnit) => boolean): Generator<OutlineUnit> {
  const stack = [top]
  for (let unit = stack.pop(); unit !== undefined; unit = stack.pop()) {
    if (!isShown(unit)) continue
    yield unit
    stack.push(...unit.children)
  }
}
