import { describe, expect, it } from 'vitest'
import { buildCatalogue } from '#core/indicator/catalogue.ts'
import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import { addMonths, monthOf } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import { CubeBuilder } from '#core/rollup/cube-builder.ts'
import { cellCountsAt, linesOf, ownAt, reportAt, totalAt, type Cube } from '#core/rollup/cube.ts'
import { buildUnitTree } from '#core/unit/unit-tree.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { CubeWireError, decodeCube, encodeCube } from './cube-wire.ts'

const FROM = monthOf(2022, 1)
const RANGE = { from: FROM, to: addMonths(FROM, 3) }
const A = 'A' as IndicatorCode
const B = 'B' as IndicatorCode
const F = 'F' as FormCode

function unit(code: string, parent: string | null, level: number): Unit {
  return {
    code: code as UnitCode, name: code, shortName: code, level, kind: '', order: 0, opened: null, closed: null,
    parents: [{ from: null, parent: parent as UnitCode | null }],
  }
}

function indicator(code: IndicatorCode): Indicator {
  return {
    code, name: code, unit: '人', decimals: 0, kind: 'flow', sense: 'none', role: 'monitored', entry: [{ level: 2 }],
    numerator: null, denominator: null, subsetOf: null, pace: 'straight', milestones: null, definition: {},
  }
}

const form: Form = { code: F, name: '', frequency: 'month', fillers: [{ level: 2 }], department: '', indicators: [A, B] }
const tree = buildUnitTree([unit('r', null, 1), unit('x', 'r', 2), unit('y', 'r', 2), unit('z', 'r', 2)])
const catalogue = buildCatalogue([indicator(A), indicator(B)], [form])

function report(code: string, month: number, more: Partial<Report>): Report {
  return {
    unit: code as UnitCode, form: F, month: addMonths(FROM, month), state: 'approved', version: 1, source: 'system',
    filledBy: code as UnitCode, late: false, cells: {}, lines: [], notes: [], updatedAt: '', ...more,
  }
}

const line = { indicator: A, kind: 'correction', value: -4, note: '', by: '' } as const
const REPORTS = [
  report('x', 0, { cells: { [A]: 5, [B]: 0 } }),
  report('x', 1, { cells: { [A]: 5000, [B]: { notObtained: '停电' } }, lines: [line] }),
  report('x', 3, { cells: { [A]: 1e14, [B]: 7 } }),
  report('y', 1, { cells: { [A]: -3 }, filledBy: 'r' as UnitCode, late: true }),
  report('y', 2, { state: 'draft', cells: { [A]: 99 } }),
  report('r', 1, { state: 'submitted', lines: [{ ...line, kind: 'duplicate', value: -2 }] }),
]

function build(): Cube {
  const builder = new CubeBuilder({ tree, catalogue, root: tree.root, range: RANGE, basis: 'live', frozen: new Set([FROM]) })
  for (const each of REPORTS) builder.addReport(each)
  return builder.build()
}

/** All that a reader of the cube can see. */
function seen(cube: Cube) {
  return tree.units.flatMap((_, unit) =>
    [0, 1, 2, 3].flatMap((m) =>
      [0, 1].map((column) => {
        const month = addMonths(FROM, m)
        return {
          own: ownAt(cube, unit, column, month), total: totalAt(cube, unit, column, month),
          cells: cellCountsAt(cube, unit, column, month), report: reportAt(cube, unit, F, month),
          lines: [...linesOf(cube, unit, column, { from: month, to: month })],
        }
      }),
    ),
  )
}

describe('the cube on the wire', () => {
  it('arrives as it was: figures of any size, zeros, 未取得, states, lines, frozen months', () => {
    const sent = build()
    const arrived = decodeCube(encodeCube(sent), { tree, catalogue })
    expect(seen(arrived)).toEqual(seen(sent))
    expect(totalAt(arrived, tree.root, 0, addMonths(FROM, 1))).toBe(5000 - 4 - 3 - 2)
    expect([...arrived.frozen]).toEqual([FROM])
  })

  it('is refused by a client whose units are not the server’s', () => {
    const other = buildUnitTree([unit('r', null, 1), unit('x', 'r', 2), unit('y', 'r', 2), unit('new', 'r', 2)])
    expect(() => decodeCube(encodeCube(build()), { tree: other, catalogue })).toThrow(CubeWireError)
  })

  it('is refused when it is cut short or is something else', () => {
    const bytes = encodeCube(build())
    expect(() => decodeCube(bytes.subarray(0, bytes.length - 1), { tree, catalogue })).toThrow(CubeWireError)
    expect(() => decodeCube(new TextEncoder().encode('{"error":{}}'), { tree, catalogue })).toThrow(CubeWireError)
  })
})
