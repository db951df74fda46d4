import type { Transaction } from 'kysely'
import type { FormCode } from '#core/indicator/form.ts'
import type { Month } from '#core/period/month.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { parentRows, unitRow } from './rows.ts'
import { BatchWriter } from './table-writer.ts'
import type { Tables } from './tables.ts'

/** Units inside a write transaction. */
export class UnitsWriter {
  readonly #trx: Transaction<Tables>
  readonly #initialsOf: (name: string) => string

  constructor(trx: Transaction<Tables>, initialsOf: (name: string) => string) {
    this.#trx = trx
    this.#initialsOf = initialsOf
  }

  /** Adds a unit, or writes it anew with all its parents. */
  async put(unit: Unit): Promise<void> {
    const known = await this.#trx.selectFrom('units').select(['name', 'initials']).where('code', '=', unit.code).executeTakeFirst()
    // A page has no dictionary: what was computed for the name stays.
    const initials = this.#initialsOf(unit.name) || (known?.name === unit.name ? known.initials : '')
    await this.#write([[unit, initials]], known === undefined)
  }

  /** `areNew`: none of them is there yet. */
  async putAll(units: readonly Unit[], areNew: boolean): Promise<void> {
    await this.#write(units.map((unit) => [unit, this.#initialsOf(unit.name)]), areNew)
  }

  async #write(units: readonly (readonly [Unit, string])[], areNew: boolean): Promise<void> {
    const rows = new BatchWriter(this.#trx, 'units', ['code'])
    const parents = new BatchWriter(this.#trx, 'unit_parents', ['unit', 'from_month'])
    for (const [unit, initials] of units) {
      await rows.write(unitRow(unit, initials))
      // A unit comes with all its parents: spans that it no longer has must go.
      if (!areNew) await this.#trx.deleteFrom('unit_parents').where('unit', '=', unit.code).execute()
      for (const row of parentRows(unit)) await parents.write(row)
    }
    await rows.end()
    await parents.end()
  }

  /** The unit's first report from a month on, whatever its state; null: there is none. */
  async firstReportFrom(unit: UnitCode, month: Month): Promise<{ readonly form: FormCode; readonly month: Month } | null> {
    const row = await this.#trx.selectFrom('reports').select(['form', 'month'])
      .where('unit', '=', unit).where('month', '>=', month).orderBy('month').orderBy('form').limit(1).executeTakeFirst()
    return row === undefined ? null : { form: row.form as FormCode, month: row.month as Month }
  }
}
