import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FormCode } from '#core/indicator/form.ts'
import { monthOf } from '#core/period/month.ts'
import { moveReport, raiseReport, saveReport } from '#core/report/next-version.ts'
import type { Report } from '#core/report/report.ts'
import { decideAction, type ActionContext, type Decision, type RefusalCode, type ReportAction } from '#core/report/workflow.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { LIMITS } from './bases.ts'
import { NaiveMonth, type Attempt, type Person, type WindowState } from './naive-workflow.ts'

/** Walks through the life of one month's reports in a small city, core beside the naive model (threats A8). */
const WALKS = process.env['BALLAST_TORTURE'] === '1' ? 20_000 : 500

const PARENTS: ReadonlyMap<string, string | null> = new Map([
  ['city', null], ['east', 'city'], ['west', 'city'], ['e1', 'east'], ['e2', 'east'], ['w1', 'west'], ['w2', 'west'],
])
const UNITS = [...PARENTS.keys()]
const ACTIONS: readonly ReportAction[] = ['save', 'submit', 'withdraw', 'approve', 'return']
const CLOCK = '2023-07-03T10:00:00+08:00'

const post = (unit: string, role: Person['role'], name = `${unit} ${role}`): Person => ({ name, unit, role })
/** One reporter for each unit, one reviewer for each that has children, and two people with two posts. */
const PEOPLE: readonly (readonly Person[])[] = [
  ...UNITS.map((unit) => [post(unit, 'reporter')]),
  ...['city', 'east', 'west'].map((unit) => [post(unit, 'reviewer')]),
  [post('east', 'reporter', '甲'), post('east', 'reviewer', '甲')],
  [post('east', 'reporter', '乙'), post('city', 'reviewer', '乙')],
]

interface Step {
  readonly event: ReportAction | 'onwards' | 'freeze' | WindowState
  readonly unit: string
  /** A person by number; null: whoever is in charge. */
  readonly person: number | null
  readonly isComplete: boolean
  readonly reasons: number
}

const rarely = <T>(usual: T, rare: T) => fc.nat(11).map((n) => (n === 0 ? rare : usual))
const steps: fc.Arbitrary<Step> = fc.record({
  event: fc.oneof(
    { weight: 40, arbitrary: fc.constant('onwards' as const) },
    { weight: 30, arbitrary: fc.constantFrom(...ACTIONS) },
    { weight: 4, arbitrary: fc.constantFrom('open' as const, 'open' as const, 'open' as const, 'closed' as const, 'not-yet' as const) },
    { weight: 1, arbitrary: fc.constant('freeze' as const) },
  ),
  unit: fc.constantFrom(...UNITS, 'east', 'e1', 'e2'),
  person: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.nat(PEOPLE.length - 1) },
    { weight: 1, arbitrary: fc.integer({ min: PEOPLE.length - 2, max: PEOPLE.length - 1 }) },
  ),
  isComplete: rarely(true, false),
  reasons: rarely(1, 0),
})
const walks = fc.array(steps, { maxLength: 60, size: 'max' })

/** The same month as core sees it: only its reports are kept, and who saved them. */
class CoreMonth {
  readonly reports = new Map<string, Report>()
  readonly savers = new Map<string, Set<string>>(UNITS.map((unit) => [unit, new Set<string>()]))

  contextOf({ unit, posts, isComplete, reasons }: Attempt, naive: NaiveMonth): ActionContext {
    const report = this.reports.get(unit) ?? null
    const parent = PARENTS.get(unit) ?? null
    const filler = report?.filledBy ?? unit
    const judge = PARENTS.get(filler)
    return {
      report,
      parent: parent === null ? null : (this.reports.get(parent)?.state ?? 'missing'),
      isRoots: filler === 'city',
      frozen: naive.frozen,
      window: naive.window,
      actor: {
        isReporter: posts.some((each) => each.role === 'reporter' && (each.unit === unit || each.unit === parent || each.unit === 'city')),
        isReviewer: posts.some((each) => each.role === 'reviewer' && each.unit === judge),
        hasSavedCells: posts.some((each) => this.savers.get(unit)!.has(each.name)),
      },
      isComplete,
      reasons,
    }
  }

  /** Returns the units whose reports have a new version. */
  carryOut({ action, unit, posts }: Attempt, decision: Extract<Decision, { ok: true }>, filler: string): string[] {
    const report = this.reports.get(unit) ?? null
    if (action === 'save') {
      for (const { name } of posts) this.savers.get(unit)!.add(name)
      const place = { unit: unit as UnitCode, form: 'MONTH' as FormCode, month: monthOf(2023, 6), filledBy: filler as UnitCode }
      this.reports.set(unit, saveReport(report, { cells: {}, lines: [] }, { ...place, source: 'system', by: posts[0]!.name, at: CLOCK }))
    } else {
      this.reports.set(unit, moveReport(report!, decision, CLOCK))
    }
    if (!decision.raisesParent) return [unit]
    const parent = PARENTS.get(unit)!
    this.reports.set(parent, raiseReport(this.reports.get(parent)!, CLOCK))
    return [unit, parent]
  }
}

