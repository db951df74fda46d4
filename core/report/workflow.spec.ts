import { describe, expect, it } from 'vitest'
import { decideAction, type ActionContext, type Decision, type ReportAction, type Standing } from './workflow.ts'

const ANYBODY = { isReporter: true, isReviewer: true, hasSavedCells: false }
const READY: ActionContext = {
  report: { state: 'draft' }, parent: 'draft', isRoots: false, frozen: false, window: 'open', actor: ANYBODY, isComplete: true, reasons: 1,
}
const STANDINGS: readonly Standing[] = ['missing', 'draft', 'submitted', 'approved', 'returned']
const ACTIONS: readonly ReportAction[] = ['save', 'submit', 'withdraw', 'approve', 'return']

function tried(action: ReportAction, standing: Standing, changes: Partial<ActionContext> = {}): Decision {
  return decideAction(action, { ...READY, report: standing === 'missing' ? null : { state: standing }, ...changes })
}

function said(decision: Decision): string {
  return decision.ok ? `→ ${decision.state}${decision.late ? ' 补报' : ''}` : decision.refusal
}

/** One line of the design's table: what each action says in each of the report's states, or under each of the parent's. */
function row(action: ReportAction, columns: readonly (readonly [Standing, Partial<ActionContext>])[]): string[] {
  return columns.map(([standing, changes]) => said(tried(action, standing, changes)))
}

describe('an action by the report’s own state', () => {
  it.each([
    ['save', ['→ draft', '→ draft', 'already-submitted', 'already-approved', '→ returned']],
    ['submit', ['nothing-saved', '→ submitted', 'already-submitted', 'already-approved', '→ submitted']],
    ['withdraw', ['nothing-saved', 'not-submitted', '→ draft', 'already-approved', 'not-submitted']],
    ['approve', ['nothing-saved', 'not-submitted', '→ approved', 'already-approved', 'not-submitted']],
    ['return', ['nothing-saved', 'not-submitted', '→ returned', '→ returned', 'not-submitted']],
  ] as const)('%s', (action, answers) => {
    expect(row(action, STANDINGS.map((standing) => [standing, {}]))).toEqual(answers)
  })
})

describe('an action by the parent’s state', () => {
  const parents = [...STANDINGS, null]
  it.each([
    ['save', 'draft', ['→ draft', '→ draft', '→ draft', '→ draft', '→ draft', '→ draft']],
    ['submit', 'draft', ['→ submitted', '→ submitted', '→ submitted', 'parent-approved', '→ submitted', '→ submitted']],
    ['withdraw', 'submitted', ['→ draft', '→ draft', 'parent-submitted', 'parent-approved', '→ draft', '→ draft']],
    ['approve', 'submitted', ['→ approved', '→ approved', '→ approved 补报', 'parent-approved', '→ approved', '→ approved']],
    ['return', 'submitted', ['→ returned', '→ returned', 'parent-submitted', 'parent-approved', '→ returned', '→ returned']],
    ['return', 'approved', ['→ returned', '→ returned', 'parent-submitted', 'parent-approved', '→ returned', '→ returned']],
  ] as const)('%s of a report that is %s', (action, standing, answers) => {
    expect(row(action, parents.map((parent) => [standing, { parent }]))).toEqual(answers)
  })

  it('gives the parent a version of its own when a late report is approved, and never else', () => {
    const raising = ACTIONS.flatMap((action) =>
      STANDINGS.flatMap((standing) =>
        parents.filter((parent) => {
          const decision = tried(action, standing, { parent })
          return decision.ok && decision.raisesParent
        }).map((parent) => `${action} ${standing} under ${parent}`)))
    expect(raising).toEqual(['approve submitted under submitted'])
  })
})

