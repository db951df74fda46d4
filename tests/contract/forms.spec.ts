import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { endpoints } from '#contract/endpoints.ts'
import type { FormSetting } from '#contract/forms.ts'
import type { Role } from '#core/access/post.ts'
import type { Store } from '#server/store/store.ts'
import { asking, codeOf, refusalOf, type Reply, type Send } from './asking.ts'
import { engines, SPEC_AUDIT_KEY } from './engines.ts'
import { accountName, FORM, INDICATOR, layInTwoCities, NOW, OPEN } from './two-cities.ts'

const VILLAGE = 'PA1ax'
const at = (monthsAfter: number, day: number, time = '17:00') => ({ monthsAfter, day, time })
/** In force from the first of the month after, due on the 9th at every level, closed with the 20th. */
const WINDOW = { opens: at(1, 1, '08:00'), due: [{ level: 1, ...at(1, 9) }], closes: at(1, 20, '24:00'), exceptions: [] }
const BODY = { name: '就业月报', department: '市人社局', window: WINDOW }

const problemOf = ({ body }: Reply): unknown => (body as { error?: { details?: { problem?: string } } }).error?.details?.problem

describe.each(engines)('forms on $name', (engine) => {
  let store: Store
  let tokens: Map<string, string>
  /** Asks at a moment of business time. */
  let sendAt: (now: string) => Promise<Send>
  let send: Send
  const opened: Store[] = []
  beforeEach(async () => {
    store = await engine.open()
    opened.push(store)
    tokens = await layInTwoCities(store, 'draft')
    sendAt = (now) => asking(store, { clock: { now: () => now } })
    send = await sendAt(NOW)
  })
  afterAll(async () => {
    for (const each of opened) await each.close()
  })

  const as = (role: Role, unit: string) => tokens.get(accountName(role, unit))
  async function form(asked = send, role: Role = 'system', unit = 'P'): Promise<FormSetting> {
    return endpoints.forms.reply.parse((await asked('GET', '/api/forms', { token: as(role, unit) })).body).forms[0]!
  }
  async function change(body: unknown, { version, unit = 'P', code = FORM, asked = send }: { version?: string | null; unit?: string; code?: string; asked?: Send } = {}): Promise<Reply> {
    const mark = version === undefined ? (await form(asked)).version : version
    return asked('PUT', `/api/forms/${code}`, { token: as('system', unit), body, headers: mark === null ? {} : { 'if-match': `"${mark}"` } })
  }
  const save = (asked: Send, version: number) => asked('PUT', `/api/reports/${VILLAGE}/${FORM}/${OPEN}`, {
    token: as('reporter', VILLAGE), headers: { 'if-match': `"${version}"` },
    body: { cells: [{ indicator: INDICATOR, value: version, notObtained: null }], lines: [], source: 'system' },
  })

  it('tell everybody when they are filled, and whether one may change it', async () => {
    const { body } = await send('GET', '/api/forms', { token: as('reporter', VILLAGE) })
    const { now, mayChange, forms: [told] } = endpoints.forms.reply.parse(body)
    expect([now, mayChange]).toEqual([NOW, false])
    expect(told).toMatchObject({ code: FORM, name: '月报', frequency: 'month', department: '人社局', fillers: [{ level: 5 }], indicators: [INDICATOR], levels: [1, 2, 3, 4, 5], isDefault: true })
    // The last two before May, May and eleven more.
    expect(told!.periods.map(({ month }) => month)).toEqual([
      '2023-03', '2023-04', '2023-05', '2023-06', '2023-07', '2023-08', '2023-09', '2023-10', '2023-11', '2023-12', '2024-01', '2024-02', '2024-03', '2024-04',
    ])
    expect(told!.periods[1]).toEqual({
      month: OPEN, state: 'open', opens: '2023-05-01T00:00:00+08:00', closes: null,
      due: [[1, '08', false], [2, '05', false], [3, '03', false], [4, '02', true], [5, '02', true]].map(([level, day, overdue]) => ({ level, at: `2023-05-${String(day)}T17:00:00+08:00`, overdue })),
    })
    expect(told!.periods[2]!.state).toBe('not-yet')
    expect((await send('GET', '/api/forms', { token: as('system', 'P') })).body).toMatchObject({ mayChange: true })
    expect((await send('GET', '/api/forms', { token: as('system', 'PA') })).body).toMatchObject({ mayChange: false })
  })

  it('are changed by the root\'s system administrator, with one audit record of before and after', async () => {
    const before = await store.revisions()
    const written = await change({ ...BODY, name: ' 就业月报 ' })
    expect([written.status, written.body]).toEqual([200, { done: true }])
    const told = await form()
    expect(written.etag).toBe(`"${told.version}"`)
    expect(told).toMatchObject({ name: '就业月报', department: '市人社局', window: WINDOW, isDefault: false, frequency: 'month', indicators: [INDICATOR] })
    expect(told.periods[1]).toMatchObject({ opens: '2023-05-01T08:00:00+08:00', closes: '2023-05-20T24:00:00+08:00' })
    expect(told.periods[1]!.due.map((each) => each.at)).toEqual(Array(5).fill('2023-05-09T17:00:00+08:00'))
    expect(await store.revisions()).toEqual({ ...before, master: before.master + 1 })
    const [record] = await store.audit.list({ limit: 1 })
    expect(record).toMatchObject({ number: 1, action: 'form-changed', account: accountName('system', 'P'), unit: 'P', subject: FORM })
    expect(JSON.parse(record!.before!)).toEqual({ name: '月报', department: '人社局', window: null })
    expect(JSON.parse(record!.after!)).toEqual({ name: '就业月报', department: '市人社局', window: WINDOW })
    // Back to the times of every form; what changes nothing writes nothing.
    expect((await change({ ...BODY, window: null })).status).toBe(200)
    expect((await change({ ...BODY, window: null })).status).toBe(200)
    expect((await form()).isDefault).toBe(true)
    expect(await store.audit.verify(SPEC_AUDIT_KEY)).toEqual({ checked: 2, firstBad: null })
  })

  it('are never overwritten silently, nor by who may not', async () => {
    const { version } = await form()
    expect(codeOf(await change(BODY, { version: null }))).toBe('version-missing')
    expect(codeOf(await change(BODY, { version: '1' }))).toBe('version-missing')
    const both = await Promise.all(['甲', '乙'].map((name) => change({ ...BODY, name }, { version })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    const lost = both.find(({ status }) => status === 412)!
    expect(lost.body).toMatchObject({ error: { code: 'version-conflict', details: { current: { name: both[0] === lost ? '乙' : '甲' } } } })
    for (const unit of ['PA', 'PA1', 'PA1a']) expect(codeOf(await change(BODY, { unit }))).toBe('forbidden')
    expect(codeOf(await change(BODY, { code: 'none' }))).toBe('form-not-found')
    expect(codeOf(await change(BODY, { code: '__proto__' }))).toBe('form-not-found')
    expect(await store.audit.verify(SPEC_AUDIT_KEY)).toEqual({ checked: 1, firstBad: null })
  })

  it('refuse times that contradict themselves, and what is not theirs to change', async () => {
    const exception = { year: null, month: 12, opens: null, due: null, closes: null }
    const wrong: [string, object][] = [
      ['no-due', { due: [] }], ['level-twice', { due: [...WINDOW.due, ...WINDOW.due] }], ['moment-invalid', { opens: at(1, 32) }], ['moment-invalid', { opens: at(1, 1, '8:00') }],
      ['due-before-opening', { opens: at(1, 9) }], ['closes-before-due', { closes: at(1, 8) }], ['exception-twice', { exceptions: [exception, exception] }],
      ['due-before-opening', { exceptions: [{ ...exception, due: [{ level: 1, ...at(0, 28) }] }] }],
    ]
    for (const [problem, part] of wrong) {
      const refused = await change({ ...BODY, window: { ...WINDOW, ...part } })
      expect([problem, refused.status, codeOf(refused), problemOf(refused)]).toEqual([problem, 422, 'window-invalid', problem])
    }
    const malformed = [
      { ...BODY, frequency: 'year' }, { ...BODY, indicators: [] }, { ...BODY, fillers: [] }, { ...BODY, name: '' }, { ...BODY, name: ' ' }, { ...BODY, name: 'a\nb' }, { name: 'x', department: '' },
      { ...BODY, window: { ...WINDOW, opens: at(0.5, 1) } }, { ...BODY, window: { ...WINDOW, due: [{ ...WINDOW.due[0], level: 0 }] } },
      { ...BODY, window: { ...WINDOW, exceptions: [{ ...exception, month: 13 }] } }, { ...BODY, window: { ...WINDOW, more: 1 } },
    ]
    for (const body of malformed) expect([JSON.stringify(body), codeOf(await change(body))]).toEqual([JSON.stringify(body), 'body-invalid'])
    expect(await form()).toMatchObject({ name: '月报', isDefault: true })
  })

  it('open and close a report from the next request on, and tell who is late', async () => {
    /** As the forms tell it, and as the city's sheet does, unit by unit. */
    async function late(asked: Send): Promise<boolean[]> {
      const levels = (await form(asked)).periods[1]!.due.map(({ overdue }) => overdue)
      const { rows } = endpoints.sheet.reply.parse((await asked('GET', `/api/sheets/PA/${FORM}/${OPEN}?rows=all`, { token: as('leader', 'PA') })).body)
      expect(rows.map(({ overdue }) => overdue)).toEqual(rows.map(({ unit }) => levels[unit.length - 1]))
      return levels
    }
    expect((await save(send, 1)).status).toBe(200)
    expect(await late(send)).toEqual([false, false, false, true, true])
    // Due a week later: nobody is late any more.
    await change(BODY)
    expect(await late(send)).toEqual([false, false, false, false, false])
    expect((await save(send, 2)).status).toBe(200)
    // Opens tomorrow.
    await change({ ...BODY, window: { ...WINDOW, opens: at(1, 4, '00:00') } })
    expect(refusalOf(await save(send, 3))).toBe('window-not-open')
    const tomorrow = await sendAt('2023-05-04T00:00:00+08:00')
    expect((await save(tomorrow, 3)).status).toBe(200)
    expect(await late(await sendAt('2023-05-09T17:00:01+08:00'))).toEqual([true, true, true, true, true])
    const [last, after] = [await sendAt('2023-05-21T00:00:00+08:00'), await sendAt('2023-05-21T00:00:01+08:00')]
    expect((await save(last, 4)).status).toBe(200)
    expect(refusalOf(await save(after, 5))).toBe('window-closed')
    // A holiday of this one year.
    await change({ ...BODY, window: { ...WINDOW, exceptions: [{ year: 2023, month: 4, opens: null, due: null, closes: at(1, 25, '24:00') }] } }, { asked: after })
    expect((await save(after, 5)).status).toBe(200)
  })

  it('keep their times when an import writes them anew', async () => {
    await change(BODY)
    const { forms, units, indicators, revisions } = await store.loadMaster()
    await store.merge({ units: units.slice(0, 1), indicators, forms, targets: [], editions: [], reports: [], reportCount: 0 }, { master: revisions.master, combine: (old) => old })
    expect(await form()).toMatchObject({ name: '就业月报', window: WINDOW })
  })
})
