import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { endpoints } from '#contract/endpoints.ts'
import type { Role } from '#core/access/post.ts'
import { monthOf } from '#core/period/month.ts'
import { signInAs } from '#server/http/handler-fixture.ts'
import type { Store } from '#server/store/store.ts'
import { asking, codeOf, refusalOf, type Reply, type Send } from './asking.ts'
import { engines, SPEC_AUDIT_KEY } from './engines.ts'
import { accountName, FORM, INDICATOR, layInTwoCities } from './two-cities.ts'

/** March is frozen, April is being reported, it is May. */
const [MARCH, APRIL, MAY] = ['2023-03', '2023-04', '2023-05'] as const

const problemOf = ({ body }: Reply): unknown => (body as { error?: { details?: { problem?: string } } }).error?.details?.problem

describe.each(engines)('units on $name', (engine) => {
  let store: Store
  let send: Send
  let tokens: Map<string, string>
  const opened: Store[] = []
  beforeEach(async () => {
    store = await engine.open()
    opened.push(store)
    tokens = await layInTwoCities(store, 'submitted')
    for (const [role, unit] of [['reviewer', 'PA2a'], ['reporter', 'PA2'], ['reporter', 'PA2a']] as const) tokens.set(accountName(role, unit), await signInAs(store, accountName(role, unit), unit, role))
    send = await asking(store)
  })
  afterAll(async () => {
    for (const each of opened) await each.close()
  })

  const as = (role: Role, at: string) => tokens.get(accountName(role, at))
  const add = (body: object, at = 'P') => send('POST', '/api/units', { token: as('system', at), body: { parent: 'PA', name: '经开区', kind: '管理区', opened: APRIL, ...body } })
  const describeAs = (unit: string, body: object, at = 'P') => send('PUT', `/api/units/${unit}`, { token: as('system', at), body: { name: unit, shortName: unit, kind: '', order: 1, ...body } })
  const move = (unit: string, parent: string, from: string, at = 'P') => send('POST', `/api/units/${unit}/move`, { token: as('system', at), body: { parent, from } })
  const close = (unit: string, from: string | null, at = 'P') => send('POST', `/api/units/${unit}/close`, { token: as('system', at), body: { from } })
  const unitOf = async (code: string) => (await store.loadMaster()).units.find((unit) => unit.code === code)
  async function total(unit: string, month: string): Promise<number | null> {
    const { body } = await send('GET', `/api/totals?unit=${unit}&from=${month}&to=${month}&basis=live`, { token: as('leader', 'P') })
    return (body as { indicators: { value: number | null }[] }).indicators[0]!.value
  }
  const audited = async () => (await store.audit.list({ limit: 1 }))[0]!

  it('are added, with a code of their own where none is given', async () => {
    const first = await add({})
    expect(first).toMatchObject({ status: 200, body: { code: 'M00000000001' } })
    endpoints.addUnit.reply.parse(first.body)
    expect((await add({ name: '高新区', kind: '虚拟' })).body).toEqual({ code: 'M00000000002' })
    expect((await add({ name: '新村村委会', parent: 'PA1a', code: 'PA1az', order: 7 })).body).toEqual({ code: 'PA1az' })
    expect(await unitOf('M00000000001')).toEqual({
      code: 'M00000000001', name: '经开区', shortName: '经开区', level: 3, kind: '管理区', order: expect.any(Number), opened: monthOf(2023, 4), closed: null, parents: [{ from: null, parent: 'PA' }],
    })
    expect(await unitOf('PA1az')).toMatchObject({ shortName: '新村', level: 5, order: 7 })
    // Behind its siblings.
    expect((await unitOf('M00000000001'))!.order).toBeGreaterThan((await unitOf('PA2'))!.order)
    expect((await send('GET', '/api/units/M00000000001', { token: as('leader', 'P') })).body).toMatchObject({ parent: 'PA', opened: APRIL, closed: null, kind: '管理区' })
    expect(await audited()).toMatchObject({ action: 'unit-added', unit: 'PA1az', account: accountName('system', 'P'), before: null, after: expect.stringContaining('新村村委会') })
    expect(await store.audit.verify(SPEC_AUDIT_KEY)).toMatchObject({ firstBad: null })
    expect(await store.verifyTotals()).toBeNull()
  })

  it('are not added where something stands in the way, which is named', async () => {
    expect(codeOf(await add({ code: 'PB1' }))).toBe('unit-exists')
    expect(problemOf(await add({ opened: null }))).toBe('month-needed')
    expect(problemOf(await add({ opened: MARCH }))).toBe('month-frozen')
    expect(problemOf(await add({ name: ' ' }))).toBe('name-blank')
    const taken = await add({ name: 'PA1区' })
    expect([taken.status, codeOf(taken), problemOf(taken)]).toEqual([409, 'unit-change-refused', 'name-taken'])
    expect(taken.body).toMatchObject({ error: { details: { units: [{ code: 'PA1', name: 'PA1区' }] } } })
    expect(codeOf(await add({ name: 'x\u0000' }))).toBe('body-invalid')
    expect(codeOf(await add({ opened: '0000-01' }))).toBe('body-invalid')
    expect(await store.loadMaster()).toMatchObject({ units: { length: 31 } })
  })

  it('are described anew without a figure being touched', async () => {
    const before = await store.revisions()
    expect(await describeAs('PA1', { name: '开发区', shortName: '开发', kind: '市辖区', order: 9 }, 'PA1')).toMatchObject({ status: 200, body: { done: true } })
    const after = await store.revisions()
    expect([after.master > before.master, after.reports]).toEqual([true, before.reports])
    expect(await unitOf('PA1')).toMatchObject({ name: '开发区', shortName: '开发', kind: '市辖区', order: 9, parents: [{ from: null, parent: 'PA' }] })
    expect(await audited()).toMatchObject({ action: 'unit-changed', unit: 'PA1', before: expect.stringContaining('PA1区'), after: expect.stringContaining('开发区') })
    expect((await store.loadMaster()).initials.get('PA1' as never)).toBe(engine.name === 'SQLite in WebAssembly' ? '' : 'kfq')
    expect(problemOf(await describeAs('PA1', { name: 'PA2区' }))).toBe('name-taken')
    // A village that owed a report in March stays one that did.
    expect(problemOf(await describeAs('PA1ax', { name: '甲', shortName: '甲', kind: '虚拟' }))).toBe('kind-frozen')
    // What is the case already is not written.
    const { number } = await audited()
    expect((await describeAs('PA1', { name: '开发区', shortName: '开发', kind: '市辖区', order: 9 })).status).toBe(200)
    expect((await audited()).number).toBe(number)
  })

  it('are moved from a month on, and every total with them', async () => {
    const before = { PA1: await total('PA1', APRIL), PA2: await total('PA2', APRIL), street: await total('PA1a', APRIL), PA: await total('PA', APRIL) }
    const march = [await total('PA1', MARCH), await total('PA2', MARCH)]
    expect(await move('PA1a', 'PA2', APRIL, 'PA')).toMatchObject({ status: 200, body: { done: true } })
    expect(await total('PA1', APRIL)).toBe(before.PA1! - before.street!)
    expect(await total('PA2', APRIL)).toBe(before.PA2! + before.street!)
    expect(await total('PA', APRIL)).toBe(before.PA)
    expect([await total('PA1', MARCH), await total('PA2', MARCH)]).toEqual(march)
    expect(await store.verifyTotals()).toBeNull()
    expect(await audited()).toMatchObject({ action: 'unit-moved', unit: 'PA1a', after: expect.stringContaining('{"from":"2023-04","parent":"PA2"}') })
    // And back: as if nothing had been.
    expect((await move('PA1a', 'PA1', APRIL)).status).toBe(200)
    expect((await unitOf('PA1a'))!.parents).toEqual([{ from: null, parent: 'PA1' }])
    expect(await total('PA1', APRIL)).toBe(before.PA1)
    expect(await store.verifyTotals()).toBeNull()
  })

  it('are not moved where that breaks the tree, the freeze or somebody\'s rights', async () => {
    expect(problemOf(await move('PA1a', 'PA2', MARCH))).toBe('month-frozen')
    expect(problemOf(await move('PA1a', 'PB', APRIL))).toBe('level')
    expect(problemOf(await move('PA1', 'PA1a', APRIL))).toBe('cycle')
    expect(problemOf(await move('PA1', 'PB', APRIL, 'PA1'))).toBeUndefined()
    expect(problemOf(await move('PA1', 'PA1', APRIL, 'PA1'))).toBe('own-unit')
    expect(codeOf(await move('PA1', 'PB', APRIL, 'PA'))).toBe('unit-not-found')
    expect(codeOf(await move('PB1', 'PA', APRIL, 'PA'))).toBe('unit-not-found')
    expect((await close('PA2', null)).status).toBe(200)
    const { body } = await add({ opened: MAY })
    expect(problemOf(await move('PA1a', (body as { code: string }).code, APRIL))).toBe('parent-closed')
    expect((await move('PA1a', (body as { code: string }).code, MAY)).status).toBe(200)
  })

  it('are closed when nobody is below and nothing is reported, and opened again', async () => {
    expect(problemOf(await close('PA1', MAY))).toBe('has-children')
    expect(problemOf(await close('PA1ax', MARCH))).toBe('month-frozen')
    const reported = await close('PA1ax', APRIL)
    expect(problemOf(reported)).toBe('has-reports')
    expect(reported.body).toMatchObject({ error: { details: { month: APRIL, units: [{ code: 'PA1ax' }] } } })
    expect(problemOf(await close('PA1ax', MAY, 'PA1ax'))).toBe('own-unit')
    expect((await close('PA1ax', MAY)).status).toBe(200)
    expect(await unitOf('PA1ax')).toMatchObject({ closed: monthOf(2023, 5) })
    expect(problemOf(await close('PA1ax', '2021-01'))).toBe('month-frozen')
    // Now the rest of the street may close too, but nothing opens below what is closed.
    expect((await close('PA1ay', MAY)).status).toBe(200)
    expect((await close('PA1a', MAY)).status).toBe(200)
    expect(problemOf(await close('PA1ax', null))).toBe('parent-closed')
    expect((await close('PA1a', null)).status).toBe(200)
    expect((await close('PA1ax', null)).status).toBe(200)
    expect(await audited()).toMatchObject({ action: 'unit-reopened', unit: 'PA1ax' })
    expect(await store.verifyTotals()).toBeNull()
  })

  it('are changed while reports are being written, and every total is right', async () => {
    const villages = ['PA1ax', 'PA1ay', 'PA1bx', 'PA1by', 'PA2ax', 'PA2ay']
    const version = new Map(villages.map((village) => [village, 1]))
    for (const round of [1, 2, 3]) {
      const replies = await Promise.all([
        ...villages.map(async (village) => {
          const reply = await send('POST', `/api/reports/${village}/${FORM}/${APRIL}/${round % 2 === 1 ? 'withdraw' : 'submit'}`, {
            token: as('reporter', 'P'), body: {}, headers: { 'if-match': `"${version.get(village)}"` },
          })
          if (reply.status === 200) version.set(village, version.get(village)! + 1)
          return reply
        }),
        move('PA1a', round % 2 === 1 ? 'PA2' : 'PA1', APRIL),
        move('PA2ax', round % 2 === 1 ? 'PA1b' : 'PA2a', APRIL),
      ])
      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200))
      expect(await store.verifyTotals()).toBeNull()
    }
  })

  const write = (role: Role, at: string, action: string, month: string, version: number, unit = 'PA1ax') => {
    const isSave = action === 'save'
    return send(isSave ? 'PUT' : 'POST', `/api/reports/${unit}/${FORM}/${month}${isSave ? '' : `/${action}`}`, {
      token: as(role, at), headers: { 'if-match': `"${version}"` },
      body: isSave ? { cells: [{ indicator: INDICATOR, value: 7, notObtained: null }], lines: [], source: 'system' } : action === 'return' ? { notes: [{ indicator: INDICATOR, text: '请核实' }] } : {},
    })
  }

  it('that have moved are judged, and filled on behalf, by who stood above them in the month', async () => {
    expect((await move('PA1ax', 'PA2a', MAY)).status).toBe(200)
    // April is the old street's: its reviewer returns, its district fills on behalf, and that is written down.
    expect(codeOf(await write('reviewer', 'PA2a', 'return', APRIL, 1))).toBe('unit-not-found')
    expect((await write('reviewer', 'PA1a', 'return', APRIL, 1)).body).toMatchObject({ state: 'returned', version: 2 })
    expect(codeOf(await write('reporter', 'PA2', 'save', APRIL, 2))).toBe('unit-not-found')
    expect((await write('reporter', 'PA1', 'save', APRIL, 2)).body).toMatchObject({ version: 3 })
    for await (const [report] of store.loadReports({ from: monthOf(2023, 4), to: monthOf(2023, 4), units: ['PA1ax' as never] })) expect(report?.filledBy).toBe('PA1')
    expect((await write('reporter', 'PA1ax', 'submit', APRIL, 3)).status).toBe(200)
    expect((await write('reviewer', 'PA', 'approve', APRIL, 4)).body).toMatchObject({ state: 'approved' })
    // From May on it is the new street's.
    expect(codeOf(await write('reporter', 'PA1', 'save', MAY, 0))).toBe('unit-not-found')
    expect(codeOf(await write('reporter', 'PA2', 'save', MAY, 0))).not.toBe('unit-not-found')
    expect(await store.verifyTotals()).toBeNull()
  })

  it('that are moved with a report in hand take their judge along', async () => {
    expect((await write('reviewer', 'PA1a', 'return', APRIL, 1)).status).toBe(200)
    expect((await write('reporter', 'PA1a', 'save', APRIL, 2)).status).toBe(200)
    expect((await write('reporter', 'PA1a', 'submit', APRIL, 3)).status).toBe(200)
    // Filled by a street that no longer stands above it.
    expect((await move('PA1ax', 'PA2a', APRIL)).status).toBe(200)
    expect(codeOf(await write('reviewer', 'PA1', 'approve', APRIL, 4))).toBe('unit-not-found')
    expect(refusalOf(await write('reviewer', 'PA', 'approve', APRIL, 4))).toBe('not-reviewer')
    expect((await write('reviewer', 'PA2a', 'approve', APRIL, 4)).body).toMatchObject({ state: 'approved' })
    expect(await store.verifyTotals()).toBeNull()
  })
})
