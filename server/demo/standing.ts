import type { Form } from '#core/indicator/form.ts'
import type { Report, ReportSource } from '#core/report/report.ts'
import type { Division } from './divisions.ts'
import { fraction } from './seeded.ts'

/** Everything about a report but its figures. */
export type Standing = Pick<Report, 'state' | 'version' | 'source' | 'filledBy' | 'late' | 'notes' | 'updatedAt'>

/** Other departments send sheets; most villages use the system, some still send paper. */
export function sourceOf({ unit, seed }: Division, form: Pick<Form, 'code'>): ReportSource {
  if (form.code === 'MARKET' || form.code === 'SURVEY') return 'sheet'
  if (unit.level < 4) return 'system'
  const chance = fraction(seed, 12)
  return chance < 0.86 ? 'system' : chance < 0.94 ? 'sheet' : chance < 0.98 ? 'phone' : 'paper'
}
