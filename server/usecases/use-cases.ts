import type { EndpointName } from '#contract/endpoints.ts'
import { catalogue } from './catalogue.ts'
import { cube } from './cube.ts'
import { paces } from './paces.ts'
import { periods } from './periods.ts'
import type { ReadModel } from './read-model.ts'
import { reports } from './reports.ts'
import { search } from './search.ts'
import { targets } from './targets.ts'
import { totals } from './totals.ts'
import { unit } from './unit.ts'
import { units } from './units.ts'

/** Takes the parsed query and the path's `{code}`; gives the reply's body, bytes for a binary one. */
export type UseCase = (model: ReadModel, query: never, code: string) => Promise<unknown>

/** What stands behind each endpoint; one that is missing does not compile. */
export const useCases = {
  periods, catalogue, units, unit, search, paces, targets, reports, totals, cube,
} satisfies Record<EndpointName, UseCase>
