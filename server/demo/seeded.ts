/**
 * Numbers that look like chance and are not: each is computed from what it is about (a unit, an indicator, a month), so
 * that the same question always has the same answer. Only integer arithmetic and + − × ÷: equal on every machine.
 */

/** FNV-1a: a text as a 32-bit number. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Mixes whole numbers into one of 32 bits (the finalizer of MurmurHash3 after each). */
export function mix(...parts: readonly number[]): number {
  let hash = 0x9e3779b9
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

/** Evenly spread over 0 ≤ x < 1. */
export function fraction(...parts: readonly number[]): number {
  return mix(...parts) / 2 ** 32
}

/** Evenly spread over 1 − amount … 1 + amount. */
export function vary(amount: number, ...parts: readonly number[]): number {
  return 1 + amount * (2 * fraction(...parts) - 1)
}

/** A slow wave between −1 and 1: straight lines between knots `stride` steps apart. */
export function wave(step: number, stride: number, ...parts: readonly number[]): number {
  const knot = Math.floor(step / stride)
  const along = step / stride - knot
  return (1 - along) * (2 * fraction(...parts, knot) - 1) + along * (2 * fraction(...parts, knot + 1) - 1)
}
