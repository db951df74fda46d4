/** The middle of the values; null when there are none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Makes the median deviation of normal values comparable with their standard deviation (Iglewicz and Hoaglin 1993). */
const CONSISTENCY = 0.6745

/**
 * How far a value stands from the others, in robust deviations. `spread` is the least deviation that is believed: values
 * that hardly differ would make anything an outlier.
 */
export function modifiedZ(value: number, others: readonly number[], spread: number): number {
  const middle = median(others)
  if (middle === null) return 0
  const deviation = Math.max(median(others.map((each) => Math.abs(each - middle)))!, spread)
  return deviation === 0 ? 0 : (CONSISTENCY * (value - middle)) / deviation
}
