import { isFiller, isFormMonth, type Form, type FormCode } from '#core/indicator/form.ts'
import { parseMonth, type Month } from '#core/period/month.ts'
import type { Report } from '#core/report/report.ts'
import { windowAt, windowRuleOf } from '#core/report/window.ts'
import type { ActionContext } from '#core/report/workflow.ts'
import { pathOf, subtreeOf } from '#core/unit/unit-tree.ts'
import { VIRTUAL_KIND, type Unit } from '#core/unit/unit.ts'
import { ApiError } from '#contract/errors.ts'
import type { Params } from './use-case.ts'
import type { View } from './view.ts'

/** One report's place: a unit that must have one, a form, and a month that holds a period of it. */
export interface ReportPlace {
  readonly number: number
  readonly unit: Unit
  readonly form: Form
  readonly month: Month
  /** The nearest unit above that must have a report of the form too; null: the root's own. */
  readonly parent: Unit | null
}

/** @throws ApiError `unit-not-found`, `forbidden`, `month-invalid`, `report-not-found` */
export function placeOf(view: View, permission: 'fill' | 'review' | 'see-figures', { unit: code, form: formCode, month: text }: Params): ReportPlace {
  const { tree, catalogue } = view.master
  const month = parseMonth(text ?? '')
  const number = view.unit(permission, code, month ?? undefined)
  const form = catalogue.form(formCode as FormCode)
  if (month === null) throw new ApiError('month-invalid', undefined, { parameter: 'month', value: text })
  if (form === undefined || !isFormMonth(form.frequency, month)) throw new ApiError('report-not-found')
  const epoch = tree.epochAt(month)
  const unit = tree.units[number]!
  const below = subtreeOf(epoch, number)
  if (unit.kind === VIRTUAL_KIND || !below.some((each) => isFiller(form, tree.units[each]!))) throw new ApiError('report-not-found')
  return { number, unit, form, month, parent: reportingParent(view, number, month) }
}

/** 虚拟 units between a filler and the root report nothing. Null: nobody above reports. */
export function reportingParent({ master: { tree } }: View, number: number, month: Month): Unit | null {
  const above = pathOf(tree.epochAt(month), number).slice(0, -1).map((each) => tree.units[each]!)
  return above.findLast(({ kind }) => kind !== VIRTUAL_KIND) ?? null
}

/** All that decides on an action but what is in the report: by whom, when, and where it stands. */
export function standOf(
  view: View, { number, form, month, parent }: Pick<ReportPlace, 'number' | 'form' | 'month' | 'parent'>,
  report: Report | null, parentsReport: Pick<Report, 'state'> | null, hasSavedCells: boolean,
): Omit<ActionContext, 'isComplete' | 'reasons'> {
  const { master: { tree, frozen }, principal } = view
  const judge = reportingParent(view, fillerOf(view, number, month, report), month)
  return {
    report,
    parent: parent === null ? null : (parentsReport?.state ?? 'missing'),
    isRoots: parent === null || judge === null,
    frozen: frozen.has(month),
    window: windowAt(windowRuleOf(form), tree.units[number]!.level, form.frequency, month, view.now)!.state,
    actor: {
      isReporter: view.may('fill', number, month),
      isReviewer: principal.posts.some((post) => post.role === 'reviewer' && post.unit === judge?.code),
      hasSavedCells,
    },
  }
}

/** The unit that the report was filled by; its own where that one no longer stands above it: the move took the judge along. */
function fillerOf({ master: { tree } }: View, number: number, month: Month, report: Pick<Report, 'filledBy'> | null): number {
  const filler = report === null ? undefined : tree.indexOf(report.filledBy)
  return filler !== undefined && pathOf(tree.epochAt(month), number).includes(filler) ? filler : number
}
