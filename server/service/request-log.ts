export type LogLevel = 'info' | 'warn' | 'error'

export interface LogOptions {
  /** Quiet: only what somebody must look at. */
  readonly isQuiet: boolean
  readonly time: () => number
  readonly write: (text: string) => void
}

export type LogFields = Readonly<Record<string, string | number | null>>

/** One line of JSON for each thing that happened. Values are never those of cookies, bodies, queries or passwords. */
export class ServiceLog {
  readonly #options: LogOptions
  #waiting = ''

  constructor(options: LogOptions) {
    this.#options = options
  }

  tell(level: LogLevel, fields: LogFields): void {
    if (this.#options.isQuiet && level === 'info') return
    const line = JSON.stringify({ time: new Date(this.#options.time()).toISOString(), level, ...fields })
    // Lines of one turn of the event loop are written together: a write for each would cost more than the answers.
    if (this.#waiting === '') setImmediate(() => this.flush())
    this.#waiting += `${escaped(line)}\n`
  }

  flush(): void {
    const text = this.#waiting
    this.#waiting = ''
    if (text !== '') this.#options.write(text)
  }
}

/** JSON leaves alone what steers terminals and turns text around. */
function escaped(json: string): string {
  return json.replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''))
}
