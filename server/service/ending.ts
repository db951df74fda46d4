import type { Server } from 'node:http'
import type { Metrics } from './metrics.ts'
import type { ServiceLog } from './request-log.ts'

/** Requests that are being answered get this long. */
const GRACE_MS = 10_000

export interface EndingOptions {
  readonly server: Server
  readonly metrics: Metrics
  readonly log: ServiceLog
  /** Closes the database and lets the next process in. */
  readonly close: () => Promise<void>
}

/** The end of the process: by a signal, by whoever started it, or by a bug that nobody caught. */
export class Ending {
  readonly #options: EndingOptions
  #hasBegun = false
  #status = 0

  constructor(options: EndingOptions) {
    this.#options = options
  }

  /** From now on `/readyz` says so, and nobody new is let in. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  listen(onHangUp: (() => void) | null): void {
    process.on('SIGINT', () => this.begin(0))
    process.on('SIGTERM', () => this.begin(0))
    process.on('SIGHUP', onHangUp ?? (() => this.begin(0)))
    // Whoever started us with a channel is gone: nobody would end us any more.
    process.on('disconnect', () => this.begin(0))
    // What nobody caught left something half done: better a new process than this one.
    process.on('uncaughtException', (error) => this.#fail(error))
    process.on('unhandledRejection', (reason) => this.#fail(reason))
  }

  #fail(reason: unknown): void {
    this.#options.log.tell('error', { message: reason instanceof Error ? String(reason.stack) : String(reason) })
    this.begin(1)
  }

  begin(status: number): void {
    this.#status ||= status
    if (this.#hasBegun) return
    this.#hasBegun = true
    const { server, metrics } = this.#options
    const limit = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    // Connections on which nothing is being answered are of no use to anybody, whatever has arrived of a next request.
    const watch = setInterval(() => {
      if (metrics.active === 0) server.closeAllConnections()
    }, 50)
    server.close(() => {
      clearTimeout(limit)
      clearInterval(watch)
      void this.#finish()
    })
    server.closeIdleConnections()
  }

  async #finish(): Promise<void> {
    try {
      await this.#options.close()
    } catch (error) {
      this.#options.log.tell('error', { message: String(error) })
      this.#status ||= 1
    }
    this.#options.log.flush()
    process.exit(this.#status)
  }
}
