import type { Catalogue } from '../indicator/catalogue.ts'
import { isFiller } from '../indicator/form.ts'
import type { Month } from '../period/month.ts'
import { isOpen, parentIn, VIRTUAL_KIND, type ParentSpan, type Unit, type UnitCode } from './unit.ts'

/** What a change of one unit may do, whoever makes it: a file or an administrator. */

/** A parent that holds from a month on, in place of every one that was to hold then or later. Null: since ever. */
export function parentsWith(spans: readonly ParentSpan[], from: Month | null, parent: UnitCode | null): readonly ParentSpan[] {
  if (from === null) return [{ from: null, parent }]
  const kept = spans.filter((span) => span.from === null || span.from < from)
  return kept.at(-1)?.parent === parent ? kept : [...kept, { from, parent }]
}

export interface FrozenFault {
  readonly month: Month
  readonly what: 'opened' | 'closed' | 'parent' | 'duties'
}

/** What an edition has frozen must stay as it was: who was open, under whom, and who owed what. Null: it does. */
export function frozenFault(before: Unit | undefined, after: Unit, frozen: Iterable<Month>, catalogue: Catalogue): FrozenFault | null {
  const months = [...frozen].sort((a, b) => a - b)
  const wasOpen = (month: Month) => before !== undefined && isOpen(before, month)
  const reopened = months.find((month) => wasOpen(month) !== isOpen(after, month))
  if (reopened !== undefined) return { month: reopened, what: wasOpen(reopened) ? 'closed' : 'opened' }
  if (before === undefined) return null
  const moved = months.find((month) => parentIn(before, month) !== parentIn(after, month))
  if (moved !== undefined) return { month: moved, what: 'parent' }
  if (hasSameDuties(before, after, catalogue)) return null
  const owing = months.find(wasOpen)
  return owing === undefined ? null : { month: owing, what: 'duties' }
}

/** Whether both owe the same reports and figures. */
export function hasSameDuties(a: Unit, b: Unit, catalogue: Catalogue): boolean {
  if (a.level === b.level && a.kind === b.kind) return true
  if ((a.kind === VIRTUAL_KIND) !== (b.kind === VIRTUAL_KIND)) return false
  const [owedByA, owedByB] = [catalogue.owedColumns(a), catalogue.owedColumns(b)]
  return catalogue.forms.every((form, k) => isFiller(form, a) === isFiller(form, b) && owedByA[k]!.join() === owedByB[k]!.join())
}

const FIRST_MONTH = 0 as Month

/** First month in which the tree is another than before; null: in none. */
export function treeChangesFrom(before: Unit | undefined, after: Unit): Month | null {
  const versions = before === undefined ? [after] : [before, after]
  const bounds = versions.flatMap(({ opened, closed, parents }) => [opened, closed, ...parents.map(({ from }) => from)])
  const months = [...new Set([FIRST_MONTH, ...bounds.filter((month) => month !== null)])].sort((a, b) => a - b)
  return months.find((month) => placeIn(before, month) !== placeIn(after, month)) ?? null
}

/** Null: in no place. */
function placeIn(unit: Unit | undefined, month: Month): string | null {
  return unit !== undefined && isOpen(unit, month) ? `below ${parentIn(unit, month) ?? ''}` : null
}
