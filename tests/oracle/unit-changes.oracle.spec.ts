import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCatalogue } from '#core/indicator/catalogue.ts'
import type { Form } from '#core/indicator/form.ts'
import { formatMonth, monthsOf, type Month } from '#core/period/month.ts'
import { addUnit, closeUnit, describeUnit, moveUnit, UnitChangeError, type UnitChange, type UnitChangeProblem, type UnitRegister } from '#core/unit/change-unit.ts'
import { buildUnitTree } from '#core/unit/unit-tree.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { LIMITS } from './bases.ts'
import { MONTHS } from './cities.ts'
import { NaiveTree } from './naive-tree.ts'
import { KINDS, units } from './unit-arbitraries.ts'

/**
 * Changes of units against a recomputation from their dates, month by month: a change is made exactly when every month
 * stays one tree and no frozen month becomes another.
 */

const ALL_MONTHS = monthsOf({ from: (MONTHS.from - 3) as Month, to: (MONTHS.to + 3) as Month })
const month = fc.integer({ min: MONTHS.from - 1, max: MONTHS.to + 2 }).map((m) => m as Month)
/** Few enough that one unit moves twice in one month. */
const changeMonth = fc.oneof(month, fc.constantFrom(MONTHS.to - 5, MONTHS.to - 1).map((m) => m as Month))
const mostly = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) })

const NAMES = ['东村', '西村', '南村', '北村', '前村', '后村', '上村', '下村', '新村']

const steps = fc.array(
  fc.record({
    what: fc.constantFrom('add', 'describe', 'move', 'move', 'move', 'close', 'close'),
    unit: fc.nat(99),
    parent: fc.nat(99),
    month: mostly(changeMonth),
    name: fc.constantFrom(...NAMES),
    kind: fc.constantFrom(...KINDS),
    order: fc.nat(900),
  }),
  { minLength: 1, maxLength: 12 },
)
type Step = typeof steps extends fc.Arbitrary<readonly (infer T)[]> ? T : never

/** Nothing, a run of months, or one with a gap before its last. */
const freezes = fc.tuple(fc.nat(20), fc.boolean()).map(([count, hasGap]) =>
  new Set(monthsOf(MONTHS).filter((_, k) => k < count || (hasGap && k === count + 2))))

const forms: Form[] = [{
  code: 'F' as never, name: '', frequency: 'month', department: '', indicators: [],
  fillers: [{ level: 3 }, { level: 4, kind: '居委会' }, { level: 2, kind: '村委会' }],
}]
const catalogue = buildCatalogue([], forms)

function naiveDuties({ level, kind }: Unit): string {
  return kind === '虚拟' ? 'nothing at all' : String(level === 3 || (level === 4 && kind === '居委会') || (level === 2 && kind === '村委会'))
}

const isOpenIn = (unit: Unit, m: number) => (unit.opened === null || m >= unit.opened) && (unit.closed === null || m < unit.closed)
const parentOf = (unit: Unit, m: number) => unit.parents.filter(({ from }) => from === null || from <= m).at(-1)!.parent

/** The changed unit as the step wants it, straight from the contract; null: the step makes no sense by itself. */
function wanted(all: readonly Unit[], step: Step, frozen: ReadonlySet<Month>): { before: Unit | undefined; after: Unit } | null {
  const [unit, parent] = [all[step.unit % all.length]!, all[step.parent % all.length]!]
  switch (step.what) {
    case 'add':
      if (step.month === null && frozen.size > 0) return null
      return { before: undefined, after: {
        code: codeOf(all), name: step.name, shortName: step.name, level: parent.level + 1, kind: step.kind, order: step.order, opened: step.month, closed: null, parents: [{ from: null, parent: parent.code }],
      } }
    case 'describe':
      return { before: unit, after: { ...unit, name: step.name, shortName: step.name, kind: step.kind, order: step.order } }
    case 'move': {
      const from = step.month ?? MONTHS.to
      if (unit.level !== parent.level + 1 || !isOpenIn(unit, from)) return null
      return { before: unit, after: { ...unit, parents: [...unit.parents.filter((span) => span.from === null || span.from < from), { from, parent: parent.code }] } }
    }
    default:
      if (step.month !== null && unit.opened !== null && step.month <= unit.opened) return null
      return { before: unit, after: { ...unit, closed: step.month } }
  }
}

const codeOf = (all: readonly Unit[]) => `N${all.length}` as UnitCode

function make(register: UnitRegister, all: readonly Unit[], step: Step): UnitChange {
  const [unit, parent] = [all[step.unit % all.length]!, all[step.parent % all.length]!]
  const { name, kind, order } = step
  if (step.what === 'add') return addUnit(register, { code: codeOf(all), parent: parent.code, name, shortName: name, kind, opened: step.month, order })
  if (step.what === 'describe') return describeUnit(register, unit.code, { name, shortName: name, kind, order })
  if (step.what === 'move') return moveUnit(register, unit.code, parent.code, step.month ?? MONTHS.to)
  return closeUnit(register, unit.code, step.month)
}

function isCyclic(all: readonly Unit[]): boolean {
  const byCode = new Map(all.map((unit) => [unit.code, unit]))
  return ALL_MONTHS.some((m) => all.some((unit) => {
    let at: Unit | undefined = unit
    for (let k = 0; k <= all.length && at !== undefined; k++) at = byCode.get(parentOf(at, m)!)
    return at !== undefined
  }))
}

