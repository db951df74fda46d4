import { expect, it } from 'vitest'
import { filesMatching, textOf } from './repository.ts'

/** Records are kept for ever: no command, endpoint or migration takes one away or changes it, whatever its age. */

const CHANGES = [
  /\b(deleteFrom|updateTable|dropTable|alterTable)(<\w+>)?\(\s*'(audit|report_versions)'/,
  /\b(delete\s+from|update|drop\s+table|truncate(\s+table)?|alter\s+table)\s+"?(audit|report_versions)\b/i,
]

it('is changed by no code', () => {
  const sources = filesMatching(/^(core|contract|server|mock|scripts)\/.*\.(ts|mjs)$/).filter((path) => !path.endsWith('.spec.ts'))
  expect(sources).toContain('server/store/audit-table.ts')
  expect(sources.filter((path) => CHANGES.some((change) => change.test(textOf(path))))).toEqual([])
})

it('would show such code', () => {
  for (const text of ["db.deleteFrom('audit').where('at', '<', limit)", "trx.updateTable('audit')", 'delete from audit where at < ?', 'sql`truncate table audit`', 'DROP TABLE "audit"']) {
    expect([text, CHANGES.some((change) => change.test(text))]).toEqual([text, true])
  }
})
