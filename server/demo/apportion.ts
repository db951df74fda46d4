/** Splitting a whole number so that the parts are whole and add up to it exactly. */

/**
 * Largest remainder: each part is its proportional share rounded down or up. `step`: parts are multiples of it, but for
 * the largest, which takes what does not divide.
 */
export function apportion(total: number, weights: readonly number[], step = 1): number[] {
  const sum = sumOfWeights(total, weights)
  if (sum === 0) return weights.map(() => 0)
  const steps = Math.floor(total / step)
  const exact = weights.map((weight) => (steps * weight) / sum)
  const parts = exact.map(Math.floor)
  const left = steps - parts.reduce((a, b) => a + b, 0)
  const byRemainder = exact.map((share, i) => ({ i, rest: share - parts[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i)
  for (const { i } of byRemainder.slice(0, left)) parts[i] = parts[i]! + 1
  const scaled = parts.map((part) => part * step)
  const largest = weights.indexOf(Math.max(...weights))
  scaled[largest] = scaled[largest]! + (total - steps * step)
  return scaled
}

/**
 * Rounding of the running sum from a start 0 ≤ offset < 1: each part is its share rounded down or up, and over many
 * offsets it is right on average. Largest remainder would give the small shares of most villages nothing, every month.
 */
export function scatter(total: number, weights: readonly number[], offset: number): number[] {
  const sum = sumOfWeights(total, weights)
  const last = weights.findLastIndex((weight) => weight > 0)
  let running = 0
  let given = 0
  return weights.map((weight, i) => {
    if (weight === 0 || total === 0) return 0
    running += weight
    const until = i === last ? total : Math.min(total, Math.floor((running / sum) * total + offset))
    const part = until - given
    given = until
    return part
  })
}

function sumOfWeights(total: number, weights: readonly number[]): number {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (total < 0 || !Number.isInteger(total)) throw new RangeError(`cannot split ${total}`)
  if (total > 0 && !(sum > 0)) throw new RangeError(`nobody to give ${total} to`)
  return sum
}
