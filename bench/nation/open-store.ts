import { openNodeStore } from '#server/store/node-sqlite.ts'
import { openPostgresStore } from '#server/store/postgres.ts'
import type { Store } from '#server/store/store.ts'

/** A file, or `postgresql://…`. */
export function openStore(place: string, mode: 'durable' | 'bulk' = 'durable'): Promise<Store> {
  const auditKey = () => new Uint8Array(32).fill(7)
  return place.startsWith('postgresql:') ? openPostgresStore(place, { auditKey, connections: 20 }) : openNodeStore(place, { mode, auditKey })
}

export function megabytes(): number {
  return Math.round(process.memoryUsage().rss / 2 ** 20)
}

export function percentiles(times: readonly number[]): { p50: number; p95: number; p99: number; worst: number } {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]! * 100) / 100
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1) }
}
