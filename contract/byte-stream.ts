/** A growing byte array. */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  length = 0

  byte(value: number): void {
    if (this.length === this.#bytes.length) {
      const larger = new Uint8Array(this.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes[this.length++] = value
  }

  /** An integer 0 … 2^53, seven bits a byte, low ones first. */
  varint(value: number): void {
    this.byte(value < 128 ? value : 128 | value % 128)
    this.varintTail(value, this)
  }

  /** The bytes of a varint after its first, into another stream. */
  varintTail(value: number, tail: ByteWriter): void {
    let rest = Math.floor(value / 128)
    while (rest > 0) {
      tail.byte(rest < 128 ? rest : 128 | rest % 128)
      rest = Math.floor(rest / 128)
    }
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }
}

export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** @throws RangeError at the end of the bytes. */
  byte(): number {
    const value = this.#bytes[this.#at++]
    if (value === undefined) throw new RangeError('cube ends too early')
    return value
  }

  varint(): number {
    const first = this.byte()
    return first < 128 ? first : this.varintAfter(first)
  }

  /** A varint of more than one byte, whose first is known already and whose others come here. */
  varintAfter(first: number): number {
    let value = first - 128
    let scale = 128
    for (;;) {
      const next = this.byte()
      if (next < 128) return value + next * scale
      value += (next - 128) * scale
      scale *= 128
    }
  }
}

/** Signed integers as unsigned ones, small ones staying small: 0, −1, 1, −2 … become 0, 1, 2, 3 … */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

export function unzigzag(code: number): number {
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2
}
