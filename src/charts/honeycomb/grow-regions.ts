import { cellOfPoint, centreX, centreY, NEIGHBOURS, ringsAround } from './hex-grid.ts'

/** A set of cells: q and r of each, alternating. */
export type Region = number[]

export interface Seed {
  readonly x: number
  readonly y: number
  /** Cells to grow to. */
  readonly size: number
}

interface Growing {
  readonly seed: Seed
  readonly region: Region
  /** Free cells beside the region: q, r and squared distance from the seed, alternating. */
  readonly edge: number[]
}

const FREE = -1
const CONTESTED = -2

/** Owners by cell, without bounds; q and r stay within ±16,383 of each other's cells. */
class Board {
  readonly #owners = new Map<number, number>()
  get(q: number, r: number): number {
    return this.#owners.get(q * 32_768 + r) ?? FREE
  }
  set(q: number, r: number, owner: number): void {
    this.#owners.set(q * 32_768 + r, owner)
  }
}

/**
 * Grows every seed, all at the same relative speed, to a connected region as round as its neighbours let it be.
 * @param gap empty cells kept between two regions
 * @returns null when one was walled in before it had its size
 */
export function growRegions(seeds: readonly Seed[], gap: number): Region[] | null {
  const taken = new Board()
  /** Whose neighbourhood a cell is: only that one may take it. */
  const near = new Board()
  const around = ringsAround(gap)
  const all = seeds.map((seed): Growing => ({ seed, region: [], edge: [] }))

  const claim = (k: number, q: number, r: number) => {
    const growing = all[k]!
    taken.set(q, r, k)
    near.set(q, r, k)
    growing.region.push(q, r)
    for (const [dq, dr] of around) {
      const before = near.get(q + dq, r + dr)
      if (before !== k) near.set(q + dq, r + dr, before === FREE ? k : CONTESTED)
    }
    for (const [dq, dr] of NEIGHBOURS) {
      const [x, y] = [centreX(q + dq, r + dr) - growing.seed.x, centreY(r + dr) - growing.seed.y]
      growing.edge.push(q + dq, r + dr, x * x + y * y)
    }
  }
  const isOpen = (k: number, q: number, r: number) => {
    const owner = near.get(q, r)
    return taken.get(q, r) === FREE && (owner === FREE || owner === k)
  }

  for (const [k, seed] of seeds.entries()) {
    const [q, r] = cellOfPoint(seed.x, seed.y)
    if (!isOpen(k, q, r)) return null
    claim(k, q, r)
  }
  for (;;) {
    const k = mostBehind(all)
    if (k < 0) return all.map(({ region }) => region)
    const cell = takeNearest(all[k]!.edge, (q, r) => isOpen(k, q, r))
    if (cell === null) return null
    claim(k, cell[0], cell[1])
  }
}

/** The one with the smallest part of its size; −1 when all are grown. */
function mostBehind(all: readonly Growing[]): number {
  let [found, least] = [-1, 1]
  for (const [k, { region, seed }] of all.entries()) {
    const part = region.length / 2 / seed.size
    if (part < least) [found, least] = [k, part]
  }
  return found
}

/** Removes and returns the open edge cell nearest to the seed; drops those that have been taken meanwhile. */
function takeNearest(edge: number[], isOpen: (q: number, r: number) => boolean): readonly [number, number] | null {
  let best = -1
  let kept = 0
  for (let at = 0; at < edge.length; at += 3) {
    if (!isOpen(edge[at]!, edge[at + 1]!)) continue
    edge[kept] = edge[at]!
    edge[kept + 1] = edge[at + 1]!
    edge[kept + 2] = edge[at + 2]!
    if (best < 0 || edge[kept + 2]! < edge[best + 2]!) best = kept
    kept += 3
  }
  edge.length = kept
  return best < 0 ? null : [edge[best]!, edge[best + 1]!]
}
