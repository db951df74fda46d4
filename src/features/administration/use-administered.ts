import { useQuery } from '@pinia/colada'
import { computed } from 'vue'
import { accountsQuery, unitsQuery } from '#src/api/queries.ts'
import { unitDirectory } from './unit-directory.ts'

/** The accounts and units that the security administrator looks after. */
export function useAdministered() {
  const list = useQuery(accountsQuery)
  const units = useQuery(() => unitsQuery(null))
  const directory = computed(() => (units.data.value === undefined ? undefined : unitDirectory(units.data.value)))
  const accounts = computed(() => list.data.value?.accounts)
  const failure = computed(() => list.error.value ?? units.error.value)
  function retry(): void {
    void list.refetch()
    void units.refresh()
  }
  return { accounts, directory, failure, retry }
}
