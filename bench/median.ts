export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new Error('nothing was measured')
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!
}
