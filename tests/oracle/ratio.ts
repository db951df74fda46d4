/** Exact fractions, so that a unit exactly on its pace is on its pace. */
export interface Ratio {
  readonly n: bigint
  /** Positive. */
  readonly d: bigint
}

export function ratio(n: bigint | number, d: bigint | number = 1n): Ratio {
  const [top, bottom] = [BigInt(n), BigInt(d)]
  return bottom < 0n ? { n: -top, d: -bottom } : { n: top, d: bottom }
}

/** The number as it is written: 0.95 is 95/100. */
export function written(value: number): Ratio {
  const [whole, fraction = ''] = value.toFixed(12).split('.')
  return { n: BigInt(whole! + fraction), d: 10n ** BigInt(fraction.length) }
}

export function add(a: Ratio, b: Ratio): Ratio {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d }
}

export function minus(a: Ratio, b: Ratio): Ratio {
  return add(a, { n: -b.n, d: b.d })
}

export function times(a: Ratio, b: Ratio): Ratio {
  return { n: a.n * b.n, d: a.d * b.d }
}

/** Null when `b` is 0. */
export function over(a: Ratio, b: Ratio): Ratio | null {
  return b.n === 0n ? null : ratio(a.n * b.d, a.d * b.n)
}

export function less(a: Ratio, b: Ratio): boolean {
  return a.n * b.d < b.n * a.d
}

/** As a double, right to 15 digits. */
export function toNumber(a: Ratio): number {
  const scale = 10n ** 20n
  return Number((a.n * scale) / a.d) / 1e20
}
