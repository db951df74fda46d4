import { isFormMonth, type FormCode } from '../indicator/form.ts'
import type { IndicatorCode } from '../indicator/indicator.ts'
import type { Month } from '../period/month.ts'
import { ownFigure, reportCounts, type Basis, type Report, type ReportState } from '../report/report.ts'
import { pathOf } from '../unit/unit-tree.ts'
import type { UnitCode } from '../unit/unit.ts'
import { isNotObtained } from './report-entry.ts'
import { addCells, isNothing, NO_CELL, subtractCells, type StoredCell, type StoredTotals } from './stored-totals.ts'
import type { TreeDuties } from './tree-duties.ts'

/** What the totals need to know of a report: whether it counts. */
export interface ReportStateOf {
  readonly unit: UnitCode
  readonly form: FormCode
  readonly state: ReportState
  readonly filledBy: UnitCode
}

/** A new version of one report; `before` null: it is the first. */
export interface ReportChange {
  readonly before: Report | null
  readonly after: Report
}

/** What stands on the way from the report's unit up to the root. */
export interface Standing {
  /** Stored totals by unit; a unit without any has nothing in its subtree yet. */
  readonly totals: ReadonlyMap<UnitCode, StoredTotals>
  /** The month's reports of the units on the way, of all forms; the changed one's place in it does not matter. */
  readonly reports: readonly ReportStateOf[]
}

/** Units whose totals a report can change, from the report's unit (when it has children) up to the root. */
export function unitsAbove(duties: TreeDuties, unit: UnitCode, month: Month): UnitCode[] {
  const number = duties.tree.indexOf(unit)
  const { epoch, ...at } = place(duties, number, month)
  if (number === undefined || !at.isPresent) return []
  return pathOf(epoch, number).reverse().filter((each) => each !== number || at.hasChildren).map((each) => duties.tree.units[each]!.code)
}

function place(duties: TreeDuties, unit: number | undefined, month: Month) {
  const at = duties.at(month)
  return { epoch: at.epoch, isPresent: unit !== undefined && at.isPresent(unit), hasChildren: unit !== undefined && at.hasChildren(unit) }
}

/** Whether a change can change totals at all: of drafts nothing counts before or after. */
export function changesTotals(duties: TreeDuties, { before, after }: ReportChange): boolean {
  return [before, after].some((report) => report !== null && countsIn(duties, 'live', report))
}

function countsIn(duties: TreeDuties, basis: Basis, { unit, state, filledBy }: Pick<ReportStateOf, 'unit' | 'state' | 'filledBy'>): boolean {
  const root = duties.tree.units[duties.tree.root]!.code
  return reportCounts(basis, state, unit === root || filledBy === root)
}

/** What a unit adds to its parent, or how that changes. */
interface Share {
  readonly reports: number
  readonly missing: number
  readonly cells: ReadonlyMap<IndicatorCode, StoredCell>
}

/**
 * The totals that a changed report changes, in O(depth): the unit's own (when it has children) and its ancestors', as if
 * they were built anew. The same rules as `replaceReport` follows in a cube.
 */
