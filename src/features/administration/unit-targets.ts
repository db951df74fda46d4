import type { Month } from '#core/period/month.ts'
import { isOpen, parentIn } from '#core/unit/unit.ts'
import { unitDirectory, type UnitDirectory } from './unit-directory.ts'
import { aboveOf, type OutlineUnit, type UnitOutline } from './unit-outline.ts'

/** A list of suggestions is read; more than this is not. */
const MOST_SUGGESTED = 400

export interface UnitTargets {
  readonly directory: UnitDirectory
  /** What to write for each, in order; empty where they are too many. */
  readonly suggestions: readonly string[]
}

/** Where a unit may go in a month: units of the same level as the one that it leaves. */
export function targetsOf(unit: OutlineUnit, from: Month, outline: UnitOutline): UnitTargets {
  const current = parentIn(unit, from)
  const all = outline.tree.units.map(({ code }) => outline.get(code)!)
  const places = new Map(all.map((each, k) => [each, k]))
  const fitting = all.filter((each) => each.level === unit.level - 1 && each.code !== current && isOpen(each, from))
  const kept = new Set<string>(fitting.map(({ code }) => code))
  const directory = unitDirectory({
    codes: all.map(({ code }) => code), names: all.map(({ name }) => name), shortNames: all.map(({ shortName }) => shortName),
    parents: all.map(({ above }) => (above === null ? -1 : places.get(above)!)),
  })
  return {
    directory: { ...directory, find: (text) => directory.find(text).filter(({ code }) => kept.has(code)) },
    suggestions: fitting.length > MOST_SUGGESTED ? [] : fitting.map((each) => [...aboveOf(each).slice(1), each].map(({ name }) => name).join('/')),
  }
}

/** The one unit that is meant, or why it is not clear. */
export function targetNamed(text: string, { directory }: UnitTargets): { code: string } | { problem: string } {
  const found = directory.find(text)
  const [only] = found
  if (text.trim() === '') return { problem: '请写明划归哪个单位。' }
  if (only === undefined) return { problem: `“${text.trim()}”不能接收：没有这个单位，或它当月没有开设、级别不符、就是现在的上级。` }
  return found.length === 1 ? only : { problem: `“${text.trim()}”有${found.length}个，请写代码，或带上级如“${found[0]!.path.slice(-2).join('/')}”。` }
}
