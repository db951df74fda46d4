import type * as z from 'zod/mini'
import { formatMonth, parseMonth, type Month } from '#core/period/month.ts'
import { TreeDuties } from '#core/rollup/tree-duties.ts'
import * as changes from '#core/unit/change-unit.ts'
import { UnitChangeError, type UnitChange } from '#core/unit/change-unit.ts'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import { ApiError } from '#contract/errors.ts'
import type { NewUnitBody, UnitChangeBody, UnitCloseBody, UnitMoveBody } from '#contract/unit-changes.ts'
import type { StoreTransaction } from '../store/store.ts'
import { entryOf } from './audit-entry.ts'
import { decidingAgain } from './deciding-again.ts'
import { refusedChange } from './unit-refusals.ts'
import type { Params, WriteScene, Written } from './use-case.ts'
import type { View } from './view.ts'

export async function addUnit(scene: WriteScene, body: z.infer<typeof NewUnitBody>): Promise<Written> {
  const { code } = await change(scene, 'unit-added', (view) => {
    view.unit('manage-units', body.parent)
    const code = (body.code ?? nextOwnCode(view.master.units)) as UnitCode
    if (view.master.tree.indexOf(code) !== undefined) throw new ApiError('unit-exists', undefined, { code })
    return changes.addUnit(view.master, {
      code, parent: body.parent as UnitCode, name: written(body.name), shortName: body.shortName === undefined ? null : written(body.shortName),
      kind: body.kind.trim(), opened: monthOf(body.opened), order: body.order ?? null,
    })
  })
  return { body: { code } }
}

export async function changeUnit(scene: WriteScene, body: z.infer<typeof UnitChangeBody>, { code }: Params): Promise<Written> {
  await change(scene, 'unit-changed', (view) => {
    const unit = unitOf(view, code)
    return changes.describeUnit(view.master, unit.code, { name: written(body.name), shortName: written(body.shortName), kind: body.kind.trim(), order: body.order })
  })
  return DONE
}

export async function moveUnit(scene: WriteScene, { parent, from }: z.infer<typeof UnitMoveBody>, { code }: Params): Promise<Written> {
  await change(scene, 'unit-moved', (view) => {
    const unit = unitOf(view, code)
    view.unit('manage-units', parent)
    refuseOwn(view, unit)
    return changes.moveUnit(view.master, unit.code, parent as UnitCode, parseMonth(from)!)
  })
  return DONE
}

export async function closeUnit(scene: WriteScene, { from }: z.infer<typeof UnitCloseBody>, { code }: Params): Promise<Written> {
  await change(scene, from === null ? 'unit-reopened' : 'unit-closed', (view) => {
    const unit = unitOf(view, code)
    refuseOwn(view, unit)
    return changes.closeUnit(view.master, unit.code, monthOf(from))
  })
  return DONE
}

const DONE: Written = { body: { done: true } }

const change = (...given: Parameters<typeof changeOnce>): Promise<Unit> => decidingAgain(() => changeOnce(...given))

/** One change of one unit, in one transaction: the unit, the totals that it changes, audit. @returns the unit as it is now */
async function changeOnce(scene: WriteScene, action: string, make: (view: View) => UnitChange): Promise<Unit> {
  const view = await scene.view()
  const { master } = view
  const made = refusing(view, () => make(view))
  const { before, after, tree, countsFrom } = made
  const [was, is] = [before === undefined ? null : told(before), told(after)]
  if (JSON.stringify(was) === JSON.stringify(is)) return after
  return scene.store.transact(async (tx) => {
    await refuseReports(tx, view, made)
    await tx.units.put(after)
    if (countsFrom !== null) await tx.rebuildTotals(new TreeDuties(tree, master.catalogue), countsFrom, master.frozen)
    await tx.audit.append(entryOf(scene, action, after.code, { unit: after.code, before: was, after: is }))
    await tx.raise('master')
    if (countsFrom !== null) await tx.raise('reports')
    return after
  }, { changing: master.revisions.master })
}

function refusing<T>(view: View, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof UnitChangeError ? refusedChange(error, view) : error
  }
}

/** What has been reported would be in no total. */
async function refuseReports(tx: StoreTransaction, view: View, { before, after }: UnitChange): Promise<void> {
  if (before === undefined || after.closed === null || (before.closed !== null && before.closed <= after.closed)) return
  const report = await tx.units.firstReportFrom(after.code, after.closed)
  if (report !== null) throw refusedChange(new UnitChangeError('has-reports', { units: [after], month: report.month }), view)
}

/** @throws ApiError `unit-not-found`, `forbidden` */
function unitOf(view: View, code: string | undefined): Unit {
  return view.master.tree.units[view.unit('manage-units', code)]!
}

function refuseOwn(view: View, unit: Unit): void {
  if (!view.may('place-units', view.master.tree.indexOf(unit.code)!)) throw new UnitChangeError('own-unit', { units: [unit] })
}

function written(text: string): string {
  if (text.trim() === '') throw new UnitChangeError('name-blank')
  return text.trim()
}

function monthOf(text: string | null): Month | null {
  return text === null ? null : parseMonth(text)
}

const OWN_CODE = /^M\d{11}$/

/** No statistical code begins with a letter. */
function nextOwnCode(units: readonly Unit[]): string {
  const newest = Math.max(0, ...units.filter(({ code }) => OWN_CODE.test(code)).map(({ code }) => Number(code.slice(1))))
  return `M${String(newest + 1).padStart(11, '0')}`
}

/** What the audit keeps of a unit. */
function told({ name, shortName, level, kind, order, opened, closed, parents }: Unit) {
  const text = (month: Month | null) => (month === null ? null : formatMonth(month))
  return { name, shortName, level, kind, order, opened: text(opened), closed: text(closed), parents: parents.map(({ from, parent }) => ({ from: text(from), parent })) }
}