export function carryReport(duties: TreeDuties, basis: Basis, change: ReportChange, standing: Standing): Map<UnitCode, StoredTotals> {
  const { month, unit, form: formCode } = change.after
  const { tree, catalogue } = duties
  const at = duties.at(month)
  const form = catalogue.forms.findIndex(({ code }) => code === formCode)
  const number = tree.indexOf(unit)
  const changed = new Map<UnitCode, StoredTotals>()
  if (form < 0 || number === undefined || !at.isPresent(number)) return changed

  const counting = new Set(standing.reports.filter((report) => countsIn(duties, basis, report)).map((report) => key(report.unit, report.form)))
  const lacks = (each: number, of: number) => at.mustReport(each, of) && !counting.has(key(tree.units[each]!.code, catalogue.forms[of]!.code))
  const isMissing = (each: number) => at.formsDue(each, month).some((of) => lacks(each, of))
  const isBlocked = (each: number) => basis !== 'live' && isFormMonth(catalogue.forms[form]!.frequency, month) && lacks(each, form)
  const totalsOf = (each: number): StoredTotals =>
    standing.totals.get(tree.units[each]!.code) ?? { reports: 0, missingBelow: at.headsBelow(each, month), cells: NO_CELLS }

  /** The unit's share with one version of its report; `totals` are those with it, undefined for a leaf. */
  const shareWith = (report: Report | null, own: Share, totals: StoredTotals | undefined): Share => {
    if (report !== null && countsIn(duties, basis, report)) counting.add(key(unit, formCode))
    else counting.delete(key(unit, formCode))
    const missing = isMissing(number) ? 1 : (totals?.missingBelow ?? 0)
    if (totals === undefined) return { ...own, missing }
    return { reports: totals.reports, missing, cells: isBlocked(number) ? NO_CELLS : formCells(totals, own) }
  }
  const formCells = (totals: StoredTotals, own: Share) => new Map([...own.cells.keys()].map((code) => [code, totals.cells.get(code) ?? NO_CELL]))

  const [ownBefore, ownAfter] = [ownShare(duties, basis, number, form, change.before, month), ownShare(duties, basis, number, form, change.after, month)]
  const totalsBefore = at.hasChildren(number) ? totalsOf(number) : undefined
  const totalsAfter = totalsBefore && moved(totalsBefore, { ...difference(ownAfter, ownBefore), missing: 0 })
  const shareBefore = shareWith(change.before, ownBefore, totalsBefore)
  const shareAfter = shareWith(change.after, ownAfter, totalsAfter)
  if (totalsAfter !== undefined) changed.set(unit, totalsAfter)

  let share = difference(shareAfter, shareBefore)
  for (let up = at.epoch.parent[number]!; up >= 0; up = at.epoch.parent[up]!) {
    changed.set(tree.units[up]!.code, moved(totalsOf(up), share))
    share = { reports: share.reports, missing: isMissing(up) ? 0 : share.missing, cells: isBlocked(up) ? NO_CELLS : share.cells }
  }
  return changed
}

const NO_CELLS: ReadonlyMap<IndicatorCode, StoredCell> = new Map()

function key(unit: UnitCode, form: FormCode): string {
  return `${unit} ${form}`
}

/** What the report itself brings: a cell for every column of its form, of zeros when it does not count. */
function ownShare(duties: TreeDuties, basis: Basis, unit: number, form: number, report: Report | null, month: Month): Share {
  const { catalogue } = duties
  const at = duties.at(month)
  const counts = report !== null && countsIn(duties, basis, report)
  const isPeriod = isFormMonth(catalogue.forms[form]!.frequency, month)
  const cells = new Map<IndicatorCode, StoredCell>()
  for (const code of catalogue.forms[form]!.indicators) {
    const column = catalogue.columnOf(code)
    if (column < 0) continue
    const figure = counts ? ownFigure(report, code) : null
    const isDue = isPeriod && at.owes(unit, column)
    const excused = counts && isDue && isNotObtained(report, code) ? 1 : 0
    cells.set(code, { sum: figure ?? 0, filled: figure === null ? 0 : 1, counted: figure !== null && isDue ? 1 : 0, excused })
  }
  return { reports: counts && isPeriod && at.mustReport(unit, form) ? 1 : 0, missing: 0, cells }
}

/** `a − b`; cells that only one of them has count as zeros in the other. */
function difference(a: Share, b: Share): Share {
  const codes = new Set([...a.cells.keys(), ...b.cells.keys()])
  const cells = [...codes].map((code) => [code, subtractCells(a.cells.get(code) ?? NO_CELL, b.cells.get(code) ?? NO_CELL)] as const)
  return { reports: a.reports - b.reports, missing: a.missing - b.missing, cells: new Map(cells) }
}

function moved(totals: StoredTotals, share: Share): StoredTotals {
  const cells = new Map(totals.cells)
  for (const [code, change] of share.cells) {
    const cell = addCells(cells.get(code) ?? NO_CELL, change)
    if (isNothing(cell)) cells.delete(code)
    else cells.set(code, cell)
  }
  return { reports: totals.reports + share.reports, missingBelow: totals.missingBelow + share.missing, cells }
}
