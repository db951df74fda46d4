import type { UnitsReply } from '#contract/units.ts'
import { parseMonth, type Month } from '#core/period/month.ts'
import type { ParentSpan, Unit, UnitCode } from '#core/unit/unit.ts'

/** The columns of `/api/units` as units; `order` follows the official order in which they come. */
export function unitsFromReply(reply: UnitsReply): Unit[] {
  const opened = new Map(reply.opened.map((entry) => [entry.unit, monthFrom(entry.month)]))
  const closed = new Map(reply.closed.map((entry) => [entry.unit, monthFrom(entry.month)]))
  const movedUnits = new Set(reply.moves.map((move) => move.unit))
  const codeAt = (k: number): UnitCode | null => (k < 0 ? null : (reply.codes[k] as UnitCode))
  return reply.codes.map((code, k) => ({
    code: code as UnitCode,
    name: reply.names[k]!,
    shortName: reply.shortNames[k]!,
    level: reply.levels[k]!,
    kind: reply.kindNames[reply.kinds[k]!] ?? '',
    order: k,
    opened: opened.get(k) ?? null,
    closed: closed.get(k) ?? null,
    parents: [
      { from: null, parent: codeAt(reply.parents[k]!) },
      ...(movedUnits.has(k) ? reply.moves : [])
        .filter((move) => move.unit === k)
        .map((move): ParentSpan => ({ from: monthFrom(move.from), parent: codeAt(move.parent) }))
        .sort((a, b) => a.from! - b.from!),
    ],
  }))
}

/** The schema has checked the text already. */
function monthFrom(text: string): Month {
  return parseMonth(text)!
}
