import type * as z from 'zod/mini'
import type { Form, FormCode } from '#core/indicator/form.ts'
import { formatMonth } from '#core/period/month.ts'
import { periodsAround, periodWindow, windowAt, windowRuleOf } from '#core/report/window.ts'
import { checkWindowRule, type WindowRuleProblem } from '#core/report/window-rule.ts'
import type { UnitTree } from '#core/unit/unit-tree.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { ApiError } from '#contract/errors.ts'
import type { FormChangeBody, FormSetting, FormsReply } from '#contract/forms.ts'
import { tokenId } from '../identity/tokens.ts'
import { entryOf } from './audit-entry.ts'
import { decidingAgain } from './deciding-again.ts'
import { expectedMark } from './expected-version.ts'
import type { Params, Reading, Written, WriteScene } from './use-case.ts'
import type { View } from './view.ts'

const PERIODS_BEFORE = 2
const PERIODS_FROM = 12

/** Tells what is open at this moment: kept, it would stand still. */
export function forms(view: View): Reading {
  return { key: null, make: async () => tell(view) }
}

function tell(view: View): FormsReply {
  return { now: view.now, mayChange: mayChange(view), forms: view.master.forms.map((form) => settingOf(view, form)) }
}

function settingOf(view: View, form: Form): FormSetting {
  const { master: { tree }, now, today } = view
  const { code, name, frequency, department } = form
  const rule = windowRuleOf(form)
  const levels = reportingLevels(tree, form)
  return {
    code, name, frequency, department, levels,
    fillers: form.fillers.map((pattern) => ('unit' in pattern ? { ...pattern, name: nameOf(view, pattern.unit) } : { ...pattern })),
    indicators: [...form.indicators],
    version: markOf(form),
    window: structuredClone(rule) as FormSetting['window'],
    isDefault: form.window === undefined,
    periods: periodsAround(frequency, today, PERIODS_BEFORE, PERIODS_FROM).map((period) => {
      const { opens, due, closes } = periodWindow(rule, levels, period)
      const at = (level: number) => windowAt(rule, level, frequency, period, now)!
      return { month: formatMonth(period), state: at(1).state, opens, closes, due: due.map((each) => ({ ...each, overdue: at(each.level).overdue })) }
    }),
  }
}

function nameOf(view: View, unit: UnitCode): string | null {
  const number = view.master.tree.indexOf(unit)
  return number !== undefined && view.may('see-unit', number) ? view.master.tree.units[number]!.name : null
}

/** Whoever stands above a filler reports the form too. */
function reportingLevels(tree: UnitTree, { fillers }: Form): number[] {
  const deepest = Math.max(1, ...fillers.map((pattern) => {
    if (!('unit' in pattern)) return pattern.level
    const number = tree.indexOf(pattern.unit)
    return number === undefined ? 1 : tree.units[number]!.level
  }))
  return Array.from({ length: deepest }, (_, k) => k + 1)
}

export function changeForm(scene: WriteScene, body: z.infer<typeof FormChangeBody>, { code = '' }: Params): Promise<Written> {
  return decidingAgain(() => changeOnce(scene, body, code))
}

async function changeOnce(scene: WriteScene, { name, department, window }: z.infer<typeof FormChangeBody>, code: string): Promise<Written> {
  const view = await scene.view()
  if (!mayChange(view)) throw new ApiError('forbidden', '报表由最上级的系统管理员统一管理，请与其联系。')
  const { master } = view
  const before = master.catalogue.form(code as FormCode)
  if (before === undefined) throw new ApiError('form-not-found', undefined, { form: code })
  const expected = expectedMark(scene.request.ifMatch)
  if (expected !== markOf(before)) throw new ApiError('version-conflict', `“${before.name}”刚被他人修改过，请核对现在的内容后重新办理。`, { current: settingOf(view, before) })
  const { window: _, ...rest } = before
  const after: Form = { ...rest, name: name.trim(), department: department.trim(), ...(window !== null && { window }) }
  refuse(after)
  const written: Written = { body: { done: true }, etag: `"${markOf(after)}"` }
  if (markOf(after) === markOf(before)) return written
  return scene.store.transact(async (tx) => {
    await tx.forms.describe(after)
    await tx.audit.append(entryOf(scene, 'form-changed', code, { unit: rootOf(view), before: told(before), after: told(after) }))
    await tx.raise('master')
    return written
  }, { changing: master.revisions.master })
}

/** @throws ApiError `body-invalid`, `window-invalid` */
function refuse(form: Form): void {
  if (form.name === '') throw new ApiError('body-invalid', '请填写报表名称。', { field: 'name' })
  const problem = checkWindowRule(windowRuleOf(form))
  if (problem !== null) throw new ApiError('window-invalid', TEXTS[problem], { problem })
}

const TEXTS: Readonly<Record<WindowRuleProblem, string>> = {
  'no-due': '请至少为一个层级写明截止时间。',
  'level-twice': '同一层级写了两个截止时间，请只留一个。',
  'moment-invalid': '日期应为 1 至 31 日，时间应写成 17:00 这样的形式，请修改。',
  'due-before-opening': '截止时间须晚于开始时间，请修改（短月里 31 日按最后一天算）。',
  'closes-before-due': '关闭时间不能早于截止时间，请修改（短月里 31 日按最后一天算）。',
  'exception-twice': '同一期写了两条例外，请只留一条。',
}

function mayChange(view: View): boolean {
  return view.master.tree.root >= 0 && view.may('manage-forms', view.master.tree.root)
}

function rootOf({ master: { tree } }: View): string {
  return tree.units[tree.root]!.code
}

/** Of everything that the form is, so that nobody builds on what an import has changed meanwhile. */
function markOf({ code, name, frequency, fillers, department, indicators, window }: Form): string {
  return tokenId(JSON.stringify([code, name, frequency, fillers, department, indicators, window ?? null])).slice(0, 32)
}

/** What the audit keeps of a form. */
function told({ name, department, window }: Form) {
  return { name, department, window: window ?? null }
}
