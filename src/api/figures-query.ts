import { defineQueryOptions, type QueryCache } from '@pinia/colada'
import type { CatalogueReply } from '#contract/catalogue.ts'
import type { UnitsReply } from '#contract/units.ts'
import { groupBy } from '#core/collection/group-by.ts'
import type { Catalogue } from '#core/indicator/catalogue.ts'
import type { TargetScheme } from '#core/indicator/target.ts'
import { formatMonth, type MonthRange } from '#core/period/month.ts'
import type { Basis } from '#core/report/report.ts'
import { buildUnitTree, type UnitTree } from '#core/unit/unit-tree.ts'
import { targetKey, type Figures } from '#src/features/overview/figures.ts'
import { catalogueFromReply, pacesFromReply, targetsFromReply } from './catalogue-reply.ts'
import { get } from './client.ts'
import { keys } from './keys.ts'
import { catalogueQuery, movingTimes, unitsQuery } from './queries.ts'
import { unitsFromReply } from './units-reply.ts'

/** Which figures one download holds: a branch over up to two years. */
export interface FiguresScope {
  /** Its unit; null: the one that one's pages open at. */
  readonly branch: string | null
  readonly range: MonthRange
  /** The year that is judged: its targets and paces. */
  readonly year: number
  readonly basis: Basis
  readonly scheme: TargetScheme
}

const trees = new WeakMap<UnitsReply, UnitTree>()
const catalogues = new WeakMap<CatalogueReply, Catalogue>()

/** One tree per reply, however many cubes hang on it. */
export function treeOf(reply: UnitsReply): UnitTree {
  let tree = trees.get(reply)
  if (tree === undefined) trees.set(reply, (tree = buildUnitTree(unitsFromReply(reply))))
  return tree
}

export function catalogueOf(reply: CatalogueReply): Catalogue {
  let catalogue = catalogues.get(reply)
  if (catalogue === undefined) catalogues.set(reply, (catalogue = catalogueFromReply(reply)))
  return catalogue
}

/** Downloads and rolls up everything in the branch, so that no drill-down needs the network. */
export const figuresQuery = defineQueryOptions(({ scope, cache }: { scope: FiguresScope; cache: QueryCache }) => ({
  key: keys.figures(scope.branch, scope.range, scope.year, scope.basis, scope.scheme),
  query: async ({ signal }: { signal: AbortSignal }): Promise<Figures> => {
    const { branch, range, basis, scheme } = scope
    const unit = branch === null ? {} : { unit: branch }
    const year = String(scope.year)
    const cubeRequest = { ...unit, from: formatMonth(range.from), to: formatMonth(range.to), basis }
    const [wire, units, catalogueReply, bytes, targets, paces] = await Promise.all([
      import('#contract/cube-wire.ts'),
      knownUnits(cache, branch),
      cache.refresh(cache.ensure(catalogueQuery())),
      get('cube', cubeRequest, { signal }),
      get('targets', { ...unit, year, scheme }, { signal }),
      get('paces', { year }, { signal }),
    ])
    if (catalogueReply.status !== 'success') throw catalogueReply.error ?? new Error('no catalogue')
    const catalogue = catalogueOf(catalogueReply.data)
    const judged = { catalogue, targets: groupBy(targetsFromReply(targets, catalogue), (target) => targetKey(target.unit, target.indicator)), paces: pacesFromReply(paces) }
    try {
      const tree = treeOf(units)
      return { tree, cube: wire.decodeCube(bytes, { tree, catalogue }), ...judged }
    } catch (error) {
      if (!(error instanceof wire.CubeWireError)) throw error
      // Units were added or moved since the tree was fetched.
      const tree = treeOf(await knownUnits(cache, branch, true))
      return { tree, cube: wire.decodeCube(bytes, { tree, catalogue }), ...judged }
    }
  },
  ...movingTimes,
}))

async function knownUnits(cache: QueryCache, branch: string | null, anew = false): Promise<UnitsReply> {
  const entry = cache.ensure(unitsQuery(branch))
  const state = await (anew ? cache.fetch(entry) : cache.refresh(entry))
  if (state.status !== 'success') throw state.error ?? new Error('no units')
  return state.data
}
