import type { FormCode } from '../indicator/form.ts'
import type { Month } from '../period/month.ts'
import type { UnitCode } from '../unit/unit.ts'
import type { Entry, LineDraft } from './entry.ts'
import type { Line, Report, ReportNote, ReportSource } from './report.ts'
import type { Decision } from './workflow.ts'

/** Every change makes a version, one above the last. These make it; whether it may be made is decided before. */

export interface SaveMeta {
  readonly unit: UnitCode
  readonly form: FormCode
  readonly month: Month
  readonly source: ReportSource
  /** The unit whose reporter saves: the unit itself (自报) or one above it (代报). */
  readonly filledBy: UnitCode
  /** The post that saves: it signs the lines that are new or changed. */
  readonly by: string
  /** Business time. */
  readonly at: string
}

/** The first version, or the next with other contents. The state stays: a returned report is returned until submitted. */
export function saveReport(previous: Report | null, entry: Entry, { by, at, ...place }: SaveMeta): Report {
  return {
    ...place,
    state: previous?.state ?? 'draft',
    version: (previous?.version ?? 0) + 1,
    late: false,
    cells: { ...entry.cells },
    lines: signLines(previous?.lines ?? [], entry.lines, by),
    notes: previous?.notes ?? [],
    updatedAt: at,
  }
}

/**
 * The version after a submit, withdrawal, approval or return. `reasons` are the notes of a return; others keep the
 * notes of the last one, until an approval settles them.
 */
export function moveReport(report: Report, to: Extract<Decision, { ok: true }>, at: string, reasons: readonly ReportNote[] = []): Report {
  const notes = to.state === 'returned' ? reasons : to.state === 'approved' ? [] : report.notes
  return { ...report, state: to.state, late: to.late, notes, version: report.version + 1, updatedAt: at }
}

/** The submitted parent's version after a 补报 below it: its own contents are as they were. */
export function raiseReport(parent: Report, at: string): Report {
  return { ...parent, version: parent.version + 1, updatedAt: at }
}

/** A line that is as before keeps its name. */
function signLines(before: readonly Line[], typed: readonly LineDraft[], by: string): Line[] {
  const left = [...before]
  return typed.map(({ indicator, kind, value, note }) => {
    const at = left.findIndex((old) => old.indicator === indicator && old.kind === kind && old.value === value && old.note === note)
    const signed = at < 0 ? by : left.splice(at, 1)[0]!.by
    return { indicator, kind, value, note, by: signed }
  })
}
