/**
 * Figures are integers in the indicator's smallest unit (`value × 10^decimals`), exact in a double up to 2^53. These
 * are the only ways in and out.
 */

/** Largest figure in smallest units: sums and month deltas of such figures stay exact in a double. */
export const MAX_FIGURE = 1e15

const DECIMAL_TEXT = /^([+-]?)(\d+)(?:\.(\d+))?$/

export type DecimalProblem = 'not-a-number' | 'too-many-decimals' | 'too-large'

/** Parses decimal text (`-12.50`) into smallest units. Trailing zeros beyond the decimals are allowed. */
export function parseDecimal(text: string, decimals: number): number | DecimalProblem {
  const match = DECIMAL_TEXT.exec(text)
  if (!match) return 'not-a-number'
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  if (fraction.length > decimals) return 'too-many-decimals'
  const digits = Number(match[2]! + fraction.padEnd(decimals, '0'))
  if (digits > MAX_FIGURE) return 'too-large'
  return match[1] === '-' && digits !== 0 ? -digits : digits
}

/** Smallest units → the number that JSON carries, in the indicator's unit. */
export function toUnits(smallest: number, decimals: number): number {
  return smallest / 10 ** decimals
}

/** The reverse of `toUnits`, for numbers that came from it. */
export function fromUnits(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals)
}

/**
 * numerator ÷ denominator × scale, rounded half away from zero to `decimals`, in smallest units. Parts are integers of
 * `10^-numeratorDecimals` and `10^-denominatorDecimals`. Null when the denominator is 0.
 */
export function divideRounded(
  numerator: { readonly value: number; readonly decimals: number },
  denominator: { readonly value: number; readonly decimals: number },
  scale: number,
  decimals: number,
): number | null {
  if (denominator.value === 0) return null
  const top = BigInt(numerator.value) * BigInt(scale) * 10n ** BigInt(decimals + denominator.decimals)
  const bottom = BigInt(denominator.value) * 10n ** BigInt(numerator.decimals)
  const negative = top < 0n !== bottom < 0n
  const [n, d] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom]
  const rounded = Number((2n * n + d) / (2n * d))
  return negative && rounded !== 0 ? -rounded : rounded
}
