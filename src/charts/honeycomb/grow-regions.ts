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
  /** Free cells beside the region: q, r and how far they count, alternating; again and nearer with each further neighbour. */
  readonly edge: number[]
}

/** How much nearer a free cell counts with each side that touches the region: no single cells stand out. */
const PULL = 0.7
const FREE = -1
const SHUT = -2

/** Who may take a cell: nobody yet is FREE, whose neighbourhood it is only that one; a cell that is taken or near two is shut. */
class Board {
  readonly #left: number
  readonly #top: number
  readonly #width: number
  readonly #cells: Int32Array
  readonly #touches: Uint8Array

  /** Large enough for every region to be half again as far from its seed as a round one would reach. */
  constructor(seeds: readonly Seed[], gap: number) {
    const margin = Math.ceil(2 * Math.sqrt(Math.max(...seeds.map(({ size }) => size)))) + gap + 2
    const places = seeds.map(({ x, y }) => cellOfPoint(x, y))
    const [qs, rs] = [places.map(([q]) => q), places.map(([, r]) => r)]
    this.#left = Math.min(...qs) - margin
    this.#top = Math.min(...rs) - margin
    this.#width = Math.max(...qs) + margin - this.#left + 1
    this.#cells = new Int32Array(this.#width * (Math.max(...rs) + margin - this.#top + 1)).fill(FREE)
    this.#touches = new Uint8Array(this.#cells.length)
  }
  isOpen(k: number, q: number, r: number): boolean {
    const owner = this.#cells[this.#index(q, r)]
    return owner === FREE || owner === k
  }
  /** Counts one more side by which an open cell touches its only possible owner. */
  touch(q: number, r: number): number {
    const at = this.#index(q, r)
    return (this.#touches[at] = this.#touches[at]! + 1)
  }
  take(q: number, r: number): void {
    this.#cells[this.#index(q, r)] = SHUT
  }
  comeNear(k: number, q: number, r: number): void {
    const at = this.#index(q, r)
    const before = this.#cells[at]
    if (before !== k) this.#cells[at] = before === FREE ? k : SHUT
  }
  /** −1, which no array has, outside. */
  #index(q: number, r: number): number {
    const column = q - this.#left
    return column < 0 || column >= this.#width ? -1 : (r - this.#top) * this.#width + column
  }
}

/**
 * Grows every seed, all at the same relative speed, to a connected region as round as its neighbours let it be.
 * @param gap empty cells kept between two regions
 * @returns null when one was walled in before it had its size
 */
export function growRegions(seeds: readonly Seed[], gap: number): Region[] | null {
  const board = new Board(seeds, gap)
  const around = ringsAround(gap)
  const all = seeds.map((seed): Growing => ({ seed, region: [], edge: [] }))
  const claim = (k: number, q: number, r: number) => {
    const { seed, region, edge } = all[k]!
    board.take(q, r)
    region.push(q, r)
    for (const [dq, dr] of around) board.comeNear(k, q + dq, r + dr)
    for (const [dq, dr] of NEIGHBOURS) {
      if (!board.isOpen(k, q + dq, r + dr)) continue
      const distance = Math.hypot(centreX(q + dq, r + dr) - seed.x, centreY(r + dr) - seed.y)
      edge.push(q + dq, r + dr, distance - PULL * board.touch(q + dq, r + dr))
    }
  }

  for (const [k, seed] of seeds.entries()) {
    const [q, r] = cellOfPoint(seed.x, seed.y)
    if (!board.isOpen(k, q, r)) return null
    claim(k, q, r)
  }
  for (;;) {
    const k = mostBehind(all)
    if (k < 0) return all.map(({ region }) => region)
    const cell = takeNearest(all[k]!.edge, (q, r) => board.isOpen(k, q, r))
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
