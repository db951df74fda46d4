/**
 * The inner loops of the rollup. Absent is not zero, so beside each sum stands how many cells are in it. Leaf figures are
 * stored so that one addition carries both: a figure v as `2^27 + v`, an absent one as 0. Eight of them add up in 32
 * bits; the count is then what stands above bit 26, the sum what is left (see bench/rollup for what this gains).
 */
const ONE = 2 ** 27
const HALF = 2 ** 26

/** Leaf figures stay below this; a larger one gives its unit a row of its own. */
export const LEAF_LIMIT = 2 ** 23

/** Stored form of a leaf figure; null: absent. */
export function packLeaf(figure: number | null): number {
  return figure === null ? 0 : ONE + figure
}

/** Figure of a stored leaf cell; null: absent. */
export function unpackLeaf(stored: number): number | null {
  return stored === 0 ? null : stored - ONE
}

/** Totals of one unit: per cell the sum, the cells with any value in it, and those of them that were due. */
export interface TotalsRow {
  readonly sums: Float64Array
  readonly filled: Int32Array
  readonly counted: Int32Array
}

/**
 * Adds leaf rows (offsets into `leaves`) to sums and filled, for the cells `from … to − 1`, eight rows at a time; the last
 * eight are made up with the row at `empty`, which holds nothing. Leaf cells are all due ones, so the caller takes
 * `counted` over from `filled` afterwards.
 */
export function addLeaves(row: TotalsRow, leaves: Int32Array, offsets: readonly number[], empty: number, from: number, to: number): void {
  const offset = (k: number) => offsets[k] ?? empty
  for (let k = 0; k < offsets.length; k += 8) {
    addEight(row, leaves, offset(k), offset(k + 1), offset(k + 2), offset(k + 3), offset(k + 4), offset(k + 5), offset(k + 6), offset(k + 7), from, to)
  }
}

function addEight(
  { sums, filled }: TotalsRow, leaves: Int32Array,
  o1: number, o2: number, o3: number, o4: number, o5: number, o6: number, o7: number, o8: number, from: number, to: number,
): void {
  for (let cell = from; cell < to; cell++) {
    const first = (leaves[o1 + cell]! + leaves[o2 + cell]! + leaves[o3 + cell]! + leaves[o4 + cell]!) | 0
    const second = (leaves[o5 + cell]! + leaves[o6 + cell]! + leaves[o7 + cell]! + leaves[o8 + cell]!) | 0
    const both = (first + second) | 0
    const count = (both + HALF) >> 27
    sums[cell] = sums[cell]! + ((both - (count << 27)) | 0)
    filled[cell] = filled[cell]! + count
  }
}

/** Adds the totals of a child that has a row of its own, except in cells that `blocked` marks with 1. */
export function addRow(row: TotalsRow, child: TotalsRow, blocked: Uint8Array | undefined, from: number, to: number): void {
  const { sums, filled, counted } = row
  for (let cell = from; cell < to; cell++) {
    if (blocked?.[cell] === 1) continue
    sums[cell] = sums[cell]! + child.sums[cell]!
    filled[cell] = filled[cell]! + child.filled[cell]!
    counted[cell] = counted[cell]! + child.counted[cell]!
  }
}
