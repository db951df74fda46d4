import { monitorEventLoopDelay } from 'node:perf_hooks'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

interface Latency {
  /** Requests up to each bound of `SECONDS`, not added up; the last: slower ones. */
  readonly counts: number[]
  sum: number
}

export interface Gauges {
  /** Sessions begun and not ended; null: the database does not answer. */
  readonly sessions: number | null
  readonly isReady: boolean
  /** Seconds; null: there never was one. */
  readonly backupAge: number | null
}

/** What is counted while serving, as Prometheus reads it. Labels are few: endpoint names and statuses, never what was asked. */
export class Metrics {
  readonly #requests = new Map<string, number>()
  readonly #latencies = new Map<string, Latency>()
  readonly #loop = monitorEventLoopDelay({ resolution: 20 })
  #active = 0
  #databaseErrors = 0

  constructor() {
    this.#loop.enable()
  }

  begin(): void {
    this.#active++
  }

  get active(): number {
    return this.#active
  }

  end(endpoint: string, status: number, seconds: number): void {
    this.#active--
    const key = `endpoint="${endpoint}",status="${status}"`
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1)
    let latency = this.#latencies.get(endpoint)
    if (latency === undefined) this.#latencies.set(endpoint, (latency = { counts: new Array<number>(SECONDS.length + 1).fill(0), sum: 0 }))
    const bound = SECONDS.findIndex((most) => seconds <= most)
    latency.counts[bound < 0 ? SECONDS.length : bound]!++
    latency.sum += seconds
  }

  countDatabaseError(): void {
    this.#databaseErrors++
  }

  text({ sessions, isReady, backupAge }: Gauges): string {
    const memory = process.memoryUsage()
    const lines = [
      ...family('ballast_requests_total', 'counter', 'Replies by endpoint and status.', [...this.#requests].map(([labels, count]) => [`{${labels}}`, count])),
      ...this.#histogram(),
      ...family('ballast_requests_active', 'gauge', 'Requests being answered.', [['', this.#active]]),
      ...family('ballast_event_loop_delay_seconds', 'gauge', 'Delay of the event loop since the last reading.', [0.5, 0.99, 1].map((share) =>
        [`{quantile="${share}"}`, (share === 1 ? this.#loop.max : this.#loop.percentile(share * 100)) / 1e9])),
      ...family('ballast_heap_used_bytes', 'gauge', 'JavaScript heap in use.', [['', memory.heapUsed]]),
      ...family('ballast_resident_memory_bytes', 'gauge', 'Memory of the process.', [['', memory.rss]]),
      ...family('ballast_uptime_seconds', 'gauge', 'Since the process began.', [['', process.uptime()]]),
      ...family('ballast_database_errors_total', 'counter', 'Times the database did not answer.', [['', this.#databaseErrors]]),
      ...family('ballast_ready', 'gauge', '1: able to answer.', [['', isReady ? 1 : 0]]),
      ...(sessions === null ? [] : family('ballast_sessions', 'gauge', 'Sessions begun and not ended.', [['', sessions]])),
      ...(backupAge === null ? [] : family('ballast_backup_age_seconds', 'gauge', 'Since the last verified backup.', [['', backupAge]])),
    ]
    this.#loop.reset()
    return `${lines.join('\n')}\n`
  }

  #histogram(): string[] {
    const rows: [string, number][] = []
    for (const [endpoint, { counts, sum }] of this.#latencies) {
      let total = 0
      counts.forEach((count, i) => rows.push([`_bucket{endpoint="${endpoint}",le="${SECONDS[i] ?? '+Inf'}"}`, (total += count)]))
      rows.push([`_sum{endpoint="${endpoint}"}`, sum], [`_count{endpoint="${endpoint}"}`, total])
    }
    return family('ballast_request_seconds', 'histogram', 'Time until the reply was sent.', rows)
  }
}

function family(name: string, type: string, help: string, rows: readonly (readonly [suffix: string, value: number])[]): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...rows.map(([suffix, value]) => `${name}${suffix} ${value}`)]
}
