import Papa from 'papaparse'
import { VIRTUAL_KIND, type Unit, type UnitCode } from '#core/unit/unit.ts'
import { shortNamesOf } from '#core/unit/short-name.ts'
import { hashText } from './seeded.ts'

/** A unit of the demo city with its place in the tree. Numbers are places in `Divisions.all`. */
export interface Division {
  readonly unit: Unit
  readonly number: number
  /** −1 for the root. */
  readonly parent: number
  readonly children: readonly number[]
  /** What is generated for this unit is mixed from this. */
  readonly seed: number
}

/** The tree in official order, parents before their children. */
export interface Divisions {
  readonly all: readonly Division[]
  /** @throws RangeError for an unknown code: plans name units that exist. */
  byCode(code: string): Division
}

interface Row {
  readonly code: string
  readonly parentCode: string
  readonly level: string
  readonly name: string
  readonly kind: string
}

/** The official list: one line per unit, parents first. Its order among siblings is the official order. */
export function readDivisions(csv: string): Divisions {
  const rows = Papa.parse<Row>(csv, { header: true, skipEmptyLines: true }).data
  const numbers = new Map(rows.map((row, i) => [row.code, i]))
  const children: number[][] = rows.map(() => [])
  rows.forEach((row, i) => children[numbers.get(row.parentCode) ?? -1]?.push(i))
  const shortNames = new Map<number, string>()
  for (const siblings of children) {
    const names = shortNamesOf(siblings.map((i) => rows[i]!.name))
    siblings.forEach((i, k) => shortNames.set(i, names[k]!))
  }
  const all = rows.map((row, i): Division => {
    const parent = numbers.get(row.parentCode) ?? -1
    const order = parent < 0 ? 1 : children[parent]!.indexOf(i) + 1
    const unit = unitOf(row, shortNames.get(i) ?? row.name, order)
    return { unit, number: i, parent, children: children[i]!, seed: hashText(row.code) }
  })
  return {
    all,
    byCode(code) {
      const number = numbers.get(code)
      if (number === undefined) throw new RangeError(`no division ${code}`)
      return all[number]!
    },
  }
}

function unitOf(row: Row, shortName: string, order: number): Unit {
  return {
    code: row.code as UnitCode,
    name: row.name,
    shortName,
    level: Number(row.level),
    kind: row.kind,
    order,
    opened: null,
    closed: null,
    parents: [{ from: null, parent: row.parentCode === '' ? null : (row.parentCode as UnitCode) }],
  }
}

export function isVirtual(division: Division): boolean {
  return division.unit.kind === VIRTUAL_KIND
}