/** What a step tries: `onwards` is what usually comes next. */
function attemptOf(step: Step, naive: NaiveMonth): Attempt {
  const next = { missing: 'save', draft: 'submit', submitted: 'approve', approved: 'return', returned: 'submit' } as const
  const action = ACTIONS.find((each) => each === step.event) ?? next[naive.report(step.unit).state]
  const isReporters = action === 'save' || action === 'submit' || action === 'withdraw'
  const inCharge = isReporters ? post(step.unit, 'reporter') : post(naive.judge(step.unit) ?? 'city', 'reviewer')
  return { ...step, action, posts: step.person === null ? [inCharge] : PEOPLE[step.person]! }
}

const snapshot = (core: CoreMonth) => new Map(core.reports)
const seen = { standings: new Set<string>(), refusals: new Set<RefusalCode>(), late: new Set<string>() }

function tryOnCore(core: CoreMonth, naive: NaiveMonth, attempt: Attempt): void {
  const { action, unit } = attempt
  const before = snapshot(core)
  const context = core.contextOf(attempt, naive)
  const decision = decideAction(action, context)
  const label = `${action} ${unit} by ${attempt.posts.map(({ name }) => name).join()}`
  const wrongs = naive.wrongs(attempt)
  expect(decision.ok, label).toBe(wrongs.size === 0)
  if (!decision.ok) {
    seen.refusals.add(decision.refusal)
    expect(wrongs.has(decision.refusal), `${label}: ${decision.refusal}`).toBe(true)
    return
  }
  const changed = core.carryOut(attempt, decision, action === 'save' ? naive.fillerOf(unit, attempt.posts) : unit)
  naive.carryOut(attempt)
  expectLaws(core, before, changed, attempt, context, label)
}

/** What must hold whatever the model says. */
function expectLaws(core: CoreMonth, before: Map<string, Report>, changed: string[], attempt: Attempt, context: ActionContext, label: string): void {
  expect(context.frozen, label).toBe(false)
  const old = before.get(attempt.unit)
  const isLocking = context.parent === 'submitted' || context.parent === 'approved'
  expect(old?.state === 'approved' && isLocking, label).toBe(false)
  if (old?.state === 'submitted' && isLocking) expect(`${attempt.action} under ${context.parent}`).toBe('approve under submitted')
  if (attempt.action === 'approve') expect(attempt.posts.some(({ name }) => core.savers.get(attempt.unit)!.has(name)), label).toBe(false)
  for (const unit of UNITS) {
    const [was, is] = [before.get(unit), core.reports.get(unit)]
    if (changed.includes(unit)) expect(is!.version, label).toBe((was?.version ?? 0) + 1)
    else expect(is, label).toBe(was)
    if (unit !== attempt.unit && was !== undefined) expect({ ...is, version: 0 }, label).toEqual({ ...was, version: 0 })
  }
}

function expectAlike(core: CoreMonth, naive: NaiveMonth): void {
  for (const unit of UNITS) {
    const report = core.reports.get(unit)
    const truth = naive.report(unit)
    seen.standings.add(`${unit === 'city' ? 'city' : unit.length > 2 ? 'district' : 'village'} ${truth.state}`)
    if (truth.late) seen.late.add(unit.length > 2 ? 'district' : 'village')
    const ours = `${report?.state ?? 'missing'} ${report?.version ?? 0} ${report?.late ?? false} ${report?.filledBy ?? unit}`
    if (ours !== `${truth.state} ${truth.version} ${truth.late} ${truth.filler}`) expect(ours, unit).toBe(`${truth.state} ${truth.version} ${truth.late} ${truth.filler}`)
  }
}

describe('the states of reports', { timeout: 600_000 }, () => {
  it('are those of the model after any walk, the laws hold at every step, and the walks leave no state or refusal out', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const core = new CoreMonth()
        const naive = new NaiveMonth(PARENTS)
        for (const step of walk) {
          if (step.event === 'freeze') naive.freeze()
          else if (step.event === 'open' || step.event === 'closed' || step.event === 'not-yet') naive.window = step.event
          else tryOnCore(core, naive, attemptOf(step, naive))
          expectAlike(core, naive)
        }
      }),
      { ...LIMITS, numRuns: WALKS },
    )
    const levels = ['city', 'district', 'village']
    const all = levels.flatMap((level) => ['approved', 'draft', 'missing', 'returned', 'submitted'].map((state) => `${level} ${state}`))
    expect([...seen.standings].sort()).toEqual(all.filter((each) => each !== 'city approved' && each !== 'city returned').sort())
    expect([...seen.late].sort()).toEqual(['district', 'village'])
    expect([...seen.refusals].sort()).toEqual([
      'already-approved', 'already-submitted', 'frozen', 'incomplete', 'no-reviewer', 'not-reporter', 'not-reviewer', 'not-submitted',
      'nothing-saved', 'own-cells', 'parent-approved', 'parent-submitted', 'reason-missing', 'window-closed', 'window-not-open',
    ])
  })
})
