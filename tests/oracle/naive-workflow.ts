/**
 * The report states of the design, written down once more: each sentence of the table and of the paragraph below it is a
 * sentence here. No table, no shared code with core (types only).
 */
import type { RefusalCode, ReportAction, Standing } from '#core/report/workflow.ts'

export interface Person {
  readonly name: string
  readonly unit: string
  readonly role: 'reporter' | 'reviewer'
}

export interface Attempt {
  readonly action: ReportAction
  readonly unit: string
  /** Posts of one person: who has two may do what either may. */
  readonly posts: readonly Person[]
  readonly isComplete: boolean
  readonly reasons: number
}

export interface NaiveReport {
  state: Standing
  version: number
  late: boolean
  /** The unit whose reporter saved last. */
  filler: string
  readonly savers: Set<string>
}

export type WindowState = 'not-yet' | 'open' | 'closed'

export class NaiveMonth {
  readonly reports = new Map<string, NaiveReport>()
  private readonly parents: ReadonlyMap<string, string | null>
  frozen = false
  window: WindowState = 'open'

  constructor(parents: ReadonlyMap<string, string | null>) {
    this.parents = parents
    for (const unit of parents.keys()) this.reports.set(unit, { state: 'missing', version: 0, late: false, filler: unit, savers: new Set() })
  }

  report(unit: string): NaiveReport {
    return this.reports.get(unit)!
  }

  /** What the parent's report is; of the root there is none. */
  above(unit: string): Standing | 'none' {
    const parent = this.parents.get(unit)
    return parent ? this.report(parent).state : 'none'
  }

  /** The unit whose reviewers judge the report; nobody judges what the root filled. */
  judge(unit: string): string | null {
    const { state, filler } = this.report(unit)
    return this.parents.get(state === 'missing' ? unit : filler) ?? null
  }

  /** Everything that speaks against it; nothing: it is allowed. */
  wrongs({ action, unit, posts, isComplete, reasons }: Attempt): Set<RefusalCode> {
    const report = this.report(unit)
    const above = this.above(unit)
    const wrongs = new Set<RefusalCode>()
    const forbid = (code: RefusalCode, when: boolean) => when && wrongs.add(code)

    forbid('frozen', this.frozen)
    if (action === 'save' || action === 'submit') {
      forbid('window-not-open', this.window === 'not-yet')
      forbid('window-closed', this.window === 'closed')
    }
    if (action === 'save' || action === 'submit' || action === 'withdraw') {
      forbid('not-reporter', !posts.some((post) => post.role === 'reporter' && this.pathOf(unit).includes(post.unit)))
    } else {
      const judge = this.judge(unit)
      forbid('no-reviewer', judge === null)
      forbid('not-reviewer', !posts.some((post) => post.role === 'reviewer' && post.unit === judge))
      forbid('own-cells', posts.some((post) => report.savers.has(post.name)))
    }
    if (action !== 'save') {
      forbid('nothing-saved', report.state === 'missing')
      // Whatever stands below an approved report is part of what was approved.
      forbid('parent-approved', above === 'approved')
    }
    if (action === 'save' || action === 'submit') {
      forbid('already-submitted', report.state === 'submitted')
      forbid('already-approved', report.state === 'approved')
    } else {
      forbid('not-submitted', report.state === 'draft' || report.state === 'returned')
      forbid('already-approved', report.state === 'approved' && action !== 'return')
    }
    // A submitted parent locks what was submitted and approved; it takes 补报 in.
    if (action === 'withdraw' || action === 'return') forbid('parent-submitted', above === 'submitted')
    forbid('incomplete', action === 'submit' && !isComplete)
    forbid('reason-missing', action === 'return' && reasons === 0)
    return wrongs
  }

  /** Does what is allowed. */
  carryOut({ action, unit, posts }: Attempt): void {
    const report = this.report(unit)
    const parent = this.parents.get(unit)
    report.version += 1
    report.late = false
    switch (action) {
      case 'save':
        if (report.state === 'missing') report.state = 'draft'
        for (const post of posts) report.savers.add(post.name)
        report.filler = this.fillerOf(unit, posts)
        return
      case 'submit':
        report.state = 'submitted'
        return
      case 'withdraw':
        report.state = 'draft'
        return
      case 'return':
        report.state = 'returned'
        return
      case 'approve':
        report.state = 'approved'
        if (parent && this.report(parent).state === 'submitted') {
          report.late = true
          this.report(parent).version += 1
        }
    }
  }

  /** The nearest unit, from the report's own upwards, for which the person reports. */
  fillerOf(unit: string, posts: readonly Person[]): string {
    return this.pathOf(unit).find((each) => posts.some((post) => post.role === 'reporter' && post.unit === each))!
  }

  /** The city's word: possible once the root has submitted. */
  freeze(): void {
    if (this.report('city').state === 'submitted') this.frozen = true
  }

  private pathOf(unit: string): string[] {
    const parent = this.parents.get(unit)
    return parent ? [unit, ...this.pathOf(parent)] : [unit]
  }
}
