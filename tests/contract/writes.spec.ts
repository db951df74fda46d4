import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { endpoints } from '#contract/endpoints.ts'
import type { Role } from '#core/access/post.ts'
import type { ReportState } from '#core/report/report.ts'
import type { Store } from '#server/store/store.ts'
import { asking, codeOf, refusalOf, type Reply, type Send } from './asking.ts'
import { engines, SPEC_AUDIT_KEY } from './engines.ts'
import { accountName, FORM, FROZEN, INDICATOR, layInTwoCities, OPEN } from './two-cities.ts'

const VILLAGE = 'PA1ax'
const NOTHING = { units: [], indicators: [], forms: [], targets: [], reports: [], reportCount: 0, editions: [] }
const rawFigure = (value: string) => `{"cells":[{"indicator":"${INDICATOR}","value":${value},"notObtained":null}],"lines":[],"source":"system"}`
const told = (state: ReportState, version: number) => ({ state, version, filledBy: VILLAGE, source: 'system' })
const figure = (value: number) => ({ cells: [{ indicator: INDICATOR, value, notObtained: null }], lines: [], source: 'system' })

describe.each(engines)('reports on $name', (engine) => {
  let store: Store
  let send: Send
  let tokens: Map<string, string>
  const opened: Store[] = []
  async function begin(state: ReportState): Promise<void> {
    store = await engine.open()
    opened.push(store)
    tokens = await layInTwoCities(store, state)
    send = await asking(store)
  }
  beforeEach(() => begin('draft'))
  afterAll(async () => {
    for (const each of opened) await each.close()
  })

  /** One write by an account, on the version that it believes to be the newest. */
  function write(role: Role, at: string, action: 'save' | 'submit' | 'withdraw' | 'approve' | 'return', version: number | null, options: { unit?: string; month?: string; body?: unknown; headers?: Record<string, string> } = {}): Promise<Reply> {
    const path = `/api/reports/${options.unit ?? VILLAGE}/${FORM}/${options.month ?? OPEN}${action === 'save' ? '' : `/${action}`}`
    return send(action === 'save' ? 'PUT' : 'POST', path, {
      token: tokens.get(accountName(role, at)),
      body: options.body ?? (action === 'save' ? figure(7) : action === 'return' ? { notes: [{ indicator: INDICATOR, text: '请核实' }] } : {}),
      headers: { ...(version !== null && { 'if-match': `"${version}"` }), ...options.headers },
    })
  }
  const stored = async (unit = VILLAGE) => {
    for await (const chunk of store.loadReports({ from: 24_279 as never, to: 24_279 as never, units: [unit as never] })) return chunk[0]
    return undefined
  }
  async function total(unit: string): Promise<number | null> {
    const { body } = await send('GET', `/api/totals?unit=${unit}&from=${OPEN}&to=${OPEN}&basis=live`, { token: tokens.get(accountName('leader', 'P')) })
    return (body as { indicators: { value: number | null }[] }).indicators[0]!.value
  }

  it('are saved as a new version, and every total above is right at once', async () => {
    await begin('submitted')
    const before = await total('P')
    expect(await write('reporter', VILLAGE, 'withdraw', 1)).toMatchObject({ status: 200, etag: '"2"', body: { state: 'draft', version: 2 } })
    const saved = await write('reporter', VILLAGE, 'save', 2, { body: figure(1000) })
    endpoints.saveReport.reply.parse(saved.body)
    expect(saved).toMatchObject({ status: 200, etag: '"3"', body: { unit: VILLAGE, form: FORM, month: OPEN, state: 'draft', version: 3, late: false } })
    expect(await write('reporter', VILLAGE, 'submit', 3)).toMatchObject({ status: 200, body: { state: 'submitted', version: 4 } })
    for (const unit of ['P', 'PA', 'PA1', 'PA1a']) expect(await total(unit)).not.toBeNull()
    expect(await total('P')).toBe(before! - 100 + 1000)
    expect(await total(VILLAGE)).toBe(1000)
  })

  it('are never overwritten silently: the loser sees both', async () => {
    expect(codeOf(await write('reporter', VILLAGE, 'save', null))).toBe('version-missing')
    expect((await write('reporter', VILLAGE, 'save', 1, { body: figure(5) })).status).toBe(200)
    const late = await write('reporter', 'PA1a', 'save', 1, { body: figure(6) })
    expect([late.status, codeOf(late)]).toEqual([412, 'version-conflict'])
    expect(late.body).toMatchObject({ error: { details: { current: { version: 2, cells: [{ indicator: INDICATOR, value: 5 }] } } } })
    expect((await stored())?.cells).toEqual({ [INDICATOR]: 5 })
  })

  it('of many at the same moment are accepted one by one, each version once', async () => {
    const replies = await Promise.all(Array.from({ length: 16 }, (_, k) => write('reporter', VILLAGE, 'save', 1, { body: figure(k) })))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(replies.filter((reply) => codeOf(reply) === 'version-conflict')).toHaveLength(15)
    expect((await stored())?.version).toBe(2)
  })

  it('sent twice with one key have one effect and one answer', async () => {
    const headers = { 'idempotency-key': 'a-1' }
    const first = await write('reporter', VILLAGE, 'save', 1, { headers })
    expect(await write('reporter', VILLAGE, 'save', 1, { headers })).toEqual(first)
    expect((await stored())?.version).toBe(2)
    expect(codeOf(await write('reporter', VILLAGE, 'save', 1, { headers, body: figure(8) }))).toBe('retry-mismatch')
    // Somebody else's key is another key.
    expect(codeOf(await write('reporter', 'PA1a', 'save', 1, { headers }))).toBe('version-conflict')
    // What was refused may be tried again with the same key.
    const again = { 'idempotency-key': 'a-2' }
    expect(codeOf(await write('reporter', VILLAGE, 'save', 1, { headers: again }))).toBe('version-conflict')
    expect((await write('reporter', VILLAGE, 'save', 2, { headers: again })).status).toBe(200)
    const both = await Promise.all([1, 2].map(() => write('reporter', VILLAGE, 'submit', 3, { headers: { 'idempotency-key': 'a-3' } })))
    expect(both[0]).toEqual(both[1])
    expect((await stored())?.version).toBe(4)
  })

  it('go up level by level, and down again with reasons', async () => {
    expect(refusalOf(await write('reviewer', 'PA1a', 'approve', 1))).toBe('not-submitted')
    expect((await write('reporter', VILLAGE, 'submit', 1)).status).toBe(200)
    expect(refusalOf(await write('reporter', VILLAGE, 'save', 2))).toBe('already-submitted')
    // Only the parent's reviewer judges, not the grandparent's.
    const far = await write('reviewer', 'PA1', 'approve', 2)
    expect([far.status, codeOf(far), refusalOf(far)]).toEqual([403, 'forbidden', 'not-reviewer'])
    expect((await write('reviewer', 'PA1a', 'approve', 2)).body).toMatchObject({ state: 'approved', version: 3 })
    expect(codeOf(await write('reviewer', 'PA1a', 'return', 3, { body: { notes: [] } }))).toBe('body-invalid')
    expect(refusalOf(await write('reviewer', 'PA1a', 'return', 3, { body: { notes: [{ indicator: null, text: '整张' }] } }))).toBe('reason-missing')
    expect((await write('reviewer', 'PA1a', 'return', 3)).body).toMatchObject({ state: 'returned', version: 4 })
    expect((await stored())?.notes).toMatchObject([{ indicator: INDICATOR, text: '请核实' }])
  })

  it('filled on behalf are judged above the filling unit, and by nobody who filled them', async () => {
    expect((await write('reporter', 'PA1', 'save', 1)).status).toBe(200)
    expect((await stored())?.filledBy).toBe('PA1')
    expect((await write('reporter', 'PA1', 'submit', 2)).status).toBe(200)
    expect(refusalOf(await write('reviewer', 'PA1a', 'approve', 3))).toBe('not-reviewer')
    expect((await write('reviewer', 'PA', 'approve', 3)).body).toMatchObject({ state: 'approved' })
  })

  it('approved late give the submitted parent a version of its own', async () => {
    expect((await write('reporter', 'PA1a', 'save', 0, { unit: 'PA1a', body: { cells: [], lines: [], source: 'system' } })).status).toBe(200)
    expect((await write('reporter', 'PA1a', 'submit', 1, { unit: 'PA1a' })).body).toMatchObject({ version: 2 })
    expect((await write('reporter', VILLAGE, 'submit', 1)).status).toBe(200)
    expect((await write('reviewer', 'PA1a', 'approve', 2)).body).toMatchObject({ state: 'approved', late: true })
    expect((await stored('PA1a'))?.version).toBe(3)
    expect(refusalOf(await write('reviewer', 'PA1a', 'return', 3))).toBe('parent-submitted')
  })

  it('of a frozen month are read-only', async () => {
    for (const action of ['save', 'submit', 'withdraw'] as const) expect(refusalOf(await write('reporter', VILLAGE, action, 1, { month: FROZEN }))).toBe('frozen')
    for (const action of ['approve', 'return'] as const) expect(refusalOf(await write('reviewer', 'PA1a', action, 1, { month: FROZEN }))).toBe('frozen')
  })

  it('with what cannot be stored exactly are refused, and nothing changes', async () => {
    const bad: unknown[] = [
      { ...figure(1), state: 'approved' }, { ...figure(1), version: 9 }, { ...figure(1), filledBy: 'PA' }, { ...figure(1), __proto__x: 1 },
      '{"cells":[],"lines":[],"source":"system","__proto__":{"state":"approved"}}', '{', '[]', 'null', `${'['.repeat(5000)}${']'.repeat(5000)}`,
      figure(1.5), figure(9e15), rawFigure('1e400'), rawFigure('9007199254740993'), rawFigure('"1"'), { ...figure(1), source: 'rumour' },
      { cells: [...figure(1).cells, ...figure(2).cells], lines: [], source: 'system' },
      { cells: [{ indicator: 'NONE', value: 1, notObtained: null }], lines: [], source: 'system' },
      { cells: [{ indicator: INDICATOR, value: 1, notObtained: '没有' }], lines: [], source: 'system' },
      { ...figure(1), lines: [{ indicator: INDICATOR, kind: 'adjustment', value: 1, note: '\u0000' }] },
      { ...figure(1), lines: [{ indicator: INDICATOR, kind: 'adjustment', value: 1, note: '\ud800' }] },
    ]
    for (const body of bad) {
      const { status } = await write('reporter', VILLAGE, 'save', 1, { body })
      expect([JSON.stringify(body).slice(0, 80), status]).toEqual([JSON.stringify(body).slice(0, 80), expect.toBeOneOf([400, 422])])
    }
    expect((await stored())?.version).toBe(1)
    expect(codeOf(await send('PUT', `/api/reports/${VILLAGE}/${FORM}/2023-13`, { token: tokens.get('reporter-PA1ax')!, body: figure(1), headers: { 'if-match': '"1"' } }))).toBe('month-invalid')
    expect(codeOf(await send('PUT', `/api/reports/${VILLAGE}/none/${OPEN}`, { token: tokens.get('reporter-PA1ax')!, body: figure(1), headers: { 'if-match': '"1"' } }))).toBe('report-not-found')
  })

  it('with blanks may be saved, but not submitted', async () => {
    expect((await write('reporter', VILLAGE, 'save', 1, { body: { cells: [], lines: [], source: 'system' } })).status).toBe(200)
    const refused = await write('reporter', VILLAGE, 'submit', 2)
    expect([refused.status, codeOf(refused)]).toEqual([422, 'report-invalid'])
    expect(refused.body).toMatchObject({ error: { details: { problems: [{ code: 'blank', indicator: INDICATOR }] } } })
  })

  it('that may not be submitted at all are refused for that, not for what is wrong in them', async () => {
    const blank = async (version: number, month: number) => store.merge({
      ...NOTHING, reports: [{ unit: VILLAGE as never, form: FORM as never, month: month as never, state: 'draft', version, source: 'system', filledBy: VILLAGE as never, late: false, cells: {} as never, lines: [], notes: [], updatedAt: '2023-05-03T10:00:00+08:00' }], reportCount: 1,
    }, { combine: (_, incoming) => incoming, master: (await store.revisions()).master })
    await blank(3, 24_278)
    expect(refusalOf(await write('reporter', VILLAGE, 'submit', 3, { month: FROZEN }))).toBe('frozen')
    await blank(3, 24_290)
    expect(refusalOf(await write('reporter', VILLAGE, 'submit', 3, { month: '2024-03' }))).toBe('window-not-open')
  })

  it('are judged before a reason for returning them is', async () => {
    const badly = { body: { notes: [{ indicator: INDICATOR, text: '  ' }] } }
    const foreign = await write('reviewer', 'PA1a', 'return', 1, { ...badly, unit: 'PB1ax' })
    expect([foreign.status, codeOf(foreign)]).toEqual([404, 'unit-not-found'])
    expect(refusalOf(await write('reviewer', 'PA1', 'return', 1, badly))).toBe('not-reviewer')
    expect(refusalOf(await write('reviewer', 'PA1a', 'return', 1, badly))).toBe('not-submitted')
    await write('reporter', VILLAGE, 'submit', 1)
    expect(codeOf(await write('reviewer', 'PA1a', 'return', 2, badly))).toBe('body-invalid')
    expect((await stored())?.version).toBe(2)
  })

  it('leave one audit record each, in a chain that is sound', async () => {
    await write('reporter', VILLAGE, 'save', 1)
    await write('reporter', VILLAGE, 'save', 1)
    await write('reporter', VILLAGE, 'submit', 2)
    await write('reviewer', 'PA1a', 'return', 3)
    const { body } = await send('GET', '/api/audit', { token: tokens.get(accountName('audit', 'P')) })
    const { records } = endpoints.audit.reply.parse(body)
    expect(records.map(({ number, account, action, unit }) => ({ number, account, action, unit }))).toEqual([
      { number: 3, account: 'reviewer-PA1a', action: 'report-return', unit: VILLAGE },
      { number: 2, account: 'reporter-PA1ax', action: 'report-submit', unit: VILLAGE },
      { number: 1, account: 'reporter-PA1ax', action: 'report-save', unit: VILLAGE },
    ])
    // Kept with every figure, told without: who looks after the trail has no right to data.
    const [, , kept] = await store.audit.list({ limit: 3 })
    expect(JSON.parse(kept!.after!)).toMatchObject({ cells: { [INDICATOR]: 7 }, version: 2 })
    expect(records.map(({ before, after, hash }) => ({ before: JSON.parse(before!) as unknown, after: JSON.parse(after!) as unknown, hash }))).toEqual([
      { before: told('submitted', 3), after: { ...told('returned', 4), changedCells: 0, changedLines: 0, notes: 1 }, hash: expect.any(String) },
      { before: told('draft', 2), after: { ...told('submitted', 3), changedCells: 0, changedLines: 0, notes: 0 }, hash: expect.any(String) },
      { before: told('draft', 1), after: { ...told('draft', 2), changedCells: 1, changedLines: 0, notes: 0 }, hash: kept!.hash },
    ])
    expect(await store.audit.verify(SPEC_AUDIT_KEY)).toEqual({ checked: 3, firstBad: null })
  })

  it('show no figure and no word of them to who reads the audit trail', async () => {
    const canary = 314_159_265
    const lines = [{ indicator: INDICATOR, kind: 'adjustment', value: 271_828_182, note: '备注161803' }]
    expect((await write('reporter', VILLAGE, 'save', 1, { body: { ...figure(canary), lines } })).status).toBe(200)
    await write('reporter', VILLAGE, 'submit', 2)
    await write('reviewer', 'PA1a', 'return', 3, { body: { notes: [{ indicator: INDICATOR, text: `${canary} 应为 141421356` }] } })
    await write('reporter', VILLAGE, 'save', 4, { body: figure(canary) })
    for (const top of ['P', 'PA', 'PA1a']) {
      const { status, body } = await send('GET', `/api/audit?unit=${top}`, { token: tokens.get(accountName('audit', top)) })
      const text = JSON.stringify(body)
      expect([status, (body as { records: unknown[] }).records.length]).toEqual([200, 4])
      for (const figureOrWord of ['314159265', '271828182', '161803', '141421356', 'cells"', 'lines"']) expect(text).not.toContain(figureOrWord)
      expect(text).toContain('\\"changedLines\\":1')
    }
  })
})
