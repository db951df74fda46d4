import type { HoneycombLayout } from './honeycomb-layout.ts'

/** What fades keeps 1 − this of its colour. */
const FALLEN = 0.8
/** Fainter than this nobody sees. */
const FAINTEST = 0.01

/** Fades every cell outside a cluster. */
export interface Veil {
  readonly part: number
  /** At the start and at the end of a flight: 0 clear – 1 hidden. */
  readonly from: number
  readonly to: number
}

/** Cells `first` … `end − 1`: each veil is over all of them or none. */
export interface Band {
  readonly first: number
  readonly end: number
}

/**
 * The veils of a flight to a cluster: those that hang lift while its own falls.
 * @param progress of the flight before, 0–1: how far `veils` have come
 */
export function veilsTowards(layout: HoneycombLayout, part: number, veils: readonly Veil[], progress: number): Veil[] {
  const lifting = veils.map((veil): Veil => ({ part: veil.part, from: strengthOf(veil, progress), to: 0 })).filter(({ from }) => from > FAINTEST)
  const { first, end } = layout.parts[part]!
  if (first === 0 && end === layout.codes.length) return lifting
  const from = lifting.find((veil) => veil.part === part)?.from ?? 0
  return [...lifting.filter((veil) => veil.part !== part), { part, from, to: FALLEN }]
}

/** All cells, cut where a veil begins or ends. */
export function bandsUnder(layout: HoneycombLayout, veils: readonly Veil[]): Band[] {
  const edges = veils.flatMap(({ part }) => [layout.parts[part]!.first, layout.parts[part]!.end])
  const cuts = [...new Set([0, ...edges, layout.codes.length])].sort((a, b) => a - b)
  return cuts.slice(1).map((end, k) => ({ first: cuts[k]!, end }))
}

/** How much of its colour a band keeps, 0–1. */
export function clarityOf(layout: HoneycombLayout, band: Band, veils: readonly Veil[], progress: number): number {
  return veils.reduce((clarity, veil) => {
    const { first, end } = layout.parts[veil.part]!
    return first <= band.first && band.end <= end ? clarity : clarity * (1 - strengthOf(veil, progress))
  }, 1)
}

function strengthOf({ from, to }: Veil, progress: number): number {
  return from + (to - from) * progress
}
