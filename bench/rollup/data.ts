/**
 * The synthetic province: `cities` × (1 city > 10 districts > 105 streets > 1,500 villages), 24 indicators, 60 months.
 * Every engine is fed from here, so that their totals must agree.
 */
export const INDICATORS = 24
export const MONTHS = 60
const DISTRICTS = 10
const STREETS = 105
const VILLAGES = 1500

export interface Village {
  readonly city: number
  readonly district: number
  readonly street: number
}

/** Villages in preorder: numbers are unique over the whole province. */
export function villages(cities: number): Village[] {
  const list: Village[] = []
  for (let city = 0; city < cities; city++) {
    for (let street = 0; street < STREETS; street++) {
      const from = Math.floor((street * VILLAGES) / STREETS)
      const to = Math.floor(((street + 1) * VILLAGES) / STREETS)
      const district = Math.floor((street * DISTRICTS) / STREETS)
      for (let v = from; v < to; v++) list.push({ city, district: city * DISTRICTS + district, street: city * STREETS + street })
    }
  }
  return list
}

/** The figure of a village in a month, or null for one in fifty: a hash, so that no table has to be kept. */
export function figure(village: number, month: number, indicator: number): number | null {
  let h = Math.imul(village + 1, 0x9e3779b1) ^ Math.imul(month + 1, 0x85ebca6b) ^ Math.imul(indicator + 1, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  h = (h ^ (h >>> 15)) >>> 0
  return h % 50 === 0 ? null : (h >>> 8) % (20 + indicator * 5)
}

/** What each engine prints: warm milliseconds of every inner run, and totals of the root that must agree. */
export interface Outcome {
  readonly ms: readonly number[]
  readonly sum: number
  readonly count: number
}

/** Runs `work` until it has been timed `runs` times; `prepare` runs before each, untimed. */
export async function timed(runs: number, prepare: () => void | Promise<void>, work: () => void | Promise<void>): Promise<number[]> {
  const ms: number[] = []
  for (let run = 0; run < runs; run++) {
    await prepare()
    const start = performance.now()
    await work()
    ms.push(performance.now() - start)
  }
  return ms
}

export function print(outcome: Outcome): void {
  console.log(JSON.stringify(outcome))
}
