import { isFormMonth } from '../indicator/form.ts'
import { addMonths } from '../period/month.ts'
import { ownFigure, type Report } from '../report/report.ts'
import { childrenOf, subtreeOf } from '../unit/unit-tree.ts'
import { FLAG_COUNTS, formNumber, isDueAt, width, type Cube, type CubeLine, type CubeShape, type EpochDuties } from './cube.ts'
import { shapeSize, subtreeLayout, type CubeLayout } from './cube-layout.ts'
import { addLeaves, addRow, LEAF_LIMIT, packLeaf, unpackLeaf, type TotalsRow } from './kernel.ts'
import { carryExcused, columnsOf, isNotObtained, linesFor, monthOfCell, placeOf, setBlocked, stateByte } from './report-entry.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Collects reports, then rolls all of them up at once. */
export class CubeBuilder {
  readonly #cube: Mutable<Cube>
  readonly #upper: (TotalsRow | undefined)[]
  readonly #own: (Float64Array | undefined)[]
  readonly #lines = new Map<number, readonly CubeLine[]>()
  /** 未取得 by `slot × width + cell`, before it is carried up. */
  readonly #notObtained = new Set<number>()
  readonly #formMonth: readonly Uint8Array[]

  /** `layout`: which units have a place; all of the subtree without it. */
  constructor(shape: CubeShape, layout: CubeLayout = subtreeLayout(shape)) {
    const { months, columns } = shapeSize(shape)
    const { unitOf, slotOf, owed, duties, leaf: isLeaf } = layout
    this.#upper = Array.from(unitOf, () => undefined)
    this.#own = Array.from(unitOf, () => undefined)
    const leafOffset = new Int32Array(unitOf.length).fill(-1)
    let leaves = 0
    isLeaf.forEach((leaf, slot) => {
      if (leaf === 1) leafOffset[slot] = leaves++ * months * columns
      else this.#addUpperRow(slot, months * columns)
    })
    this.#cube = {
      ...shape, months, columns, unitOf, slotOf, owed, duties, leafOffset,
      leaves: new Int32Array((leaves + 1) * months * columns),
      upper: this.#upper, own: this.#own, blocked: new Map(), excused: new Map(), notObtained: this.#notObtained, lines: this.#lines,
      states: new Uint8Array(shape.catalogue.forms.length * unitOf.length * months),
    }
    this.#formMonth = shape.catalogue.forms.map((form) =>
      Uint8Array.from({ length: months }, (_, m) => Number(isFormMonth(form.frequency, addMonths(shape.range.from, m)))),
    )
  }

  /** The cube being built: its places (slots, cells, state indexes) hold already, its totals only after `build`. */
  get shape(): Cube {
    return this.#cube
  }

  /** Takes a report in. One outside the range or the subtree, or of a unit not open in its month, is passed over. */
  addReport(report: Report): void {
    const cube = this.#cube
    const place = placeOf(cube, report)
    if (place === null) return
    const state = stateByte(cube, report)
    cube.states[place.index] = state
    if ((state & FLAG_COUNTS) === 0) return
    for (const column of columnsOf(cube, report)) {
      const code = cube.catalogue.columns[column]!.code
      const own = ownFigure(report, code)
      if (own !== null) this.putOwn(place.slot, column, place.monthOffset, own)
      if (isNotObtained(report, code)) this.putNotObtained(place.slot, column, place.monthOffset)
    }
    this.putLines(place.index, linesFor(cube, report))
  }

  putState(index: number, byte: number): void {
    this.#cube.states[index] = byte
  }

  putOwn(slot: number, column: number, monthOffset: number, value: number): void {
    const cube = this.#cube
    const cell = monthOffset * cube.columns + column
    if (cube.leafOffset[slot]! >= 0) {
      const fits = Math.abs(value) < LEAF_LIMIT && this.#isDue(slot, column, monthOffset)
      if (fits) {
        cube.leaves[cube.leafOffset[slot]! + cell] = packLeaf(value)
        return
      }
      this.#addUpperRow(slot, width(cube))
      this.#own[slot] = takeFromLeaves(cube, slot)
    }
    const own = this.#own[slot] ?? (this.#own[slot] = new Float64Array(width(cube)).fill(NaN))
    own[cell] = value
  }

  /** Figures of a slot in a column, month by month from the range's first; NaN where there is none. */
  putRow(slot: number, column: number, figures: Float64Array): void {
    const cube = this.#cube
    const offset = cube.leafOffset[slot]!
    const isMonthly = cube.catalogue.forms[formNumber(cube, column)]!.frequency === 'month'
    if (offset < 0 || !isMonthly || cube.owed[slot]![column] !== 1 || !fitLeafBlock(figures)) {
      figures.forEach((figure, m) => Number.isNaN(figure) || this.putOwn(slot, column, m, figure))
      return
    }
    const { leaves, columns } = cube
    for (let m = 0, cell = offset + column; m < figures.length; m++, cell += columns) {
      const figure = figures[m]!
      if (!Number.isNaN(figure)) leaves[cell] = packLeaf(figure)
    }
  }

  putNotObtained(slot: number, column: number, monthOffset: number): void {
    if (this.#isDue(slot, column, monthOffset)) {
      this.#notObtained.add(slot * width(this.#cube) + monthOffset * this.#cube.columns + column)
    }
  }

  putLines(index: number, lines: readonly CubeLine[]): void {
    if (lines.length > 0) this.#lines.set(index, lines)
  }

  build(): Cube {
    const cube = this.#cube
    if (cube.basis !== 'live') cube.blocked = findBlocked(cube)
    for (const duties of cube.duties) rollUp(cube, duties)
    const excused = new Map<number, number>()
    for (const place of this.#notObtained) carryExcused(cube, excused, place, 1)
    cube.excused = excused
    return cube
  }

  #isDue(slot: number, column: number, monthOffset: number): boolean {
    return this.#cube.owed[slot]![column] === 1 && this.#formMonth[formNumber(this.#cube, column)]![monthOffset] === 1
  }

  #addUpperRow(slot: number, cells: number): void {
    this.#upper[slot] = { sums: new Float64Array(cells), filled: new Int32Array(cells), counted: new Int32Array(cells) }
  }
}

