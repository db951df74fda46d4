import { buildUnitTree, UnitTreeError } from '#core/unit/unit-tree.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import type { ProblemList } from './problem-list.ts'

const FILE = 'units.csv'

/**
 * Finds everything that keeps the units from being one tree. `lineOf`: where a unit stands in the file; a unit that is
 * only in the database was right before, so its trouble is shown at the file's first line.
 */
export function checkTree(units: readonly Unit[], lineOf: ReadonlyMap<UnitCode, number>, problems: ProblemList): void {
  const before = problems.count
  const parentOf = new Map(units.map((unit) => [unit.code, unit.parents.at(-1)?.parent ?? null]))
  const refuse = (code: UnitCode, reason: string) => problems.add(FILE, lineOf.get(code) ?? 1, 'parentCode', reason)
  if (units.length === 0) {
    problems.add(FILE, 1, 'code', '没有任何单位')
    return
  }
  const roots = units.filter((unit) => parentOf.get(unit.code) === null)
  for (const unit of roots.slice(1)) refuse(unit.code, `第二个顶级单位：顶级单位已是 ${roots[0]!.name}（${roots[0]!.code}）`)
  if (roots.length === 0) refuse(units[0]!.code, '没有顶级单位（上级代码为空的一行）')
  for (const unit of units) {
    const parent = parentOf.get(unit.code)
    if (parent && !parentOf.has(parent)) refuse(unit.code, `没有上级单位 ${parent}`)
  }
  for (const cycle of findCycles(parentOf)) refuse(cycle[0]!, `隶属关系成环：${[...cycle, cycle[0]!].join(' → ')}`)
  if (problems.count > before) return
  // Once more by the rules of every month: a move may close a cycle in some months only.
  try {
    buildUnitTree(units)
  } catch (error) {
    if (!(error instanceof UnitTreeError)) throw error
    refuse(error.units[0] ?? units[0]!.code, `各月的隶属关系不成一棵树（${error.message}）`)
  }
}

/** Every cycle once, beginning with the member that comes first in the file. */
function findCycles(parentOf: ReadonlyMap<UnitCode, UnitCode | null>): UnitCode[][] {
  const cycles: UnitCode[][] = []
  const seen = new Set<UnitCode>()
  for (const start of parentOf.keys()) {
    const walked: UnitCode[] = []
    let at: UnitCode | null | undefined = start
    while (at && parentOf.has(at) && !seen.has(at)) {
      seen.add(at)
      walked.push(at)
      at = parentOf.get(at)
    }
    const place = at ? walked.indexOf(at) : -1
    if (place >= 0) cycles.push(walked.slice(place))
  }
  return cycles
}
