import type { Catalogue } from '#core/indicator/catalogue.ts'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { formatMonth, parseMonth, type Month } from '#core/period/month.ts'
import type { Basis, LineKind } from '#core/report/report.ts'
import { CubeBuilder } from '#core/rollup/cube-builder.ts'
import { ownAt, width, type Cube, type CubeLine } from '#core/rollup/cube.ts'
import { finishCut } from '#core/rollup/cut.ts'
import type { UnitTree } from '#core/unit/unit-tree.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { ByteReader, ByteWriter, unzigzag, zigzag } from './byte-stream.ts'
import { decodeBelow, encodeBelow } from './cut-wire.ts'

/**
 * The cube on the wire: own figures of every unit of a subtree, column by column, each as the difference from the
 * unit's month before; report states; adjustment lines. What follows from tree and catalogue (slots, due cells, totals)
 * is not sent. The first bytes of all figures stand together, and so do their later bytes, because that is what gzip
 * packs best (figures in bench/transfer). A cut (core/rollup/cut.ts) has one section more, see `cut-wire.ts`.
 *
 * Bytes: `BLC1`, header length (4 bytes, little-endian), header (JSON), then the sections named in it, end to end.
 */
const MAGIC = 'BLC1'
const LINE_KINDS: readonly LineKind[] = ['attrition', 'duplicate', 'adjustment', 'correction']
const ABSENT_CODE = 0
const NOT_OBTAINED_CODE = 1
const FIRST_FIGURE_CODE = 2

interface Header {
  readonly unit: string
  readonly from: string
  readonly to: string
  readonly basis: Basis
  readonly frozen: readonly string[]
  readonly columns: readonly string[]
  readonly forms: readonly string[]
  /** Tells a client whose tree is not the server's, so that it fetches the units again. */
  readonly unitsMark: number
  readonly sections: readonly number[]
}

/** The cube's units are not those of the tree at hand, or its bytes are damaged. Fetch units and cube again. */
export class CubeWireError extends Error {
  override readonly name = 'CubeWireError'
}

/** Packs the own figures, states and lines of a cube (built or not). */
export function encodeCube(cube: Cube): Uint8Array {
  const presence = new ByteWriter()
  const first = new ByteWriter()
  const later = new ByteWriter()
  for (let column = 0; column < cube.columns; column++) encodeColumn(cube, column, presence, first, later)
  const sections = [presence.done(), first.done(), later.done(), cube.states, encodeLines(cube)]
  if (cube.reportsBelow !== undefined) sections.push(encodeBelow(cube))
  const header: Header = {
    unit: cube.tree.units[cube.root]!.code,
    from: formatMonth(cube.range.from),
    to: formatMonth(cube.range.to),
    basis: cube.basis,
    frozen: [...cube.frozen].filter((month) => month >= cube.range.from && month <= cube.range.to).sort((a, b) => a - b).map(formatMonth),
    columns: cube.catalogue.columns.map((indicator) => indicator.code),
    forms: cube.catalogue.forms.map((form) => form.code),
    unitsMark: unitsMark(cube),
    sections: sections.map((section) => section.length),
  }
  return joinParts(new TextEncoder().encode(JSON.stringify(header)), sections)
}

function joinParts(header: Uint8Array, sections: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(8 + header.length + sections.reduce((sum, section) => sum + section.length, 0))
  bytes.set(new TextEncoder().encode(MAGIC))
  new DataView(bytes.buffer).setUint32(4, header.length, true)
  bytes.set(header, 8)
  let at = 8 + header.length
  for (const section of sections) {
    bytes.set(section, at)
    at += section.length
  }
  return bytes
}

/** Which slots have anything in the column, as (gap, run) pairs, then their figures, slot by slot, month by month. */
function encodeColumn(cube: Cube, column: number, presence: ByteWriter, first: ByteWriter, later: ByteWriter): void {
  const runs: number[] = []
  let last = 0
  for (let slot = 0; slot < cube.unitOf.length; slot++) {
    const codes = codesOf(cube, slot, column)
    if (codes === null) continue
    for (const code of codes) {
      first.byte(code < 128 ? code : 128 | code % 128)
      first.varintTail(code, later)
    }
    if (runs.length > 0 && slot === last) runs[runs.length - 1]!++
    else runs.push(slot - last, 1)
    last = slot + 1
  }
  presence.varint(runs.length / 2)
  for (const run of runs) presence.varint(run)
}

/** Null when the slot has nothing in the column. */
function codesOf(cube: Cube, slot: number, column: number): number[] | null {
  const codes: number[] = []
  let before = 0
  let any = false
  for (let m = 0; m < cube.months; m++) {
    const figure = ownAt(cube, cube.unitOf[slot]!, column, (cube.range.from + m) as Month)
    if (figure !== null) {
      codes.push(FIRST_FIGURE_CODE + zigzag(figure - before))
      before = figure
    } else {
      const notObtained = cube.notObtained.has(slot * width(cube) + m * cube.columns + column)
      codes.push(notObtained ? NOT_OBTAINED_CODE : ABSENT_CODE)
    }
    any ||= codes[m] !== ABSENT_CODE
  }
  return any ? codes : null
}

