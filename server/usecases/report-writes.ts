import * as z from 'zod/mini'
import type { IndicatorCode } from '#core/indicator/indicator.ts'
import { pathOf } from '#core/unit/unit-tree.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { parseDecimal } from '#core/number/decimal.ts'
import { formatMonth } from '#core/period/month.ts'
import { checkEntry, noteFault, type Entry, type EntryProblem } from '#core/report/entry.ts'
import { moveReport, raiseReport, saveReport as nextVersion } from '#core/report/next-version.ts'
import type { Cell, Report, ReportNote } from '#core/report/report.ts'
import { decideAction, type Decision, type ReportAction } from '#core/report/workflow.ts'
import { ApiError } from '#contract/errors.ts'
import type { ReportBody, ReturnBody } from '#contract/report-writes.ts'
import { VersionTaken } from '../store/report-writer.ts'
import type { StoreTransaction } from '../store/store.ts'
import { tokenId } from '../identity/tokens.ts'
import { entryOf, REPORT_ACTION } from './audit-entry.ts'
import { decidingAgain } from './deciding-again.ts'
import { expectedVersion } from './expected-version.ts'
import { placeOf, standOf, type ReportPlace } from './report-place.ts'
import type { Master } from './read-model.ts'
import { reportBody } from './reports.ts'
import { refusalText } from './refusal-texts.ts'
import type { Params, Written, WriteScene } from './use-case.ts'
import type { View } from './view.ts'

export function saveReport(scene: WriteScene, body: z.infer<typeof ReportBody>, params: Params): Promise<Written> {
  return write(scene, 'save', params, body, (stand) => {
    const entry = entryOfBody(stand.view.master, body)
    refuseFaults(checkEntry(entryPlace(stand), entry).filter(({ blocks }) => blocks === 'save'))
    const { place, before, view } = stand
    return nextVersion(before, entry, {
      unit: place.unit.code, form: place.form.code, month: place.month, source: body.source,
      filledBy: fillingUnit(view, place), by: postName(view, place), at: view.now,
    })
  }, body.reason)
}

export function submitReport(scene: WriteScene, _body: unknown, params: Params): Promise<Written> {
  return write(scene, 'submit', params, null, moved)
}

export function withdrawReport(scene: WriteScene, _body: unknown, params: Params): Promise<Written> {
  return write(scene, 'withdraw', params, null, moved)
}

export function approveReport(scene: WriteScene, _body: unknown, params: Params): Promise<Written> {
  return write(scene, 'approve', params, null, moved)
}

export function returnReport(scene: WriteScene, body: z.infer<typeof ReturnBody>, params: Params): Promise<Written> {
  return write(scene, 'return', params, body, (stand) => {
    for (const { text } of body.notes) if (noteFault(text) !== null) throw new ApiError('body-invalid', '请为退回写明原因（500 字以内）。', { field: 'notes' })
    const notes: ReportNote[] = body.notes.map(({ indicator, text }) => ({ indicator: indicator as IndicatorCode | null, text, by: postName(stand.view, stand.place) }))
    return moveReport(stand.before!, stand.decision, stand.view.now, notes)
  }, undefined, body.notes.filter(({ indicator }) => indicator !== null).length)
}

/** What an action stands on when it has been allowed. */
interface Stand {
  readonly view: View
  readonly place: ReportPlace
  readonly before: Report | null
  readonly decision: Extract<Decision, { ok: true }>
}

const moved = ({ before, decision, view }: Stand): Report => moveReport(before!, decision, view.now)

const write = (...given: Parameters<typeof writeOnce>): Promise<Written> => decidingAgain(() => writeOnce(...given))

/**
 * One action on one report, in one transaction: version, history, parent's new version, audit, and the answer kept for a
 * repeated request.
 */
async function writeOnce(
  scene: WriteScene, action: ReportAction, params: Params, body: unknown, make: (stand: Stand) => Report, reason = '', reasons = 0,
): Promise<Written> {
  const view = await scene.view()
  const place = placeOf(view, action === 'approve' || action === 'return' ? 'review' : 'fill', params)
  const expected = expectedVersion(scene.request.ifMatch)
  const once = onceOnly(scene, JSON.stringify([action, params, expected, body]))
  const work = async (tx: StoreTransaction): Promise<Written> => {
    const kept = await once.before(tx)
    if (kept !== null) return kept
    const before = await tx.reports.hold(place.unit.code, place.form.code, place.month)
    const parent = place.parent === null ? null : await tx.reports.hold(place.parent.code, place.form.code, place.month)
    if ((before?.version ?? 0) !== expected) throw conflict(view, place, before)
    const decision = await decide(tx, view, place, action, before, parent, reasons)
    const after = make({ view, place, before, decision })
    await tx.reports.put(after, before, { account: view.principal.account, action, reason })
    await tx.totals.carry(view.master.duties, { before, after })
    if (decision.raisesParent && parent !== null) {
      await tx.reports.put(raiseReport(parent, view.now), parent, { account: view.principal.account, action: 'late-below', reason: place.unit.code })
    }
    const written: Written = { body: bodyOf(after), etag: `"${after.version}"` }
    await once.after(tx, written)
    const subject = `${place.unit.code} ${place.form.code} ${formatMonth(place.month)}`
    await tx.audit.append(entryOf(scene, `${REPORT_ACTION}${action}`, subject, { unit: place.unit.code, before: before && contents(before), after: contents(after) }))
    await tx.raise('reports')
    return written
  }
  try {
    return await scene.store.transact(work, view.master.revisions.master)
  } catch (error) {
    if (!(error instanceof VersionTaken)) throw error
    throw conflict(view, place, await scene.store.transact(({ reports }) => reports.hold(place.unit.code, place.form.code, place.month)))
  }
}