/** NaN, an absent figure, fits too. */
function fitLeafBlock(figures: Float64Array): boolean {
  for (let m = 0; m < figures.length; m++) if (Math.abs(figures[m]!) >= LEAF_LIMIT) return false
  return true
}

function rollUp(cube: Cube, { epoch }: EpochDuties): void {
  const from = (epoch.from - cube.range.from) * cube.columns
  const to = (epoch.to - cube.range.from + 1) * cube.columns
  const inside = subtreeOf(epoch, cube.root)
  for (let k = inside.length - 1; k >= 0; k--) {
    const unit = inside[k]!
    const slot = cube.slotOf[unit]!
    const row = cube.upper[slot]
    if (row === undefined) continue
    const children = childrenOf(epoch, unit).map((child) => cube.slotOf[child]!)
    const leaves = children.filter((child) => cube.upper[child] === undefined)
    addLeaves(row, cube.leaves, leaves.map((child) => cube.leafOffset[child]!), cube.leaves.length - width(cube), from, to)
    row.counted.set(row.filled.subarray(from, to), from)
    addOwn(cube, slot, row, from, to)
    for (const child of children) {
      const childRow = cube.upper[child]
      if (childRow !== undefined) addRow(row, childRow, cube.blocked.get(child), from, to)
    }
  }
}

/** Adds the slot's own figures to its totals, for the cells `from … to − 1`. */
export function addOwn(cube: Cube, slot: number, row: TotalsRow, from: number, to: number): void {
  const own = cube.own[slot]
  if (own === undefined) return
  for (let cell = from; cell < to; cell++) {
    const figure = own[cell]!
    if (Number.isNaN(figure)) continue
    row.sums[cell] = row.sums[cell]! + figure
    row.filled[cell] = row.filled[cell]! + 1
    if (isDueAt(cube, slot, cell % cube.columns, monthOfCell(cube, cell))) row.counted[cell] = row.counted[cell]! + 1
  }
}

/** Under `approved` a unit whose report does not count keeps its total from its parent, form by form. */
function findBlocked(cube: Cube): Map<number, Uint8Array> {
  const blocked = new Map<number, Uint8Array>()
  for (let form = 0; form < cube.catalogue.forms.length; form++) {
    for (let slot = 0; slot < cube.unitOf.length; slot++) {
      if (cube.upper[slot] === undefined) continue
      for (let m = 0; m < cube.months; m++) setBlocked(cube, blocked, form, slot, addMonths(cube.range.from, m))
    }
  }
  return blocked
}


/** Takes a leaf's figures out of the leaf block, for one that is not due or too large for it. */
function takeFromLeaves(cube: Cube, slot: number): Float64Array {
  const offset = cube.leafOffset[slot]!
  const block = cube.leaves.subarray(offset, offset + width(cube))
  const own = Float64Array.from(block, (stored) => unpackLeaf(stored) ?? NaN)
  block.fill(0)
  cube.leafOffset[slot] = -1
  return own
}
