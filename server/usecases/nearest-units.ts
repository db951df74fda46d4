import type { Unit } from '#core/unit/unit.ts'

const OFFERED = 5

/** More than any shared beginning of codes: what was written as a name is answered by names. */
const NAMED = 1000

/**
 * Units that somebody who asked for a code that does not exist may have meant: those whose name holds it, then those
 * whose codes share the longest beginning with it; official order among equals.
 */
export function nearestUnits(units: readonly Unit[], code: string): { code: string; name: string }[] {
  const best: { unit: Unit; likeness: number }[] = []
  for (const unit of units) {
    const likeness = unit.name.includes(code) ? NAMED : sharedLength(unit.code, code)
    if (best.length === OFFERED && likeness <= best.at(-1)!.likeness) continue
    const place = best.findIndex((each) => each.likeness < likeness)
    best.splice(place < 0 ? best.length : place, 0, { unit, likeness })
    best.length = Math.min(best.length, OFFERED)
  }
  return best.map(({ unit }) => ({ code: unit.code, name: unit.name }))
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
