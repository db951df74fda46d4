import type { AuditEntry } from '../store/audit-table.ts'
import type { WriteScene } from './use-case.ts'

/** Begins the action of every record that holds figures. */
export const REPORT_ACTION = 'report-'

/** A record of what the signed-in person did. Give no secrets. */
export function entryOf(
  scene: WriteScene, action: string, subject: string,
  change: { readonly unit?: string | null; readonly before?: unknown; readonly after?: unknown; readonly account?: string } = {},
): AuditEntry {
  const text = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))
  return {
    at: scene.time(),
    account: change.account ?? scene.principal?.account ?? 'nobody',
    action,
    unit: change.unit ?? null,
    subject,
    before: text(change.before),
    after: text(change.after),
    request: scene.request.id,
  }
}
