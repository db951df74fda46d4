import type { StoreSettings } from '#server/store/store.ts'

/** The port through which the application asks the time. */
export interface Clock {
  /** Business time, ISO 8601 with offset. */
  now(): string
}

const OFFSET_HOURS = 8

/** Business time of a database: standing still in the demo, else the real time in Shanghai (+08:00, no summer time). */
export function businessClock(settings: StoreSettings): Clock {
  const { businessNow } = settings
  return { now: () => businessNow ?? shanghaiTime(new Date()) }
}

export function shanghaiTime(instant: Date): string {
  const local = new Date(instant.getTime() + OFFSET_HOURS * 3_600_000)
  return `${local.toISOString().slice(0, 19)}+08:00`
}
