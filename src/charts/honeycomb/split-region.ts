import { centreX, centreY, NEIGHBOURS } from './hex-grid.ts'
import type { Region } from './grow-regions.ts'

interface Direction {
  readonly x: number
  readonly y: number
}

/** Directions to cut across: along and between the rows of the grid, each pointing down or to the right, as official order reads. */
const DIRECTIONS: readonly Direction[] = [0, 30, 60, 90, 120, 150].map((degrees) => {
  const angle = (degrees * Math.PI) / 180
  // 120° and 150° point left: turned round, so that the first part is the left one.
  const sign = degrees > 90 ? -1 : 1
  return { x: sign * Math.cos(angle), y: sign * Math.sin(angle) }
})

/**
 * Cuts a region into parts of the given sizes, in order: across its longer side into two halves, and so on,
 * so that parts are compact and what is near in official order stays near.
 */
export function splitRegion(region: Region, sizes: readonly number[]): Region[] {
  if (sizes.length <= 1) return sizes.map(() => region)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let [head, count] = [0, 0]
  // As near to half as whole parts go, at least one on each side.
  while (count < sizes.length - 1 && (count === 0 || head + sizes[count]! / 2 <= total / 2)) head += sizes[count++]!
  const [first, second] = cut(region, head)
  return [...splitRegion(first, sizes.slice(0, count)), ...splitRegion(second, sizes.slice(count))]
}

/** The first `count` cells along the region's longest direction that leaves both parts in one piece, and the rest. */
function cut(region: Region, count: number): readonly [Region, Region] {
  const directions = byLength(region)
  for (const along of directions) {
    const parts = cutAlong(region, count, along)
    if (parts.every(isConnected)) return parts
  }
  return cutAlong(region, count, directions[0]!)
}

function cutAlong(region: Region, count: number, along: Direction): readonly [Region, Region] {
  const order = Array.from({ length: region.length / 2 }, (_, cell) => {
    const [q, r] = [region[2 * cell]!, region[2 * cell + 1]!]
    const [x, y] = [centreX(q, r), centreY(r)]
    // Rounded, so that a row of the grid is one step and is filled from its end.
    return { q, r, step: Math.round((x * along.x + y * along.y) * 1000), across: y * along.x - x * along.y }
  }).sort((a, b) => a.step - b.step || a.across - b.across)
  const flat = order.flatMap(({ q, r }) => [q, r])
  return [flat.slice(0, 2 * count), flat.slice(2 * count)]
}

function byLength(region: Region): Direction[] {
  const spread = ({ x, y }: Direction) => {
    let [sum, squares] = [0, 0]
    for (let at = 0; at < region.length; at += 2) {
      const step = centreX(region[at]!, region[at + 1]!) * x + centreY(region[at + 1]!) * y
      sum += step
      squares += step * step
    }
    // Rounded, so that equal spreads keep the order of the directions on every machine.
    return Math.round((squares - (sum * sum * 2) / region.length) * 1000)
  }
  return DIRECTIONS.map((along) => ({ along, length: spread(along) })).sort((a, b) => b.length - a.length).map(({ along }) => along)
}

/** A step in q outweighs any in r, so that one number names a cell. */
const STRIDE = 32_768
const STEPS = NEIGHBOURS.map(([dq, dr]) => dq * STRIDE + dr)

/** Whether the cells hang together by their sides. */
export function isConnected(region: Region): boolean {
  const left = new Set<number>()
  for (let at = 0; at < region.length; at += 2) left.add(region[at]! * STRIDE + region[at + 1]!)
  const reached = [region[0]! * STRIDE + region[1]!]
  left.delete(reached[0]!)
  for (let next = 0; next < reached.length; next++) {
    for (const step of STEPS) {
      const beside = reached[next]! + step
      if (left.delete(beside)) reached.push(beside)
    }
  }
  return left.size === 0
}

/** Cells as one reads them: by row, then from the left. */
export function readingOrder(region: Region): Region {
  return Array.from({ length: region.length / 2 }, (_, cell) => [region[2 * cell]!, region[2 * cell + 1]!] as const)
    .sort((a, b) => a[1] - b[1] || a[0] - b[0])
    .flat()
}
