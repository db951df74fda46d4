import type { Answer } from './answer.ts'

const MOST_BYTES = 64 * 1024 * 1024

/** Answers of the current revision by address: made once, even when many ask at the same time. The oldest goes first. */
export class AnswerKeep {
  #revision = -1
  #bytes = 0
  readonly #answers = new Map<string, Promise<Answer>>()
  readonly #sizes = new Map<string, number>()

  async get(revision: number, key: string, make: () => Promise<Answer>): Promise<Answer> {
    if (revision !== this.#revision) this.#clear(revision)
    const kept = this.#answers.get(key)
    if (kept !== undefined) return kept
    const making = make()
    this.#answers.set(key, making)
    try {
      const answer = await making
      if (this.#answers.get(key) === making) this.#weigh(key, answer.bytes.length)
      return answer
    } catch (error) {
      if (this.#answers.get(key) === making) this.#answers.delete(key)
      throw error
    }
  }

  #weigh(key: string, bytes: number): void {
    this.#sizes.set(key, bytes)
    this.#bytes += bytes
    for (const [oldest, size] of this.#sizes) {
      if (this.#bytes <= MOST_BYTES) return
      this.#sizes.delete(oldest)
      this.#answers.delete(oldest)
      this.#bytes -= size
    }
  }

  #clear(revision: number): void {
    this.#revision = revision
    this.#bytes = 0
    this.#answers.clear()
    this.#sizes.clear()
  }
}
