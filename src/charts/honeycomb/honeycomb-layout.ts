import { cellOfPoint, centreX, centreY, NEIGHBOURS } from './hex-grid.ts'
import { growRegions, type Region } from './grow-regions.ts'
import { placeClusters } from './place-clusters.ts'
import { readingOrder, splitRegion } from './split-region.ts'

/** A tree of any depth, ragged; children in official order. */
export interface HoneycombNode {
  readonly code: string
  readonly name: string
  readonly children: readonly HoneycombNode[]
}

/** Where a top cluster stands relative to the others; belongs to the node whose code starts with `adcode`. */
export interface Tile {
  readonly adcode: number
  readonly col: number
  readonly row: number
}

/** A node with what it covers. Lengths in circumradii of a cell. */
export interface HoneycombPart {
  readonly code: string
  readonly name: string
  /** Index in `parts`; −1 above the root. */
  readonly parent: number
  readonly children: readonly number[]
  /** Its cells are `first` … `end − 1`. */
  readonly first: number
  readonly end: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly centreX: number
  readonly centreY: number
}

export interface HoneycombLayout {
  /** All nodes in preorder, the root first. */
  readonly parts: readonly HoneycombPart[]
  /** By code. */
  readonly partOf: ReadonlyMap<string, number>
  /** Leaves in preorder, one cell each. */
  readonly codes: readonly string[]
  /** Part number of each cell's leaf. */
  readonly leaves: Int32Array
  /** Axial coordinates of each cell. */
  readonly q: Int32Array
  readonly r: Int32Array
  /** Centre of each cell. */
  readonly x: Float64Array
  readonly y: Float64Array
  /** By cell and side (6 a cell): 0 the neighbour is a sibling or nobody, else how many levels lie between the two and what they share. */
  readonly borders: Uint8Array
  /** The cell at axial coordinates, −1: none. */
  readonly cellAt: (q: number, r: number) => number
}

/** Empty cells between two top clusters. */
const GAP = 1
/** Above this, placing by pairs costs too much and clusters are cut from one region. */
const MAX_PLACED = 300

/** Every leaf a cell of one hexagonal grid, clusters within clusters. The same tree and tiles always give the same layout. */
export function buildHoneycombLayout(root: HoneycombNode, tiles: readonly Tile[] = []): HoneycombLayout {
  const sizes = new Map<HoneycombNode, number>()
  const count = sizeOf(root, sizes)
  const q = new Int32Array(count)
  const r = new Int32Array(count)
  let next = 0
  const lay = (node: HoneycombNode, region: Region): void => {
    if (node.children.length === 0) {
      q[next] = region[0]!
      r[next++] = region[1]!
      return
    }
    const isFlat = node.children.every((child) => child.children.length === 0)
    const parts = isFlat
      ? pairsOf(readingOrder(region))
      : node === root ? regionsOfTop(root, sizes, tiles) : splitRegion(region, node.children.map((child) => sizes.get(child)!))
    node.children.forEach((child, k) => lay(child, parts[k]!))
  }
  lay(root, root.children.every((child) => child.children.length === 0) ? regionOfSize(count) : [])
  return describe(root, q, r)
}

function sizeOf(node: HoneycombNode, sizes: Map<HoneycombNode, number>): number {
  const size = node.children.length === 0 ? 1 : node.children.reduce((sum, child) => sum + sizeOf(child, sizes), 0)
  sizes.set(node, size)
  return size
}

function pairsOf(region: Region): Region[] {
  return Array.from({ length: region.length / 2 }, (_, k) => region.slice(2 * k, 2 * k + 2))
}

function regionOfSize(size: number): Region {
  return growRegions([{ x: 0, y: 0, size }], GAP)![0]!
}

function regionsOfTop(root: HoneycombNode, sizes: ReadonlyMap<HoneycombNode, number>, tiles: readonly Tile[]): Region[] {
  const counts = root.children.map((child) => sizes.get(child)!)
  if (counts.length > MAX_PLACED) return splitRegion(regionOfSize(counts.reduce((sum, size) => sum + size, 0)), counts)
  const places = tilesOf(root, tiles)
  // Discs that overlap flatten each other as they grow and leave no holes; where one is walled in, try with more room.
  for (let tightness = 0.9; ; tightness += 0.1) {
    const discs = placeClusters(counts, places, tightness)
    const regions = growRegions(discs.map((disc, k) => ({ x: disc.x, y: disc.y, size: counts[k]! })), GAP)
    if (regions !== null) return regions
  }
}

