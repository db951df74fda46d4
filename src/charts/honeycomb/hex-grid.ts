/**
 * Pointy-top hexagons with circumradius 1 in axial coordinates: cell (q, r) has its centre at (√3·(q + r/2), 1.5·r), y down.
 */
export const ROOT3 = Math.sqrt(3)
/** Area of one cell. */
export const CELL_AREA = (3 * ROOT3) / 2

/** The six neighbours, clockwise on screen from the right; side k of a cell faces neighbour k, its normal is at k·60°. */
export const NEIGHBOURS: readonly (readonly [q: number, r: number])[] = [[1, 0], [0, 1], [-1, 1], [-1, 0], [0, -1], [1, -1]]

export function centreX(q: number, r: number): number {
  return ROOT3 * (q + r / 2)
}

export function centreY(r: number): number {
  return 1.5 * r
}

/** The cell that holds a point: cube rounding. */
export function cellOfPoint(x: number, y: number): readonly [q: number, r: number] {
  const r = y / 1.5
  const q = x / ROOT3 - r / 2
  const s = -q - r
  const [nearQ, nearR, nearS] = [Math.round(q), Math.round(r), Math.round(s)]
  const [offQ, offR, offS] = [Math.abs(nearQ - q), Math.abs(nearR - r), Math.abs(nearS - s)]
  if (offQ > offR && offQ > offS) return [-nearR - nearS, nearR]
  return offR > offS ? [nearQ, -nearQ - nearS] : [nearQ, nearR]
}

/** Every cell at most `steps` away from (0, 0), itself excluded. */
export function ringsAround(steps: number): (readonly [q: number, r: number])[] {
  const found: (readonly [number, number])[] = []
  for (let q = -steps; q <= steps; q++) {
    for (let r = Math.max(-steps, -q - steps); r <= Math.min(steps, -q + steps); r++) if (q !== 0 || r !== 0) found.push([q, r])
  }
  return found
}