describe('who acts', () => {
  const allowedIn: Record<ReportAction, Standing> = { save: 'draft', submit: 'draft', withdraw: 'submitted', approve: 'submitted', return: 'submitted' }
  const refused = (actor: Partial<ActionContext['actor']>, more: Partial<ActionContext> = {}) =>
    ACTIONS.map((action) => said(tried(action, allowedIn[action], { actor: { ...ANYBODY, ...actor }, ...more })).replace(/^→.*/, 'ok'))

  it('reporters save, submit and withdraw; reviewers approve and return', () => {
    expect(refused({ isReviewer: false })).toEqual(['ok', 'ok', 'ok', 'not-reviewer', 'not-reviewer'])
    expect(refused({ isReporter: false })).toEqual(['not-reporter', 'not-reporter', 'not-reporter', 'ok', 'ok'])
  })

  it('nobody judges cells that they saved', () => {
    expect(refused({ hasSavedCells: true })).toEqual(['ok', 'ok', 'ok', 'own-cells', 'own-cells'])
  })

  it('the root’s report is submitted and never judged from above', () => {
    expect(refused({}, { isRoots: true, parent: null })).toEqual(['ok', 'ok', 'ok', 'no-reviewer', 'no-reviewer'])
  })
})

describe('time', () => {
  it('the window holds for saving and submitting', () => {
    const answers = (window: ActionContext['window']) =>
      [said(tried('save', 'draft', { window })), said(tried('submit', 'draft', { window })), said(tried('withdraw', 'submitted', { window })),
        said(tried('approve', 'submitted', { window })), said(tried('return', 'approved', { window }))]
    expect(answers('closed')).toEqual(['window-closed', 'window-closed', '→ draft', '→ approved', '→ returned'])
    expect(answers('not-yet')).toEqual(['window-not-open', 'window-not-open', '→ draft', '→ approved', '→ returned'])
  })

  it('a frozen month takes nothing', () => {
    const answers = ACTIONS.flatMap((action) => STANDINGS.map((standing) => said(tried(action, standing, { frozen: true }))))
    expect(new Set(answers)).toEqual(new Set(['frozen']))
  })
})

describe('contents', () => {
  it('must have no hard error at submit, and may have some before', () => {
    expect(said(tried('submit', 'draft', { isComplete: false }))).toBe('incomplete')
    expect(said(tried('save', 'draft', { isComplete: false }))).toBe('→ draft')
  })

  it('are returned with a reason on one figure at least', () => {
    expect(said(tried('return', 'submitted', { reasons: 0 }))).toBe('reason-missing')
    expect(said(tried('approve', 'submitted', { reasons: 0 }))).toBe('→ approved')
  })
})

describe('of several broken rules', () => {
  // Everything is wrong at once; each line puts one more thing right.
  const nothing = { isReporter: false, isReviewer: false, hasSavedCells: true }
  const wrong: ActionContext = {
    report: { state: 'approved' }, parent: 'approved', isRoots: false, frozen: true, window: 'closed', actor: nothing, isComplete: false, reasons: 0,
  }
  const oneByOne = (action: ReportAction, steps: readonly Partial<ActionContext>[]) => {
    let context = wrong
    return [said(decideAction(action, context)), ...steps.map((step) => said(decideAction(action, (context = { ...context, ...step }))))]
  }

  it('submit names actor, freeze, state, window, parent, contents, in this order', () => {
    expect(oneByOne('submit', [
      { actor: { ...nothing, isReporter: true } }, { frozen: false }, { report: { state: 'draft' } }, { window: 'open' }, { parent: 'draft' }, { isComplete: true },
    ])).toEqual(['not-reporter', 'frozen', 'already-approved', 'window-closed', 'parent-approved', 'incomplete', '→ submitted'])
  })

  it('return names the missing reviewer, own cells, freeze, state, parent, reasons', () => {
    expect(decideAction('return', { ...wrong, isRoots: true })).toEqual({ ok: false, refusal: 'no-reviewer' })
    expect(oneByOne('return', [
      { actor: { ...nothing, isReviewer: true } }, { actor: ANYBODY }, { frozen: false, report: { state: 'draft' } }, { report: { state: 'approved' } },
      { parent: 'submitted' }, { parent: 'returned' }, { reasons: 1 },
    ])).toEqual(['not-reviewer', 'own-cells', 'frozen', 'not-submitted', 'parent-approved', 'parent-submitted', 'reason-missing', '→ returned'])
  })
})
