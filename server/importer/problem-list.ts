/** Something in an import file that keeps the whole import out. */
export interface Problem {
  readonly file: string
  /** Counted from 1, as an editor shows it. */
  readonly line: number
  /** Name of the column; empty when the whole line is meant. */
  readonly column: string
  readonly reason: string
}

/** Problems that are kept word by word; of the others only the number. */
const KEPT = 100

/** Collects all problems of an import in bounded memory. */
export class ProblemList {
  #count = 0
  readonly #kept: Problem[] = []

  add(file: string, line: number, column: string, reason: string): void {
    this.#count++
    if (this.#kept.length < KEPT) this.#kept.push({ file, line, column, reason })
  }

  get count(): number {
    return this.#count
  }

  get kept(): readonly Problem[] {
    return this.#kept
  }

  /** One line per problem, then how many there are beyond those. */
  describe(): string {
    const lines = this.#kept.map(({ file, line, column, reason }) =>
      [`${file}:${line}`, ...(column === '' ? [] : [column])].join(' ') + `：${reason}`)
    if (this.#count > this.#kept.length) lines.push(`……另有 ${this.#count - this.#kept.length} 处，共 ${this.#count} 处。`)
    return lines.join('\n')
  }
}
