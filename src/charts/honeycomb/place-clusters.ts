import { CELL_AREA } from './hex-grid.ts'

export interface Disc {
  x: number
  y: number
  /** Of a disc with the cluster's area, and its half of the gap. */
  readonly radius: number
}

const ROUNDS = 120
/** Half of the gap between two regions. */
const ROOM = 0.9

/**
 * Where clusters stand: they start as on the tiles, far apart, and neighbours draw each other near, in the direction
 * that the tiles give, until they touch.
 * @param sizes cells of each cluster
 * @param tiles where each stands relative to the others, in whole columns and rows
 * @param tightness distance of two discs that touch, as a share of their radii: below 1 they overlap, for regions to grow around each other
 */
export function placeClusters(sizes: readonly number[], tiles: readonly { col: number; row: number }[], tightness: number): Disc[] {
  const radii = sizes.map((size) => Math.sqrt((size * CELL_AREA) / Math.PI) + ROOM)
  const spread = 2 * Math.max(...radii)
  const discs = tiles.map(({ col, row }, k): Disc => ({ x: col * spread, y: row * spread, radius: radii[k]! }))
  const ties = tiesOf(tiles)
  for (let round = 0; round < ROUNDS; round++) {
    const strength = 0.3 * (1 - round / ROUNDS)
    for (const tie of ties) draw(discs[tie.a]!, discs[tie.b]!, tie, tightness, strength)
    gather(discs, 0.02 * (1 - round / ROUNDS))
    for (let again = 0; again < 3; again++) pushApart(discs, tightness)
  }
  for (let again = 0; again < 60; again++) pushApart(discs, tightness)
  return discs
}

interface Tie {
  readonly a: number
  readonly b: number
  /** Unit vector from a to b on the tiles. */
  readonly dx: number
  readonly dy: number
}

/** Pairs of tiles that touch by a side or a corner. */
function tiesOf(tiles: readonly { col: number; row: number }[]): Tie[] {
  const ties: Tie[] = []
  tiles.forEach((from, a) => {
    for (let b = a + 1; b < tiles.length; b++) {
      const [dx, dy] = [tiles[b]!.col - from.col, tiles[b]!.row - from.row]
      const length = Math.hypot(dx, dy)
      if (length > 0 && length < 1.5) ties.push({ a, b, dx: dx / length, dy: dy / length })
    }
  })
  return ties
}

function draw(a: Disc, b: Disc, { dx, dy }: Tie, tightness: number, strength: number): void {
  const distance = (a.radius + b.radius) * tightness
  const offX = a.x + dx * distance - b.x
  const offY = a.y + dy * distance - b.y
  // The small one moves more.
  const share = a.radius ** 2 / (a.radius ** 2 + b.radius ** 2)
  b.x += offX * strength * share
  b.y += offY * strength * share
  a.x -= offX * strength * (1 - share)
  a.y -= offY * strength * (1 - share)
}

/** What has no neighbour on the tiles must come near too. */
function gather(discs: readonly Disc[], strength: number): void {
  const area = discs.reduce((sum, disc) => sum + disc.radius ** 2, 0)
  const x = discs.reduce((sum, disc) => sum + disc.x * disc.radius ** 2, 0) / area
  const y = discs.reduce((sum, disc) => sum + disc.y * disc.radius ** 2, 0) / area
  for (const disc of discs) {
    disc.x += (x - disc.x) * strength
    disc.y += (y - disc.y) * strength
  }
}

/** Runs thousands of times before it is compiled: no tuples, and no `hypot`, which is slow and not the same on every machine. */
function pushApart(discs: readonly Disc[], tightness: number): void {
  discs.forEach((a, k) => {
    for (let j = k + 1; j < discs.length; j++) {
      const b = discs[j]!
      const dx = b.x - a.x
      const dy = b.y - a.y
      const distance = Math.sqrt(dx * dx + dy * dy)
      const missing = (a.radius + b.radius) * tightness - distance
      if (missing <= 0) continue
      // Two on one spot part sideways.
      const ux = distance === 0 ? 1 : dx / distance
      const uy = distance === 0 ? 0 : dy / distance
      const share = a.radius ** 2 / (a.radius ** 2 + b.radius ** 2)
      a.x -= ux * missing * (1 - share)
      a.y -= uy * missing * (1 - share)
      b.x += ux * missing * share
      b.y += uy * missing * share
    }
  })
}
