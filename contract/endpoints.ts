import * as z from 'zod/mini'
import { CatalogueReply } from './catalogue.ts'
import { PacesQuery, PacesReply, PeriodsReply } from './periods.ts'
import type { ErrorCode } from './errors.ts'
import { ReportsQuery, ReportsReply } from './reports.ts'
import { TargetsQuery, TargetsReply } from './targets.ts'
import { CubeQuery, TotalsQuery, TotalsReply } from './totals.ts'
import { SearchQuery, SearchReply, UnitReply, UnitsQuery, UnitsReply } from './units.ts'

/** Media type of the cube, see `cube-wire.ts`. */
export const CUBE_TYPE = 'application/vnd.ballast.cube'

/** One row of the API. `path` parts in braces are parameters. */
export interface Endpoint {
  readonly method: 'GET'
  readonly path: string
  readonly summary: string
  readonly query: z.ZodMiniObject
  /** A schema for JSON; the media type for anything else. */
  readonly reply: z.ZodMiniType | typeof CUBE_TYPE
  readonly errors: readonly ErrorCode[]
}

const nothing = z.object({})

/** The whole API: server routes, client, openapi.json, contract suite and authorisation matrix all come from here. */
export const endpoints = {
  periods: {
    method: 'GET', path: '/api/periods', query: nothing, reply: PeriodsReply, errors: [],
    summary: 'Business time, the months with data and which are frozen',
  },
  catalogue: {
    method: 'GET', path: '/api/indicators', query: nothing, reply: CatalogueReply, errors: [],
    summary: 'Indicators with definition cards, forms and thresholds',
  },
  units: {
    method: 'GET', path: '/api/units', query: UnitsQuery, reply: UnitsReply, errors: ['unit-not-found'],
    summary: 'A subtree of units in official order, column by column',
  },
  unit: {
    method: 'GET', path: '/api/units/{code}', query: nothing, reply: UnitReply, errors: ['unit-not-found'],
    summary: 'One unit with its path and children',
  },
  search: {
    method: 'GET', path: '/api/search', query: SearchQuery, reply: SearchReply, errors: [],
    summary: 'Units by name, pinyin initials or code',
  },
  paces: {
    method: 'GET', path: '/api/paces', query: PacesQuery, reply: PacesReply, errors: [],
    summary: 'Pace curves of a year',
  },
  targets: {
    method: 'GET', path: '/api/targets', query: TargetsQuery, reply: TargetsReply, errors: ['unit-not-found'],
    summary: 'Targets of a subtree for a year',
  },
  reports: {
    method: 'GET', path: '/api/reports/{code}', query: ReportsQuery, reply: ReportsReply,
    errors: ['unit-not-found', 'range-invalid'],
    summary: 'The reports of one unit as entered',
  },
  totals: {
    method: 'GET', path: '/api/totals', query: TotalsQuery, reply: TotalsReply,
    errors: ['unit-not-found', 'range-invalid', 'months-not-frozen'],
    summary: 'Ready-made totals of one unit with completion, pace and status',
  },
  cube: {
    method: 'GET', path: '/api/cube', query: CubeQuery, reply: CUBE_TYPE,
    errors: ['unit-not-found', 'range-invalid', 'months-not-frozen', 'cube-too-large'],
    summary: 'Figures of a subtree, compact, for clients that aggregate themselves',
  },
} as const satisfies Record<string, Endpoint>

export type EndpointName = keyof typeof endpoints