function encodeLines(cube: Cube): Uint8Array {
  const out = new ByteWriter()
  const reports = [...cube.lines].sort(([a], [b]) => a - b)
  out.varint(reports.length)
  let before = 0
  for (const [index, lines] of reports) {
    out.varint(index - before)
    out.varint(lines.length)
    before = index
    for (const line of lines) {
      out.varint(line.column)
      out.varint(LINE_KINDS.indexOf(line.kind))
      out.varint(zigzag(line.value))
    }
  }
  return out.done()
}

/** FNV-1a over the codes of the cube's units, in slot order. */
function unitsMark(cube: Cube): number {
  let mark = 0x811c9dc5
  for (const unit of cube.unitOf) {
    const code = cube.tree.units[unit]!.code
    for (let i = 0; i <= code.length; i++) mark = Math.imul(mark ^ (i < code.length ? code.charCodeAt(i) : 10), 0x01000193)
  }
  return mark >>> 0
}

/**
 * Unpacks and rolls up.
 * @throws CubeWireError when the units or indicators are not those of `tree` and `catalogue`, or the bytes are damaged.
 */
export function decodeCube(bytes: Uint8Array, known: { tree: UnitTree; catalogue: Catalogue }): Cube {
  try {
    return unpack(bytes, known)
  } catch (error) {
    if (error instanceof CubeWireError) throw error
    throw new CubeWireError(`damaged cube: ${String(error)}`, { cause: error })
  }
}

function unpack(bytes: Uint8Array, { tree, catalogue }: { tree: UnitTree; catalogue: Catalogue }): Cube {
  if (new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC) throw new CubeWireError('not a cube')
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as Header
  let at = 8 + headerLength
  const sections = header.sections.map((length) => bytes.subarray(at, (at += length)))
  if (at !== bytes.length) throw new CubeWireError('cut short')

  const root = tree.indexOf(header.unit as UnitCode)
  const [from, to] = [parseMonth(header.from), parseMonth(header.to)]
  if (root === undefined || from === null || to === null) throw new CubeWireError('unknown unit or months')
  const frozen = new Set(header.frozen.flatMap((text) => parseMonth(text) ?? []))
  const shape = { tree, catalogue, root, range: { from, to }, basis: header.basis, frozen }
  const [presence, first, later, states, lines, below] = sections
  const cut = below && decodeBelow(below, shape)
  const builder = new CubeBuilder(shape, cut?.layout)
  const same = header.columns.every((code, k) => catalogue.columnOf(code as IndicatorCode) === k) &&
    header.columns.length === catalogue.columns.length &&
    header.forms.every((code, k) => catalogue.forms[k]?.code === code)
  if (!same || unitsMark(builder.shape) !== header.unitsMark) throw new CubeWireError('units or indicators have changed')

  decodeFigures(builder, new ByteReader(presence!), first!, new ByteReader(later!))
  builder.shape.states.set(states!)
  decodeLines(builder, new ByteReader(lines!))
  return cut === undefined ? builder.build() : finishCut(builder.shape, cut.layout, cut.totalsOf)
}

function decodeFigures(builder: CubeBuilder, presence: ByteReader, first: Uint8Array, later: ByteReader): void {
  const { columns, months } = builder.shape
  const row = new Float64Array(months)
  const notObtained: number[] = []
  let at = 0
  for (let column = 0; column < columns; column++) {
    let slot = 0
    for (let runs = presence.varint(); runs > 0; runs--) {
      slot += presence.varint()
      for (let run = presence.varint(); run > 0; run--, slot++, at += months) {
        decodeRow(first, at, later, row, notObtained)
        builder.putRow(slot, column, row)
        for (const m of notObtained) builder.putNotObtained(slot, column, m)
      }
    }
  }
  if (at !== first.length) throw new CubeWireError('figures do not fill their section')
}

/** Fills `row`, NaN where there is no figure, and `notObtained` with the months that are 未取得. */
function decodeRow(first: Uint8Array, at: number, later: ByteReader, row: Float64Array, notObtained: number[]): void {
  notObtained.length = 0
  let before = 0
  for (let m = 0; m < row.length; m++) {
    const byte = first[at + m]!
    const code = byte < 128 ? byte : later.varintAfter(byte)
    if (code >= FIRST_FIGURE_CODE) {
      before += unzigzag(code - FIRST_FIGURE_CODE)
      row[m] = before
    } else {
      row[m] = NaN
      if (code === NOT_OBTAINED_CODE) notObtained.push(m)
    }
  }
}

function decodeLines(builder: CubeBuilder, from: ByteReader): void {
  let index = 0
  for (let reports = from.varint(); reports > 0; reports--) {
    index += from.varint()
    const lines: CubeLine[] = []
    for (let n = from.varint(); n > 0; n--) {
      lines.push({ column: from.varint(), kind: LINE_KINDS[from.varint()]!, value: unzigzag(from.varint()) })
    }
    builder.putLines(index, lines)
  }
}
