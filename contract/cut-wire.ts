import { addMonths, monthCount, type Month } from '#core/period/month.ts'
import { owedMasks, slotsFor } from '#core/rollup/cube-layout.ts'
import type { Cube, CubeShape } from '#core/rollup/cube.ts'
import { unitsOfCut, type CutContents, type CutLayout } from '#core/rollup/cut.ts'
import { formatTotals, parseTotals, totalsOfSlot } from '#core/rollup/stored-totals.ts'

/**
 * What a cut says of the units that it leaves out, as JSON: one section more of the cube on the wire. Who reads it needs
 * to know the unit and its children, and nothing of the tree below them.
 */
interface Below {
  readonly duties: readonly {
    /** First month, from the range's. */
    readonly from: number
    /** By form: 1 for slots that must report. */
    readonly must: readonly (readonly number[])[]
    /** By column: cells due in each slot's subtree. */
    readonly due: readonly (readonly number[])[]
  }[]
  readonly reportsDue: readonly number[]
  readonly totals: readonly (readonly [slot: number, monthOffset: number, totals: string])[]
}

export function encodeBelow(cube: Cube): Uint8Array {
  const totals: [number, number, string][] = []
  for (const { epoch } of cube.duties) {
    cube.unitOf.forEach((unit, slot) => {
      if (epoch.position[unit]! < 0 || epoch.end[unit] === epoch.position[unit]! + 1) return
      for (let month = epoch.from; month <= epoch.to; month = addMonths(month, 1)) {
        totals.push([slot, month - cube.range.from, formatTotals(totalsOfSlot(cube, slot, month))])
      }
    })
  }
  const below: Below = {
    duties: cube.duties.map(({ epoch, mustReport, due }) => ({
      from: epoch.from - cube.range.from, must: mustReport.map((form) => [...form]), due: due.map((column) => [...column]),
    })),
    reportsDue: [...cube.reportsBelow!.due],
    totals,
  }
  return new TextEncoder().encode(JSON.stringify(below))
}

export function decodeBelow(bytes: Uint8Array, shape: CubeShape): { layout: CutLayout; totalsOf: CutContents['totalsOf'] } {
  const { duties, reportsDue, totals } = JSON.parse(new TextDecoder().decode(bytes)) as Below
  const slots = slotsFor(shape.tree, unitsOfCut(shape, 'children'))
  const layout: CutLayout = {
    ...slots,
    owed: owedMasks(shape, slots.unitOf),
    leaf: new Uint8Array(slots.unitOf.length),
    reportsDue: Int32Array.from(reportsDue),
    duties: duties.map(({ from, must, due }, k) => {
      const first = addMonths(shape.range.from, from)
      const end = duties[k + 1]?.from ?? monthCount(shape.range)
      // The reader's tree may change less often: below the children it knows nothing.
      const epoch = { ...shape.tree.epochAt(first), from: first, to: addMonths(shape.range.from, end - 1) }
      return { epoch, mustReport: must.map((form) => Uint8Array.from(form)), due: due.map((column) => Int32Array.from(column)) }
    }),
  }
  const known = new Map(totals.map(([slot, m, text]) => [`${slots.unitOf[slot]} ${shape.range.from + m}`, text]))
  const totalsOf = (unit: number, month: Month) => {
    const text = known.get(`${unit} ${month}`)
    return text === undefined ? undefined : parseTotals(text)
  }
  return { layout, totalsOf }
}
