import type { Answer } from './answer.ts'

const MOST_BYTES = 64 * 1024 * 1024

/** What the smallest answer costs in memory beside its bytes. Without it a flood of tiny ones would go unnoticed. */
const ENTRY_BYTES = 1024

interface Kept {
  readonly answer: Promise<Answer>
  /** 0 while it is being made. */
  bytes: number
}

/** Answers of the newest data by address: made once, even when many ask at the same time. The least lately asked goes first. */
export class AnswerKeep {
  #generation = ''
  #bytes = 0
  /** Least lately asked first. */
  readonly #kept = new Map<string, Kept>()
  readonly #mostBytes: number

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes
  }

  /** `generation` names the data that answers are made from: another one drops them all. A failure is not kept. */
  async get(generation: string, key: string, make: () => Promise<Answer>): Promise<Answer> {
    if (generation !== this.#generation) this.#clear(generation)
    const known = this.#kept.get(key)
    if (known !== undefined) {
      this.#kept.delete(key)
      this.#kept.set(key, known)
      return known.answer
    }
    const kept: Kept = { answer: make(), bytes: 0 }
    this.#kept.set(key, kept)
    try {
      const answer = await kept.answer
      if (this.#kept.get(key) === kept) this.#weigh(kept, key, answer)
      return answer
    } catch (error) {
      if (this.#kept.get(key) === kept) this.#kept.delete(key)
      throw error
    }
  }

  #weigh(kept: Kept, key: string, { bytes }: Answer): void {
    // Its packed bytes come later, and are never more than the bytes themselves.
    kept.bytes = ENTRY_BYTES + 2 * key.length + 2 * bytes.length
    this.#bytes += kept.bytes
    for (const [oldest, { bytes: freed }] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) return
      if (freed === 0) continue
      this.#kept.delete(oldest)
      this.#bytes -= freed
    }
  }

  #clear(generation: string): void {
    this.#generation = generation
    this.#bytes = 0
    this.#kept.clear()
  }
}
