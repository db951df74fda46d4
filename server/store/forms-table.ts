import type { Transaction } from 'kysely'
import type { Form } from '#core/indicator/form.ts'
import { formRow } from './rows.ts'
import type { Tables } from './tables.ts'

/** Forms inside a write transaction. */
export class FormsWriter {
  readonly #trx: Transaction<Tables>

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx
  }

  /** Name, department and window; who fills what, and how often, comes by import. */
  async describe(form: Form): Promise<void> {
    const { name, department, window_rule } = formRow(form, 0)
    await this.#trx.updateTable('forms').set({ name, department, window_rule }).where('code', '=', form.code).execute()
  }
}
