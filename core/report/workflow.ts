import type { Report, ReportState } from './report.ts'

export type ReportAction = 'save' | 'submit' | 'withdraw' | 'approve' | 'return'

/** `missing`: nobody began. */
export type Standing = ReportState | 'missing'

/** Why an action is refused. Codes are permanent. */
export type RefusalCode =
  /** Only a reporter of the unit, or of a unit above it, saves, submits and withdraws. */
  | 'not-reporter'
  /** The root's report, and what the root filled on behalf, is approved by nobody: submitted is enough. */
  | 'no-reviewer'
  /** Only a reviewer of the parent (代报: of the filling unit's parent) approves and returns. */
  | 'not-reviewer'
  /** The reviewer saved a cell of it: somebody else must judge. */
  | 'own-cells'
  /** 定案: the month is read-only. */
  | 'frozen'
  | 'nothing-saved'
  /** Draft or returned: there is nothing to withdraw, approve or return. */
  | 'not-submitted'
  | 'already-submitted'
  | 'already-approved'
  | 'window-not-open'
  | 'window-closed'
  /** The parent has handed up what it holds: it must withdraw, or be returned, first. */
  | 'parent-submitted'
  /** The parent must be returned first. */
  | 'parent-approved'
  /** A hard error is left (blank due cells, say). */
  | 'incomplete'
  /** 退回修改 needs a reason on one figure at least. */
  | 'reason-missing'

export interface ActionContext {
  readonly report: Pick<Report, 'state'> | null
  /** The report of the same form and period of the nearest unit above that must have one; null: there is none above. */
  readonly parent: Standing | null
  /** The report is the root's own, or was filled on behalf by the root (as in `reportCounts`). */
  readonly isRoots: boolean
  readonly frozen: boolean
  readonly window: 'not-yet' | 'open' | 'closed'
  readonly actor: {
    /** Of the unit or of a unit above it. */
    readonly isReporter: boolean
    /** Of the unit's parent; of a report filled on behalf: of the filling unit's parent. */
    readonly isReviewer: boolean
    /** Saved a cell or line in any version of this report. */
    readonly hasSavedCells: boolean
  }
  /** No hard error (`isComplete` of entry.ts). */
  readonly isComplete: boolean
  /** Figures that the reviewer gives a reason on. */
  readonly reasons: number
}

export type Decision =
  | {
      readonly ok: true
      readonly state: ReportState
      /** 补报. */
      readonly late: boolean
      /** The submitted parent holds something new: it gets a version of its own, marked. */
      readonly raisesParent: boolean
    }
  | { readonly ok: false; readonly refusal: RefusalCode }

interface Rule {
  readonly by: 'reporter' | 'reviewer'
  readonly from: readonly Standing[]
  /** Null: the state stays (of a report that nobody began: draft). */
  readonly to: ReportState | null
  readonly inWindow: boolean
  /** States of the parent's report that forbid it. */
  readonly lockedBy: readonly Standing[]
}

/** Design §2 'Report states'. A report that was returned stays so, with its reasons, while it is being put right. */
const RULES: Readonly<Record<ReportAction, Rule>> = {
  save: { by: 'reporter', from: ['missing', 'draft', 'returned'], to: null, inWindow: true, lockedBy: [] },
  submit: { by: 'reporter', from: ['draft', 'returned'], to: 'submitted', inWindow: true, lockedBy: ['approved'] },
  withdraw: { by: 'reporter', from: ['submitted'], to: 'draft', inWindow: false, lockedBy: ['submitted', 'approved'] },
  approve: { by: 'reviewer', from: ['submitted'], to: 'approved', inWindow: false, lockedBy: ['approved'] },
  return: { by: 'reviewer', from: ['submitted', 'approved'], to: 'returned', inWindow: false, lockedBy: ['submitted', 'approved'] },
}

/**
 * What an action does to a report, or why not. The first broken rule is named, in this order: who acts, the freeze, the
 * report's own state, the window, the parent's state, the contents. So who may not act learns nothing of the state, and
 * what nothing can change is said before what the person could put right.
 */
export function decideAction(action: ReportAction, context: ActionContext): Decision {
  const rule = RULES[action]
  const refusal =
    refuseActor(rule, context) ??
    (context.frozen ? 'frozen' : null) ??
    refuseState(rule, context.report?.state ?? 'missing') ??
    (rule.inWindow ? refuseWindow(context.window) : null) ??
    refuseParent(rule, context.parent) ??
    refuseContents(action, context)
  if (refusal !== null) return { ok: false, refusal }
  const late = action === 'approve' && context.parent === 'submitted'
  return { ok: true, state: rule.to ?? context.report?.state ?? 'draft', late, raisesParent: late }
}

function refuseActor(rule: Rule, { actor, isRoots }: ActionContext): RefusalCode | null {
  if (rule.by === 'reporter') return actor.isReporter ? null : 'not-reporter'
  if (isRoots) return 'no-reviewer'
  if (!actor.isReviewer) return 'not-reviewer'
  return actor.hasSavedCells ? 'own-cells' : null
}

function refuseState(rule: Rule, state: Standing): RefusalCode | null {
  if (rule.from.includes(state)) return null
  switch (state) {
    case 'missing':
      return 'nothing-saved'
    case 'draft':
    case 'returned':
      return 'not-submitted'
    case 'submitted':
      return 'already-submitted'
    case 'approved':
      return 'already-approved'
  }
}

function refuseWindow(window: ActionContext['window']): RefusalCode | null {
  if (window === 'open') return null
  return window === 'not-yet' ? 'window-not-open' : 'window-closed'
}

function refuseParent(rule: Rule, parent: Standing | null): RefusalCode | null {
  if (parent === null || !rule.lockedBy.includes(parent)) return null
  return parent === 'approved' ? 'parent-approved' : 'parent-submitted'
}

function refuseContents(action: ReportAction, { isComplete, reasons }: ActionContext): RefusalCode | null {
  if (action === 'submit' && !isComplete) return 'incomplete'
  return action === 'return' && reasons < 1 ? 'reason-missing' : null
}