/** Everybody's place in a month's tree. */
function treeText(all: readonly Unit[], m: number): string {
  const tree = new NaiveTree(all)
  return all.filter(({ code }) => tree.isOpen(code, m)).map(({ code }) => `${code}<${tree.parent(code, m)}`).sort().join(' ')
}

/** Why a change must not be made, in words; null: it must be. */
function naiveFault(all: readonly Unit[], { before, after }: { before: Unit | undefined; after: Unit }, next: readonly Unit[], frozen: ReadonlySet<Month>): string | null {
  for (const m of frozen) {
    if ((before !== undefined && isOpenIn(before, m)) !== isOpenIn(after, m)) return 'frozen: open'
    if (before !== undefined && parentOf(before, m) !== parentOf(after, m)) return 'frozen: parent'
    if (before !== undefined && isOpenIn(before, m) && naiveDuties(before) !== naiveDuties(after)) return 'frozen: duties'
  }
  if (next.filter((unit) => unit.parents.some(({ parent }) => parent === null)).length !== 1 || isCyclic(next)) return 'no tree'
  const [was, is] = [new NaiveTree(all), new NaiveTree(next)]
  const isRenamed = before === undefined || before.name !== after.name || before.shortName !== after.shortName
  const firstChange = ALL_MONTHS.find((m) => before === undefined ? isOpenIn(after, m) : isOpenIn(before, m) !== isOpenIn(after, m) || (isOpenIn(after, m) && parentOf(before, m) !== parentOf(after, m)))
  for (const m of ALL_MONTHS) {
    const isChanging = firstChange !== undefined && m >= firstChange
    if (isChanging && isOpenIn(after, m) && !is.isOpen(after.code, m)) return 'hangs on nobody'
    if (all.some(({ code }) => code !== after.code && was.isOpen(code, m) && !is.isOpen(code, m))) return 'leaves orphans'
    if (!(isChanging || isRenamed) || !is.isOpen(after.code, m) || is.parent(after.code, m) === null) continue
    const siblings = is.children(is.parent(after.code, m)!, m).filter(({ code }) => code !== after.code)
    if (siblings.some(({ name, shortName }) => name === after.name || shortName === after.shortName)) return 'same name'
  }
  return null
}

describe('changes of units', { timeout: 600_000 }, () => {
  it('are made exactly when every month stays one tree and no frozen month changes', () => {
    const refused = new Map<UnitChangeProblem, number>()
    let made = 0
    fc.assert(
      fc.property(units(MONTHS), freezes, steps, (given, frozen, sequence) => {
        let all: readonly Unit[] = given.map((unit, k) => ({ ...unit, name: NAMES[k % 7]!, shortName: NAMES[k % 7]! }))
        for (const step of sequence) {
          const change = wanted(all, step, frozen)
          const next = change && (change.before === undefined ? [...all, change.after] : all.map((unit) => (unit.code === change.after.code ? change.after : unit)))
          const fault = change === null ? 'senseless' : naiveFault(all, change, next!, frozen)
          const register = { tree: buildUnitTree(all), frozen, catalogue }
          let result: UnitChange
          try {
            result = make(register, all, step)
          } catch (error) {
            if (!(error instanceof UnitChangeError)) throw error
            refused.set(error.problem, (refused.get(error.problem) ?? 0) + 1)
            expect(fault, `refused: ${error.problem}`).not.toBeNull()
            continue
          }
          expect(fault, `made: ${JSON.stringify(step)}`).toBeNull()
          made++
          expect(result.after.parents.slice(1).every(({ from }, k) => from! > (result.after.parents[k]!.from ?? 0))).toBe(true)
          const { after, countsFrom } = result
          const now = change!.before === undefined ? [...all, after] : all.map((unit) => (unit.code === after.code ? after : unit))
          const hasOtherDuties = change!.before !== undefined && naiveDuties(change!.before) !== naiveDuties(after)
          for (const m of ALL_MONTHS) {
            const text = treeText(now, m)
            expect(text, formatMonth(m)).toBe(treeText(next!, m))
            expect(naiveTextOf(result, m), formatMonth(m)).toBe(text)
            if (frozen.has(m) || countsFrom === null || m < countsFrom) expect(text, formatMonth(m)).toBe(treeText(all, m))
          }
          if (countsFrom === null || countsFrom > 0) expect(hasOtherDuties).toBe(false)
          all = now
        }
      }),
      { ...LIMITS, numRuns: process.env['BALLAST_TORTURE'] === '1' ? 2_000 : 300 },
    )
    // Every refusal that needs no database was met, and enough was made.
    expect([...refused.keys()].sort()).toEqual(['cycle', 'has-children', 'kind-frozen', 'level', 'month-frozen', 'month-needed', 'name-taken', 'not-open', 'parent-closed'])
    expect(made).toBeGreaterThan(500)
  })
})

/** The change's own tree, in the naive one's words. */
function naiveTextOf({ tree }: UnitChange, m: Month): string {
  const epoch = tree.epochAt(m)
  return Array.from(epoch.order, (each) => `${tree.units[each]!.code}<${epoch.parent[each]! < 0 ? null : tree.units[epoch.parent[each]!]!.code}`).sort().join(' ')
}
