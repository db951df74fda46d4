import { useQuery } from '@pinia/colada'
import { computed } from 'vue'
import { administeredUnitsQuery, periodsQuery } from '#src/api/queries.ts'
import { openMonths } from './open-months.ts'
import { unitOutline } from './unit-outline.ts'

/** The units that the system administrator looks after, and the months in which they may change. */
export function useOutline() {
  const units = useQuery(administeredUnitsQuery)
  const periods = useQuery(() => ({ ...periodsQuery(), staleTime: 0 }))
  const months = computed(() => (periods.data.value === undefined ? undefined : openMonths(periods.data.value)))
  const outline = computed(() => (units.data.value === undefined || months.value === undefined ? undefined : unitOutline(units.data.value, months.value.now)))
  const failure = computed(() => units.error.value ?? periods.error.value)
  const reread = () => Promise.all([units.refetch(), periods.refetch()])
  return { outline, months, failure, reread }
}