/** A tile for every child; without a complete tile grid, rows in official order. */
function tilesOf(root: HoneycombNode, tiles: readonly Tile[]): { col: number; row: number }[] {
  const found = root.children.map((child) => tiles.find((tile) => child.code.startsWith(String(tile.adcode))))
  if (found.every((tile) => tile !== undefined)) return found
  const columns = Math.ceil(Math.sqrt(root.children.length))
  return root.children.map((_, k) => ({ col: (k % columns) + (Math.floor(k / columns) % 2) / 2, row: Math.floor(k / columns) }))
}

function describe(root: HoneycombNode, q: Int32Array, r: Int32Array): HoneycombLayout {
  const x = Float64Array.from(q, (each, cell) => centreX(each, r[cell]!))
  const y = Float64Array.from(r, centreY)
  const parts: HoneycombPart[] = []
  const leaves = new Int32Array(q.length)
  let next = 0
  const visit = (node: HoneycombNode, parent: number): number => {
    const part = parts.length
    const first = next
    const children: number[] = []
    parts.push({ code: node.code, name: node.name, parent, children, first, end: first, left: 0, top: 0, right: 0, bottom: 0, centreX: 0, centreY: 0 })
    if (node.children.length === 0) leaves[next++] = part
    for (const child of node.children) children.push(visit(child, part))
    parts[part] = { ...parts[part]!, end: next, ...extentOf(x, y, first, next) }
    return part
  }
  visit(root, -1)
  const cellAt = indexCells(q, r)
  return {
    parts,
    partOf: new Map(parts.map((part, k) => [part.code, k])),
    codes: Array.from(leaves, (part) => parts[part]!.code),
    leaves, q, r, x, y, cellAt,
    borders: bordersOf(parts, leaves, q, r, cellAt),
  }
}

function extentOf(x: Float64Array, y: Float64Array, first: number, end: number) {
  let [left, top, right, bottom, sumX, sumY] = [Infinity, Infinity, -Infinity, -Infinity, 0, 0]
  for (let cell = first; cell < end; cell++) {
    left = Math.min(left, x[cell]! - Math.sqrt(3) / 2)
    right = Math.max(right, x[cell]! + Math.sqrt(3) / 2)
    top = Math.min(top, y[cell]! - 1)
    bottom = Math.max(bottom, y[cell]! + 1)
    sumX += x[cell]!
    sumY += y[cell]!
  }
  return { left, top, right, bottom, centreX: sumX / (end - first), centreY: sumY / (end - first) }
}

function indexCells(q: Int32Array, r: Int32Array): (q: number, r: number) => number {
  const [minQ, maxQ] = [q.reduce((a, b) => Math.min(a, b)), q.reduce((a, b) => Math.max(a, b))]
  const [minR, maxR] = [r.reduce((a, b) => Math.min(a, b)), r.reduce((a, b) => Math.max(a, b))]
  const width = maxQ - minQ + 1
  const cells = new Int32Array(width * (maxR - minR + 1)).fill(-1)
  q.forEach((each, cell) => { cells[(r[cell]! - minR) * width + each - minQ] = cell })
  return (atQ, atR) => (atQ < minQ || atQ > maxQ || atR < minR || atR > maxR ? -1 : cells[(atR - minR) * width + atQ - minQ]!)
}

function bordersOf(
  parts: readonly HoneycombPart[], leaves: Int32Array, q: Int32Array, r: Int32Array, cellAt: HoneycombLayout['cellAt'],
): Uint8Array {
  const borders = new Uint8Array(6 * q.length)
  for (let cell = 0; cell < q.length; cell++) {
    NEIGHBOURS.forEach(([dq, dr], side) => {
      const other = cellAt(q[cell]! + dq, r[cell]! + dr)
      if (other < 0) return
      let [part, levels] = [parts[leaves[cell]!]!.parent, 0]
      for (; part >= 0 && (other < parts[part]!.first || other >= parts[part]!.end); part = parts[part]!.parent) levels++
      borders[6 * cell + side] = Math.min(levels, 255)
    })
  }
  return borders
}

/** The cell under a point, −1: none. */
export function cellUnder(layout: HoneycombLayout, x: number, y: number): number {
  const [q, r] = cellOfPoint(x, y)
  return layout.cellAt(q, r)
}