async function decide(
  tx: StoreTransaction, view: View, place: ReportPlace, action: ReportAction, before: Report | null, parent: Report | null, reasons: number,
): Promise<Extract<Decision, { ok: true }>> {
  const { unit, form, month } = place
  const wrote = action === 'approve' || action === 'return' ? await tx.reports.writersOf(unit.code, form.code, month) : new Set<string>()
  const problems = action === 'submit' && before !== null ? checkEntry(entryPlace({ view, place }), before) : []
  const decision = decideAction(action, {
    ...standOf(view, place, before, parent, wrote.has(view.principal.account)),
    isComplete: problems.length === 0,
    reasons,
  })
  if (decision.ok) return decision
  if (decision.refusal === 'incomplete') refuseFaults(problems)
  const isForbidden = FORBIDDING.has(decision.refusal)
  throw new ApiError(isForbidden ? 'forbidden' : 'action-refused', refusalText(decision.refusal), { refusal: decision.refusal })
}

/** About the person, not about the report. */
const FORBIDDING: ReadonlySet<string> = new Set(['not-reporter', 'not-reviewer', 'no-reviewer', 'own-cells'])

function entryPlace({ view: { master }, place: { unit, form, month } }: Pick<Stand, 'view' | 'place'>) {
  return { form, catalogue: master.catalogue, unit, month }
}

/** @throws ApiError `report-invalid`, with every problem */
function refuseFaults(problems: readonly EntryProblem[]): void {
  if (problems.length === 0) return
  throw new ApiError('report-invalid', `报表有 ${problems.length} 处问题，请逐项修改。`, { problems: problems.slice(0, 100) })
}

/** @throws ApiError `report-invalid` for figures that their indicators cannot hold exactly, `body-invalid` for one given twice */
function entryOfBody({ catalogue }: Master, body: z.infer<typeof ReportBody>): Entry {
  const wrong: { code: string; indicator: string }[] = []
  const exact = (code: string, value: number): number => {
    const figure = parseDecimal(String(value), catalogue.indicator(code as IndicatorCode)?.decimals ?? 0)
    if (typeof figure === 'number') return figure
    wrong.push({ code: figure, indicator: code })
    return 0
  }
  const cells: Record<string, Cell> = {}
  for (const { indicator, value, notObtained } of body.cells) {
    if (Object.hasOwn(cells, indicator)) throw new ApiError('body-invalid', `指标 ${indicator} 写了两次。`, { field: 'cells', indicator })
    if (value !== null && notObtained !== null) throw new ApiError('body-invalid', `指标 ${indicator} 不能既有数又“未取得”。`, { field: 'cells', indicator })
    if (value !== null) cells[indicator] = exact(indicator, value)
    else if (notObtained !== null) cells[indicator] = { notObtained }
  }
  const lines = body.lines.map(({ indicator, kind, value, note }) => ({ indicator: indicator as IndicatorCode, kind, value: exact(indicator, value), note }))
  if (wrong.length > 0) throw new ApiError('report-invalid', `有 ${wrong.length} 个数的位数不正确（过大或小数过多），请修改。`, { problems: wrong })
  return { cells, lines }
}

/** The unit whose reporter saves: the own post's unit nearest to the report's. */
function fillingUnit({ principal, master }: View, { number, month }: ReportPlace): UnitCode {
  const path = pathOf(master.tree.epochAt(month), number).map((each) => master.tree.units[each]!.code)
  // Who may fill has a reporter's post on the way: both are read in the month's tree.
  return path.findLast((code) => principal.posts.some((post) => post.role === 'reporter' && post.unit === code))!
}

/** How lines and notes are signed: by post, as everybody in the branch sees them. */
function postName({ principal, master }: View, { number, month }: ReportPlace): string {
  const path = pathOf(master.tree.epochAt(month), number).map((each) => master.tree.units[each]!)
  const unit = path.findLast(({ code }) => principal.posts.some((post) => post.unit === code))
  return `${unit?.shortName ?? ''}${principal.displayName}`
}

/** Both values, so that the loser can compare. */
function conflict({ master }: View, { unit, form, month }: ReportPlace, now: Report | null): ApiError {
  return new ApiError('version-conflict', undefined, { current: reportBody(master, unit, form, month, now ?? undefined) })
}

const KEY = /^[\x21-\x7e]{1,128}$/

/** `Idempotency-Key`: a request that arrives again has no second effect, and gets the first one's answer. */
function onceOnly({ request, principal, time }: WriteScene, asked: string) {
  const key = request.idempotencyKey
  if (key !== null && !KEY.test(key)) throw new ApiError('query-invalid', 'Idempotency-Key 应为 1 至 128 个可见字符。', { parameter: 'Idempotency-Key' })
  const account = principal!.account
  const fingerprint = tokenId(asked)
  return {
    async before(tx: StoreTransaction): Promise<Written | null> {
      if (key === null) return null
      const kept = await tx.replies.take(account, key, fingerprint, time())
      if (kept === null) return null
      if (kept.fingerprint !== fingerprint) throw new ApiError('retry-mismatch')
      return JSON.parse(kept.body) as Written
    },
    async after(tx: StoreTransaction, written: Written): Promise<void> {
      if (key === null) return
      await tx.replies.keep(account, key, 200, JSON.stringify(written))
    },
  }
}

/** What the audit keeps of a version. */
function contents({ state, version, cells, lines, notes, filledBy, source }: Report) {
  return { state, version, cells, lines, notes, filledBy, source }
}

function bodyOf({ unit, form, month, state, version, late }: Report) {
  return { unit, form, month: formatMonth(month), state, version, late }
}
