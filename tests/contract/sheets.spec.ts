import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SheetReply } from '#contract/sheets.ts'
import type { Role } from '#core/access/post.ts'
import type { ReportState } from '#core/report/report.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { signInAs } from '#server/http/handler-fixture.ts'
import type { Store } from '#server/store/store.ts'
import { asking, codeOf, type Send } from './asking.ts'
import { engines } from './engines.ts'
import { accountName, FORM, FROZEN, INDICATOR, layInTwoCities, OPEN, POSTS } from './two-cities.ts'

const ACTIONS = ['save', 'submit', 'withdraw', 'approve', 'return'] as const

describe.each(engines)('sheets on $name', (engine) => {
  const opened: Store[] = []
  afterAll(async () => {
    for (const store of opened) await store.close()
  })
  async function begin(state: ReportState): Promise<{ send: Send; tokens: Map<string, string> }> {
    const store = await engine.open()
    opened.push(store)
    const tokens = await layInTwoCities(store, state)
    return { send: await asking(store), tokens }
  }
  async function read(send: Send, token: string | undefined, unit: string, rows = ''): Promise<SheetReply> {
    const reply = await send('GET', `/api/sheets/${unit}/${FORM}/${OPEN}${rows === '' ? '' : `?rows=${rows}`}`, { token: token! })
    expect(reply.status).toBe(200)
    return SheetReply.parse(reply.body)
  }

  describe('of submitted reports', () => {
    let send: Send
    let tokens: Map<string, string>
    beforeAll(async () => {
      ({ send, tokens } = await begin('submitted'))
    })

    it('hold the unit and who reports below it, with what they entered before', async () => {
      const street = await read(send, tokens.get(accountName('reporter', 'PA1a')), 'PA1a', 'children')
      expect(street).toMatchObject({ unit: 'PA1a', form: FORM, month: OPEN, frozen: false, indicators: [INDICATOR], window: { state: 'open' } })
      expect(street.rows.map(({ unit, parent, state, version, cells }) => [unit, parent, state, version, cells])).toEqual([
        ['PA1a', 'PA1', 'missing', 0, [null]],
        ['PA1ax', 'PA1a', 'submitted', 1, [{ due: true, value: 100, notObtained: null }]],
        ['PA1ay', 'PA1a', 'submitted', 1, [{ due: true, value: 101, notObtained: null }]],
      ])
      // From January of the year before to the month before; only the frozen month has figures: the unit's number in the list.
      expect([street.history[0], street.history.at(-1), street.history.length]).toEqual(['2022-01', FROZEN, 15])
      expect(street.rows[1]!.history).toEqual([[...Array<null>(14).fill(null), 15]])
      expect(street.rows.map(({ grossBefore }) => grossBefore)).toEqual([[null], [15], [16]])
      expect((await read(send, tokens.get(accountName('reporter', 'PA')), 'PA', 'all')).rows).toHaveLength(1 + 2 + 4 + 8)
      expect((await read(send, tokens.get(accountName('reporter', 'PA')), 'PA')).rows).toHaveLength(1)
    })

    it('are not there for months without a period, other forms and other branches', async () => {
      const ask = async (path: string) => codeOf(await send('GET', `/api/sheets/${path}`, { token: tokens.get(accountName('reporter', 'PA1a'))! }))
      expect([await ask(`PA1a/nothing/${OPEN}`), await ask(`PA1a/${FORM}/2023-4`), await ask(`PA2a/${FORM}/${OPEN}`), await ask(`PA1/${FORM}/${OPEN}`), await ask(`PA1a/${FORM}/${OPEN}?rows=some`)])
        .toEqual(['report-not-found', 'month-invalid', 'unit-not-found', 'unit-not-found', 'query-invalid'])
    })
  })

  // The truth is what happens when one tries.
  it.each(['draft', 'submitted', 'approved', 'returned'] as const)('say exactly what may be done with reports that are %s', async (state) => {
    const { send, tokens } = await begin(state)
    const wrong: string[] = []
    let offered = 0
    for (const at of POSTS) {
      for (const role of ['reporter', 'reviewer', 'leader'] as Role[]) {
        const token = tokens.get(accountName(role, at))!
        for (const { unit } of (await read(send, token, at, 'all')).rows.slice(0, 4)) {
          for (const action of ACTIONS) {
            const row = (await read(send, token, at, 'all')).rows.find((each) => each.unit === unit)!
            const cells = row.cells.flatMap((cell) => (cell === null ? [] : [{ indicator: INDICATOR, value: 7, notObtained: null }]))
            const reply = await send(action === 'save' ? 'PUT' : 'POST', `/api/reports/${unit}/${FORM}/${OPEN}${action === 'save' ? '' : `/${action}`}`, {
              token, headers: { 'if-match': `"${row.version}"` },
              body: action === 'save' ? { cells, lines: [], source: 'system' } : action === 'return' ? { notes: [{ indicator: INDICATOR, text: '核实' }] } : {},
            })
            const isRefused = ['forbidden', 'action-refused'].includes(codeOf(reply) ?? '')
            if (!isRefused && reply.status !== 200) wrong.push(`${action} ${unit}: ${codeOf(reply)}`)
            if (row.may.includes(action) === isRefused) wrong.push(`${role} at ${at}, ${unit} ${row.state}: ${action} is ${isRefused ? 'offered and refused' : 'not offered and done'}`)
            if (!isRefused) offered++
          }
        }
      }
    }
    expect(wrong).toEqual([])
    expect(offered).toBeGreaterThan(20)
  })

  it('offer nobody to judge what they saved themselves', async () => {
    const store = await engine.open()
    opened.push(store)
    await layInTwoCities(store, 'draft')
    const send = await asking(store)
    const both = await signInAs(store, 'both', 'PA1a', 'reviewer')
    await store.transact(async ({ accounts, raise }) => {
      const account = (await accounts.find('both'))!
      await accounts.put({ ...account, posts: [...account.posts, { unit: 'PA1ax' as UnitCode, role: 'reporter', from: null, until: null }] })
      await raise('access')
    })
    const path = `/api/reports/PA1ax/${FORM}/${OPEN}`
    const headers = (version: number) => ({ token: both, headers: { 'if-match': `"${version}"` } })
    expect((await send('PUT', path, { ...headers(1), body: { cells: [{ indicator: INDICATOR, value: 7, notObtained: null }], lines: [], source: 'system' } })).status).toBe(200)
    expect((await send('POST', `${path}/submit`, { ...headers(2), body: {} })).status).toBe(200)
    const [, row] = (await read(send, both, 'PA1a', 'children')).rows
    expect([row!.unit, row!.may]).toEqual(['PA1ax', ['withdraw']])
    expect(codeOf(await send('POST', `${path}/approve`, { ...headers(3), body: {} }))).toBe('forbidden')
  })
})
