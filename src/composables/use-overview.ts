import { useQuery, useQueryCache } from '@pinia/colada'
import { computed, watchEffect } from 'vue'
import { monthOf, parseMonth, yearOf, type Month, type MonthRange } from '#core/period/month.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import type { UnitTree } from '#core/unit/unit-tree.ts'
import { figuresQuery, treeOf, type FiguresScope } from '#src/api/figures-query.ts'
import { unitQuery, unitsQuery } from '#src/api/queries.ts'
import type { Figures } from '#src/features/overview/figures.ts'
import type { Selection, SelectionContext } from '#src/features/selection/selection.ts'
import { useSession } from '#src/stores/session.store.ts'
import { useFirstNumber } from './use-first-number.ts'
import { useSelection } from './use-selection.ts'

export interface PathEntry {
  readonly code: string
  readonly name: string
}

/**
 * One download serves the whole year and the year before it: January of last year (or of the range's first year) up to
 * the last month that the basis has.
 */
export function scopeOf(branch: string | null, selection: Selection, context: SelectionContext): FiguresScope {
  const usable = context.months.filter((m) => selection.basis !== 'edition' || m.edition !== null).map((m) => m.month)
  const year = yearOf(selection.to)
  const first = usable[0] ?? selection.from
  const last = usable.at(-1) ?? selection.to
  const from = Math.max(first, Math.min(monthOf(year - 1, 1), selection.from)) as Month
  const to = Math.max(selection.to, Math.min(monthOf(year, 12), last)) as Month
  return { branch, range: { from, to }, year, basis: selection.basis, scheme: selection.scheme }
}

/** The page's data: totals first, then figures that every view is computed from. */
export function useOverview() {
  const cache = useQueryCache()
  const chosen = useSelection()
  const { parsed, branch, selection, context, needsTotals, periods } = chosen
  const session = useSession()
  /** Named only where it is not the one that the server takes by itself. */
  const otherBranch = computed(() => (branch.value === undefined || branch.value === session.home ? null : branch.value))

  const scope = computed<FiguresScope | null>(() =>
    selection.value === null || context.value === null ? null : scopeOf(otherBranch.value, selection.value, context.value),
  )
  // The cube waits for the first number: they would share a slow line, and unpacking it would hold up the painting.
  const isFirstNumberDone = useFirstNumber()
  const queryOf = (wanted: FiguresScope | null, enabled: boolean) =>
    wanted === null
      ? { key: ['figures', 'none'], query: (): Promise<Figures> => Promise.reject(new Error('no scope')), enabled: false }
      : { ...figuresQuery({ scope: wanted, cache }), enabled }
  const figuresState = useQuery(() => queryOf(scope.value, isFirstNumberDone.value))
  const figures = computed<Figures | undefined>(() => figuresState.data.value)

  /** The month in progress, live, for the one line about it under an edition. Comes last. */
  const entering = computed<FiguresScope | null>(() => {
    const text = periods.data.value?.entering ?? null
    const month = text === null ? null : parseMonth(text)
    if (month === null || selection.value === null || selection.value.basis !== 'edition') return null
    return { branch: otherBranch.value, range: { from: month, to: month }, year: yearOf(month), basis: 'live', scheme: selection.value.scheme }
  })
  const enteringState = useQuery(() => queryOf(entering.value, figures.value !== undefined))
  const units = useQuery(() => ({ ...unitsQuery(otherBranch.value), enabled: false }))
  const tree = computed(() => figures.value?.tree ?? (units.data.value === undefined ? undefined : treeOf(units.data.value)))
  const code = computed(() => parsed.value.partial.unit ?? context.value?.root)

  /** Unit number; undefined while there is no tree, −1 when no such unit is in it. */
  const unit = computed<number | undefined>(() =>
    tree.value === undefined || code.value === undefined ? undefined : (tree.value.indexOf(code.value as UnitCode) ?? -1),
  )
  watchEffect(() => {
    needsTotals.value = figures.value === undefined || unit.value === -1
  })

  /** Names before there is a tree. */
  const unitReply = useQuery(() => ({ ...unitQuery(code.value ?? ''), enabled: code.value !== undefined && tree.value === undefined }))

  const path = computed<readonly PathEntry[]>(() => {
    if (tree.value === undefined || unit.value === undefined || selection.value === null) return below(unitReply.data.value?.path ?? [], branch.value)
    return unit.value < 0 ? [] : namesTo(tree.value, unit.value, selection.value.to)
  })
  const here = computed<PathEntry | undefined>(() => path.value.at(-1))
  const parent = computed<PathEntry | undefined>(() => path.value.at(-2))
  const range = computed<MonthRange | null>(() => (selection.value === null ? null : { from: selection.value.from, to: selection.value.to }))
  const editions = computed<readonly number[]>(() => {
    const months = range.value
    if (months === null || context.value === null) return []
    return context.value.months.flatMap((m) => (m.edition !== null && m.month >= months.from && m.month <= months.to ? [m.edition] : []))
  })

  return { ...chosen, figures, figuresState, enteringFigures: enteringState.data, tree, unit, unitReply, path, here, parent, range, editions }
}

/** A path from the branch on: what is above it is not to be opened. */
function below(path: readonly PathEntry[], branch: string | undefined): readonly PathEntry[] {
  return path.slice(Math.max(0, path.findIndex(({ code }) => code === branch)))
}

/** From the root down, also for a unit that is closed in the month. */
function namesTo(tree: UnitTree, unit: number, month: Month): PathEntry[] {
  const names: PathEntry[] = []
  for (let at: number | undefined = unit; at !== undefined; ) {
    const { code, name, parents }: Unit = tree.units[at]!
    names.unshift({ code, name })
    const up: UnitCode | null | undefined = (parents.findLast((span) => span.from === null || span.from <= month) ?? parents[0])?.parent
    at = up === null || up === undefined ? undefined : tree.indexOf(up)
  }
  return names
}
