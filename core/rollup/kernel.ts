/**
 * The inner loops of the rollup. Absent is not zero: beside each sum stands how many cells are in it, and both are kept
 * without a branch, which is what makes this several times faster than the obvious loop (see bench/rollup).
 */

/** Marks an absent cell in a row of leaf figures. */
export const ABSENT = -2147483648

/** Leaf figures stay below this, so that four of them add in 32 bits; a larger one makes its unit an upper row. */
export const LEAF_LIMIT = 2 ** 29

/** Totals of one unit: per cell the sum, the cells with any value in it, and those of them that were due. */
export interface TotalsRow {
  readonly sums: Float64Array
  readonly filled: Int32Array
  readonly counted: Int32Array
}

/** Adds leaf rows (offsets into `leaves`) to a row, for the cells `from … to − 1`. All leaf cells are due ones. */
export function addLeaves(row: TotalsRow, leaves: Int32Array, offsets: readonly number[], from: number, to: number): void {
  const fours = offsets.length - (offsets.length % 4)
  for (let k = 0; k < fours; k += 4) addFour(row, leaves, offsets[k]!, offsets[k + 1]!, offsets[k + 2]!, offsets[k + 3]!, from, to)
  for (let k = fours; k < offsets.length; k++) addOne(row, leaves, offsets[k]!, from, to)
}

/** 1 where the figure is present, 0 where it is absent. */
function present(value: number): number {
  const difference = value ^ ABSENT
  return (difference | (0 - difference | 0)) >>> 31
}

function addFour(row: TotalsRow, leaves: Int32Array, o1: number, o2: number, o3: number, o4: number, from: number, to: number): void {
  const { sums, filled, counted } = row
  for (let cell = from; cell < to; cell++) {
    const a = leaves[o1 + cell]!
    const b = leaves[o2 + cell]!
    const c = leaves[o3 + cell]!
    const d = leaves[o4 + cell]!
    const pa = present(a)
    const pb = present(b)
    const pc = present(c)
    const pd = present(d)
    const count = (pa + pb + pc + pd) | 0
    sums[cell] = sums[cell]! + (((a & -pa) + (b & -pb) + (c & -pc) + (d & -pd)) | 0)
    filled[cell] = filled[cell]! + count
    counted[cell] = counted[cell]! + count
  }
}

function addOne(row: TotalsRow, leaves: Int32Array, offset: number, from: number, to: number): void {
  const { sums, filled, counted } = row
  for (let cell = from; cell < to; cell++) {
    const a = leaves[offset + cell]!
    const pa = present(a)
    sums[cell] = sums[cell]! + (a & -pa)
    filled[cell] = filled[cell]! + pa
    counted[cell] = counted[cell]! + pa
  }
}

/** Adds the totals of a child that has a row of its own, except in cells that `blocked` marks with 1. */
export function addRow(row: TotalsRow, child: TotalsRow, blocked: Uint8Array | undefined, from: number, to: number): void {
  for (let cell = from; cell < to; cell++) {
    if (blocked !== undefined && blocked[cell] === 1) continue
    row.sums[cell] = row.sums[cell]! + child.sums[cell]!
    row.filled[cell] = row.filled[cell]! + child.filled[cell]!
    row.counted[cell] = row.counted[cell]! + child.counted[cell]!
  }
}
