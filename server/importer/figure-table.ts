import type { Month } from '#core/period/month.ts'

/**
 * Own figures of an import: month × unit × column, in the smallest unit; NaN where the file has none. One array per
 * month, so that a province-year is some 75 MB and not ten million objects.
 */
export class FigureTable {
  readonly #columns: number
  readonly #units: number
  readonly #months = new Map<Month, Float64Array>()

  constructor(units: number, columns: number) {
    this.#units = units
    this.#columns = columns
  }

  /** Months that have figures, ascending. */
  get months(): Month[] {
    return [...this.#months.keys()].sort((a, b) => a - b)
  }

  /** @returns false when the figure was there already */
  put(month: Month, unit: number, column: number, value: number): boolean {
    let figures = this.#months.get(month)
    if (figures === undefined) {
      figures = new Float64Array(this.#units * this.#columns).fill(NaN)
      this.#months.set(month, figures)
    }
    const place = unit * this.#columns + column
    if (!Number.isNaN(figures[place])) return false
    figures[place] = value
    return true
  }

  /** The figures of one unit by column; NaN where there is none. */
  row(month: Month, unit: number): Float64Array {
    return this.#months.get(month)!.subarray(unit * this.#columns, (unit + 1) * this.#columns)
  }
}
