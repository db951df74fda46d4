import { useQuery } from '@pinia/colada'
import { computed, type ComputedRef } from 'vue'
import { unitQuery } from '#src/api/queries.ts'
import { useSession } from '#src/stores/session.store.ts'

/**
 * The unit of the branch that the page works in; undefined while it is not known. Who has posts in several branches
 * works in the one that holds the unit asked for, seen from the highest post there.
 */
export function useBranch(unit: () => string | undefined): ComputedRef<string | undefined> {
  const session = useSession()
  const asked = computed(() => unit() ?? session.home)
  const isOneOfMany = computed(() => session.branches.length > 1 && asked.value !== undefined)
  const reply = useQuery(() => ({ ...unitQuery(asked.value ?? ''), enabled: isOneOfMany.value }))
  return computed(() => {
    if (!isOneOfMany.value) return session.home
    // A unit that one may not see is the server's to refuse.
    if (reply.error.value !== null) return session.home
    return reply.data.value && highestOf(reply.data.value.path.map(({ code }) => code), session.branches)
  })
}

/** The first code of a path (root first) that is one's own. */
export function highestOf(path: readonly string[], branches: readonly string[]): string | undefined {
  return path.find((code) => branches.includes(code))
}
