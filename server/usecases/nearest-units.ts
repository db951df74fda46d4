import type { Unit } from '#core/unit/unit.ts'

const OFFERED = 5

/** Units whose codes share the longest beginning with a code that does not exist, official order among equals. */
export function nearestUnits(units: readonly Unit[], code: string): { code: string; name: string }[] {
  return units
    .map(({ code: known, name }) => ({ code: known as string, name, shared: sharedLength(known, code) }))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, OFFERED)
    .map(({ code: known, name }) => ({ code: known, name }))
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
