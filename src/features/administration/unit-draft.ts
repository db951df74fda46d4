import { VIRTUAL_KIND } from '#core/unit/unit.ts'
import type { OutlineUnit, UnitOutline } from './unit-outline.ts'
import type { UnitProblems } from './unit-refusal.ts'

/** A unit as somebody writes it. */
export interface UnitDraft {
  readonly name: string
  readonly shortName: string
  readonly kind: string
  readonly order: string
}

const ORDER = /^\d{1,6}$/

/** Tells what was done, once the list has been read again; until then the form stays busy. */
export type Finish = (said: string, code: string) => Promise<void>

/** What can be said before the server is asked. */
export function draftProblems({ name, kind, order }: UnitDraft): UnitProblems {
  return {
    ...(name.trim() === '' && { name: '请填写名称。' }),
    ...(kind.trim() === '' && { kind: '请填写类别，如“村委会”“居委会”“街道”。' }),
    ...(!ORDER.test(order.trim()) && { order: '请填写 0 到 999999 的整数。' }),
  }
}

/** Kinds of a level, the commonest first; any unit may also be a virtual one. */
export function kindsOf({ tree }: Pick<UnitOutline, 'tree'>, level: number): string[] {
  const uses = new Map<string, number>()
  for (const unit of tree.units) if (unit.level === level && unit.kind !== VIRTUAL_KIND) uses.set(unit.kind, (uses.get(unit.kind) ?? 0) + 1)
  return [...[...uses].sort(([, a], [, b]) => b - a).map(([kind]) => kind), VIRTUAL_KIND]
}

/** Behind its siblings and of their commonest kind. */
export function newDraft(parent: OutlineUnit, outline: UnitOutline): UnitDraft {
  const last = Math.max(0, ...parent.children.map(({ officialOrder }) => officialOrder))
  const siblings = parent.children.length > 0 ? { tree: { ...outline.tree, units: parent.children } } : outline
  const [kind = ''] = kindsOf(siblings, parent.level + 1)
  return { name: '', shortName: '', kind, order: String(last + 1) }
}
