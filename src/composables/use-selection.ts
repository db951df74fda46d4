import { useQuery } from '@pinia/colada'
import { computed, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { catalogueQuery, periodsQuery, totalsQuery, useQueryCache } from '#src/api/queries.ts'
import { useSession } from '#src/stores/session.store.ts'
import { useBranch } from './use-branch.ts'
import { keys } from '#src/api/keys.ts'
import type { QueryOf } from '#src/api/client.ts'
import type { TotalsReply } from '#contract/totals.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { formatMonth, parseMonth } from '#core/period/month.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import {
  completeSelection, parseSelection, selectionProblems, serialiseSelection, withAllowedBasis,
  type PartialSelection, type Selection, type SelectionContext,
} from '#src/features/selection/selection.ts'

/** The same question as the selection asks; missing parts stay missing, and the server fills in its defaults. */
export function totalsRequest(partial: PartialSelection): QueryOf<'totals'> {
  return {
    ...(partial.unit !== undefined && { unit: partial.unit }),
    ...(partial.from !== undefined && { from: formatMonth(partial.from) }),
    ...(partial.to !== undefined && { to: formatMonth(partial.to) }),
    ...(partial.basis !== undefined && { basis: partial.basis }),
    scheme: partial.scheme ?? 'city',
  }
}

/** The selection of the URL, completed with defaults (which are written back), and ways to change it. */
export function useSelection() {
  const route = useRoute()
  const router = useRouter()
  const cache = useQueryCache()
  const session = useSession()

  const parsed = computed(() => parseSelection({ unit: route.params['unit'], query: route.query }))
  const periods = useQuery(periodsQuery)
  const catalogue = useQuery(catalogueQuery)
  /** False once the page computes its figures itself. */
  const needsTotals = shallowRef(true)
  const branch = useBranch(() => parsed.value.partial.unit)
  const start = computed(() => (branch.value === undefined ? undefined : session.startAt(branch.value)))

  const context = computed<SelectionContext | null>(() => {
    const root = parsed.value.partial.unit ?? session.home
    if (root === undefined || start.value === undefined || periods.data.value === undefined || catalogue.data.value === undefined) return null
    const { months, newestEdition, entering } = periods.data.value
    return {
      root: root as UnitCode,
      months: months.map(({ month, edition }) => ({ month: parseMonth(month)!, edition })),
      newestEdition: newestEdition === null ? null : parseMonth(newestEdition),
      entering: entering === null ? null : parseMonth(entering),
      indicators: catalogue.data.value.indicators.map(({ code, role }) => ({ code: code as IndicatorCode, role })),
      start: start.value,
    }
  })
  const completed = computed(() => (context.value === null ? null : completeSelection(parsed.value.partial, context.value)))
  const problems = computed(() => {
    if (parsed.value.problems.length > 0) return parsed.value.problems
    return completed.value === null || context.value === null ? [] : selectionProblems(completed.value, context.value)
  })
  const selection = computed<Selection | null>(() => (problems.value.length === 0 ? completed.value : null))
  const isEmpty = computed(() => periods.data.value !== undefined && periods.data.value.months.length === 0)

  /** What is asked for the first number: the server's defaults are those of who leads; others must say theirs. */
  const question = computed(() => {
    if (problems.value.length > 0 || isEmpty.value) return null
    return start.value === 'edition' ? parsed.value.partial : completed.value
  })
  const opening = useQuery(() => ({ ...totalsQuery(totalsRequest(question.value ?? {})), enabled: question.value !== null && needsTotals.value }))

  watch([selection, () => opening.status.value], ([complete]) => {
    if (complete === null || isComplete(parsed.value.partial)) return
    // Not before the short question has its answer: a new address would ask again.
    if (needsTotals.value && opening.status.value === 'pending') return
    const reply = opening.data.value
    // The answer to the short question is the answer to the full one: spare the second request.
    if (reply !== undefined && answers(reply, complete)) cache.setQueryData(keys.totals(totalsRequest(complete)), reply)
    void router.replace(serialiseSelection(complete))
  }, { immediate: true })

  /** Goes to a changed selection; an edition is given up where the new months have none. */
  function select(change: Partial<Selection>, options: { replace?: boolean } = {}): void {
    if (completed.value === null || context.value === null) return
    const next = { ...completed.value, ...change }
    const target = serialiseSelection(change.basis === undefined ? withAllowedBasis(next, context.value) : next)
    void (options.replace === true ? router.replace(target) : router.push(target))
  }

  return { parsed, branch, selection, completed, problems, context, isEmpty, select, periods, catalogue, opening, needsTotals }
}

function answers(reply: TotalsReply, { unit, from, to, basis }: Selection): boolean {
  return reply.unit === unit && reply.from === formatMonth(from) && reply.to === formatMonth(to) && reply.basis === basis
}

function isComplete(partial: PartialSelection): boolean {
  return Object.values(partial).every((part) => part !== undefined)
}
