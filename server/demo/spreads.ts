import type { Spread } from './weights.ts'

/** How each indicator is spread over the tree. */

const HOSTS = { city: 0.09, district: 0.4, street: 1 }
const OFFICES = { city: 0.18, district: 1, street: 0 }
const DISTRICTS_ONLY = { city: 0, district: 1, street: 0 }

/** Indicators with weights of their own, by code. The city's part is what its target keeps back for 市本级, too. */
export const SPREADS: Readonly<Record<string, Spread>> = {
  E01: { field: 'jobs', own: { city: 0.034, district: 0, street: 0.18 } },
  E04: { field: 'rural', own: { city: 0, district: 0, street: 0 } },
  E06: { field: 'service', own: { city: 0, district: 0, street: 1 }, steady: true },
  E07: { field: 'labour', own: DISTRICTS_ONLY, steady: true },
  S01: { field: 'service', own: { city: 0, district: 0.1, street: 0.28 } },
  S02: { field: 'service', own: { city: 0, district: 0, street: 0 } },
  S03: { field: 'service', own: { city: 0, district: 0.12, street: 0.25 } },
  S04: { field: 'fairs', own: HOSTS },
  M01: { field: 'market', own: DISTRICTS_ONLY },
  T01: { field: 'training', own: OFFICES },
  T04: { field: 'training', own: OFFICES },
  L01: { field: 'loans', own: OFFICES },
}

/** A figure that each unit has only as far as it has another one. */
export interface PartOf {
  readonly of: string
  /** From unit to unit and month to month. */
  readonly noise: number
  /** From street to street, for good. */
  readonly local?: number
  /** A city's fair is larger than a street's. */
  readonly byLevel?: Readonly<Record<number, number>>
}

/** Indicators that follow another at each unit, by code. */
export const PARTS: Readonly<Record<string, PartOf>> = {
  E02: { of: 'E01', noise: 0.3, local: 0.25 },
  E03: { of: 'E01', noise: 0.35, local: 0.35 },
  S05: { of: 'S04', noise: 0.3, byLevel: { 1: 4.5, 2: 1.9, 3: 1 } },
  S06: { of: 'S04', noise: 0.35, byLevel: { 1: 5, 2: 2, 3: 1 } },
  S07: { of: 'S06', noise: 0.22, local: 0.1 },
  M02: { of: 'M01', noise: 0.08, local: 0.12 },
  T02: { of: 'T01', noise: 0.2 },
  T03: { of: 'T02', noise: 0.4 },
  L02: { of: 'L01', noise: 0.2 },
}
