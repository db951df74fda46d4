import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#core/access/post.ts'
import { endpoints, type Endpoint, type EndpointName } from '#contract/endpoints.ts'
import { businessClock } from '#server/business-clock.ts'
import { createHandler } from '#server/http/handler.ts'
import { headerSession, plainPasswords, signInAs, SPEC_TIME } from '#server/http/handler-fixture.ts'
import type { Store } from '#server/store/store.ts'
import { engines, type Engine } from './engines.ts'
import { accountName, CODES, FORM, FROZEN, layInTwoCities, OPEN, parentOf, POSTS, PROVINCE, ROLES } from './two-cities.ts'

/**
 * The authorisation matrix: role × endpoint × relation × state, every cell asked of the real handler. What must come out
 * is written down here once more, by hand, and not taken from `core/access`.
 */

/** For own, below, above, sibling, elsewhere, in another city, absent: o as far as access goes fine, f 403, h 404 as if absent. */
type Row = string
const NOBODY: Row = 'fffffff'
const EVERYBODY: Row = 'ooooooo'
const INSIDE: Row = 'oohhhhh'
const NAMED: Row = 'oooohhh'

const figures = (row: Row): Record<Role, Row> => ({ reporter: row, reviewer: row, leader: row, system: NOBODY, security: NOBODY, audit: NOBODY })
const only = (role: Role, row: Row): Record<Role, Row> => ({ ...figures(NOBODY), [role]: row })
const all = (row: Row): Record<Role, Row> => ({ ...figures(row), system: row, security: row, audit: row })

interface Asked {
  /** The unit is one of the relation. */
  readonly path: (unit: string) => string
  readonly body?: (unit: string) => unknown
  readonly expected: Record<Role, Row>
  /** For who stands at the root, where that is another thing. */
  readonly expectedOfRoot?: Record<Role, Row>
}

const action = (name: string) => (unit: string) => `/api/reports/${unit}/${FORM}/${OPEN}/${name}`
const post = (unit: string) => ({ unit, role: 'reporter', from: null, until: null })

/** An endpoint may have more than one row: an edition is seen more widely than what is not published. */
const MATRIX: Record<EndpointName, readonly Asked[]> = {
  periods: [{ path: () => '/api/periods', expected: all(EVERYBODY) }],
  catalogue: [{ path: () => '/api/indicators', expected: all(EVERYBODY) }],
  search: [{ path: (unit) => `/api/search?q=${unit}`, expected: all(EVERYBODY) }],
  paces: [{ path: () => '/api/paces?year=2023', expected: all(EVERYBODY) }],
  session: [{ path: () => '/api/session', expected: all(EVERYBODY) }],
  signIn: [{ path: () => '/api/session', body: () => ({}), expected: all(EVERYBODY) }],
  signOut: [],
  setup: [{ path: () => '/api/setup', body: () => ({}), expected: all(EVERYBODY) }],
  changePassword: [{ path: () => '/api/password', body: () => ({}), expected: all(EVERYBODY) }],
  sessions: [{ path: () => '/api/sessions', expected: all(EVERYBODY) }],
  endSession: [{ path: () => '/api/sessions/0123456789abcdef', expected: all(EVERYBODY) }],
  forms: [{ path: () => '/api/forms', expected: all(EVERYBODY) }],
  changeForm: [{ path: () => `/api/forms/${FORM}`, body: () => ({ name: 'x', department: '', window: null }), expected: all(NOBODY), expectedOfRoot: only('system', EVERYBODY) }],
  units: [{ path: (unit) => `/api/units?root=${unit}`, expected: all(INSIDE) }],
  unit: [{ path: (unit) => `/api/units/${unit}`, expected: all(NAMED) }],
  addUnit: [{ path: () => '/api/units', body: (unit) => ({ parent: unit, name: ' ', kind: '管理区', opened: FROZEN }), expected: only('system', INSIDE) }],
  changeUnit: [{ path: (unit) => `/api/units/${unit}`, body: () => ({ name: ' ', shortName: ' ', kind: '', order: 1 }), expected: only('system', INSIDE) }],
  moveUnit: [{ path: (unit) => `/api/units/${unit}/move`, body: (unit) => ({ parent: unit, from: FROZEN }), expected: only('system', INSIDE) }],
  closeUnit: [{ path: (unit) => `/api/units/${unit}/close`, body: () => ({ from: FROZEN }), expected: only('system', INSIDE) }],
  targets: [{ path: (unit) => `/api/targets?year=2023&unit=${unit}`, expected: figures(INSIDE) }],
  reports: [{ path: (unit) => `/api/reports/${unit}?from=${FROZEN}&to=${OPEN}`, expected: figures(INSIDE) }],
  sheet: [{ path: (unit) => `/api/sheets/${unit}/${FORM}/${OPEN}?rows=children`, expected: figures(INSIDE) }],
  cube: [
    { path: (unit) => `/api/cube?unit=${unit}&from=${OPEN}&to=${OPEN}&basis=live`, expected: figures(INSIDE) },
    { path: (unit) => `/api/cube?unit=${unit}&from=${FROZEN}&to=${FROZEN}&basis=edition`, expected: figures(INSIDE) },
  ],
  totals: [
    { path: (unit) => `/api/totals?unit=${unit}&from=${OPEN}&to=${OPEN}&basis=live`, expected: figures(INSIDE) },
    { path: (unit) => `/api/totals?unit=${unit}&from=${FROZEN}&to=${FROZEN}&basis=approved`, expected: figures(INSIDE) },
    { path: (unit) => `/api/totals?unit=${unit}&from=${FROZEN}&to=${FROZEN}`, expected: figures(INSIDE) },
    { path: (unit) => `/api/totals?unit=${unit}&from=${FROZEN}&to=${FROZEN}&basis=edition`, expected: figures('oohohhh') },
  ],
  accounts: [{ path: (unit) => `/api/accounts?unit=${unit}`, expected: only('security', INSIDE) }],
  openAccounts: [{ path: () => '/api/accounts', body: (unit) => ({ accounts: [{ account: 'leader-PA', displayName: 'x', posts: [post(unit)] }] }), expected: only('security', INSIDE) }],
  changeAccount: [{ path: (unit) => `/api/accounts/victim-${unit}`, body: (unit) => ({ displayName: 'x', posts: [post(unit)], disabled: false }), expected: only('security', INSIDE) }],
  resetAccount: [{ path: (unit) => `/api/accounts/victim-${unit}/reset`, body: () => ({}), expected: only('security', INSIDE) }],
  audit: [{ path: (unit) => `/api/audit?unit=${unit}`, expected: only('audit', INSIDE) }],
  saveReport: [{ path: (unit) => `/api/reports/${unit}/${FORM}/${OPEN}`, body: () => ({ cells: [], lines: [], source: 'system' }), expected: only('reporter', INSIDE) }],
  submitReport: [{ path: action('submit'), body: () => ({}), expected: only('reporter', INSIDE) }],
  withdrawReport: [{ path: action('withdraw'), body: () => ({}), expected: only('reporter', INSIDE) }],
  approveReport: [{ path: action('approve'), body: () => ({}), expected: only('reviewer', 'fohhhhh') }],
  returnReport: [{ path: action('return'), body: () => ({ notes: [{ indicator: null, text: '核实' }] }), expected: only('reviewer', 'fohhhhh') }],
}

/** A street with its villages goes from one district to another: from this month on. */
const [MOVED, OLD, NEW, MOVE_MONTH] = ['PA1a', 'PA1', 'PA2', '2023-05'] as const

/** For the old district in the month before the move and in that of the move, then for the new one: o, f and h as above. */
type MovedRow = string
const BY_MONTH: MovedRow = 'ohho'
const BY_TODAY: MovedRow = 'hhoo'
const SEEN: MovedRow = 'oooo'

interface AskedOfMoved {
  readonly path: (unit: string, month: string) => string
  /** For the roles that have the permission at all; f for the others. */
  readonly expected: MovedRow
  readonly roles: readonly Role[]
}

const report = (name: string) => (unit: string, month: string) => `/api/reports/${unit}/${FORM}/${month}${name}`
const READERS: readonly Role[] = ['reporter', 'reviewer', 'leader']

/** What is asked of a month, or of a range, is answered by the tree of its last month; everything else by today's. */
const MOVED_MATRIX: Partial<Record<EndpointName, readonly AskedOfMoved[]>> = {
  search: [{ path: (unit) => `/api/search?q=${unit}`, expected: SEEN, roles: ROLES }],
  units: [{ path: (unit) => `/api/units?root=${unit}`, expected: BY_TODAY, roles: ROLES }],
  unit: [{ path: (unit) => `/api/units/${unit}`, expected: BY_TODAY, roles: ROLES }],
  changeUnit: [{ path: (unit) => `/api/units/${unit}`, expected: BY_TODAY, roles: ['system'] }],
  moveUnit: [{ path: (unit) => `/api/units/${unit}/move`, expected: BY_TODAY, roles: ['system'] }],
  closeUnit: [{ path: (unit) => `/api/units/${unit}/close`, expected: BY_TODAY, roles: ['system'] }],
  addUnit: [{ path: () => '/api/units', expected: BY_TODAY, roles: ['system'] }],
  targets: [{ path: (unit, month) => `/api/targets?unit=${unit}&year=${month < MOVE_MONTH ? 2022 : 2023}`, expected: BY_MONTH, roles: READERS }],
  reports: [
    { path: (unit, month) => `/api/reports/${unit}?from=${month}&to=${month}`, expected: BY_MONTH, roles: READERS },
    // The new district reads what was before, the old one nothing that goes beyond.
    { path: (unit, month) => `/api/reports/${unit}?from=${FROZEN}&to=${month}`, expected: BY_MONTH, roles: READERS },
  ],
  sheet: [{ path: (unit, month) => `/api/sheets/${unit}/${FORM}/${month}`, expected: BY_MONTH, roles: READERS }],
  cube: [
    { path: (unit, month) => `/api/cube?unit=${unit}&from=${FROZEN}&to=${month}&basis=live`, expected: BY_MONTH, roles: READERS },
    { path: (unit, month) => `/api/cube?unit=${unit}&from=${FROZEN}&to=${month}&basis=live&depth=1`, expected: BY_MONTH, roles: READERS },
  ],
  totals: [
    { path: (unit, month) => `/api/totals?unit=${unit}&from=${FROZEN}&to=${month}`, expected: BY_MONTH, roles: READERS },
    { path: (unit, month) => `/api/totals?unit=${unit}&from=${month}&to=${month}&basis=edition`, expected: BY_MONTH, roles: READERS },
  ],
  accounts: [{ path: (unit) => `/api/accounts?unit=${unit}`, expected: BY_TODAY, roles: ['security'] }],
  openAccounts: [{ path: () => '/api/accounts', expected: BY_TODAY, roles: ['security'] }],
  audit: [{ path: (unit) => `/api/audit?unit=${unit}`, expected: BY_TODAY, roles: ['audit'] }],
  saveReport: [{ path: report(''), expected: BY_MONTH, roles: ['reporter'] }],
  submitReport: [{ path: report('/submit'), expected: BY_MONTH, roles: ['reporter'] }],
  withdrawReport: [{ path: report('/withdraw'), expected: BY_MONTH, roles: ['reporter'] }],
  approveReport: [{ path: report('/approve'), expected: BY_MONTH, roles: ['reviewer'] }],
  returnReport: [{ path: report('/return'), expected: BY_MONTH, roles: ['reviewer'] }],
}

/** Units of each relation to a post's unit. A village has none below it. */
function relatives(own: string): readonly (readonly string[])[] {
  const below = CODES.filter((code) => code !== own && code.startsWith(own))
  const above = CODES.filter((code) => code !== own && own.startsWith(code))
  const sibling = CODES.filter((code) => code !== own && parentOf(code) === parentOf(own))
  const rest = CODES.filter((code) => ![own, ...below, ...above, ...sibling].includes(code))
  const isOtherCity = (code: string) => code.startsWith('PB')
  return [[own], below, above, sibling, rest.filter((code) => !isOtherCity(code)), rest.filter(isOtherCity), ['PC', 'PA9', '%00', '__proto__']]
}
const RELATIONS = ['own', 'below', 'above', 'sibling', 'elsewhere', 'another city', 'absent'] as const

function outcomeOf(status: number, code: string | undefined): 'o' | 'f' | 'h' {
  if (code === 'unit-not-found' || code === 'account-not-found') return 'h'
  return status === 403 && code === 'forbidden' ? 'f' : 'o'
}

describe.each(engines)('$name', (engine: Engine) => {
  let store: Store
  let ask: (path: string, init: RequestInit, token?: string) => Promise<Response>
  let tokens: Map<string, string>
  let close: () => Promise<void>
  beforeAll(async () => {
    store = await engine.open()
    tokens = await layInTwoCities(store)
    const { settings } = await store.loadMaster()
    const handle = createHandler({ store, clock: businessClock(settings), session: headerSession, passwords: plainPasswords, time: () => SPEC_TIME })
    ask = (path, init, token) => handle(new Request(`http://localhost${path}`, { ...init, headers: { ...init.headers, ...(token !== undefined && { 'x-token': token }) } }))
    close = () => store.close()
  })
  afterAll(() => close())

  function initOf({ method }: Endpoint, body: unknown): RequestInit {
    return body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  }

  it.each(Object.keys(endpoints) as EndpointName[])('%s: no wrong cell', async (name) => {
    const wrong: string[] = []
    for (const { path, body, expected: below, expectedOfRoot } of MATRIX[name]) {
      for (const own of expectedOfRoot === undefined ? POSTS : [...POSTS, PROVINCE]) {
        const expected = own === PROVINCE ? expectedOfRoot! : below
        for (const role of ROLES) {
          for (const [k, units] of relatives(own).entries()) {
            for (const unit of units) {
              const response = await ask(path(encodeURI(unit)), initOf(endpoints[name], body?.(unit)), tokens.get(accountName(role, own)))
              const reply = response.headers.get('content-type')?.startsWith('application/json') ? await response.json() as { error?: { code: string } } : {}
              const outcome = outcomeOf(response.status, reply.error?.code)
              if (outcome !== expected[role][k]) wrong.push(`${role} at ${own} asks ${name} of ${RELATIONS[k]} ${unit}: ${outcome} (${response.status} ${reply.error?.code}), not ${expected[role][k]}`)
            }
          }
        }
      }
    }
    expect(wrong.slice(0, 20)).toEqual([])
  })

  it('answers nobody who is not signed in, whatever is asked and however badly', async () => {
    for (const [name, endpoint] of Object.entries(endpoints) as [EndpointName, Endpoint][]) {
      if (endpoint.access === 'anyone') continue
      for (const { path } of MATRIX[name]) {
        for (const bad of ['', path('PA').includes('?') ? '&x=1' : '?x=1']) {
          for (const token of [undefined, 'f'.repeat(32), 'nonsense']) {
            const response = await ask(path('PA') + bad, initOf(endpoint, endpoint.method === 'GET' ? undefined : { nonsense: true }), token)
            expect([name, response.status, (await response.json() as { error: { code: string } }).error.code]).toEqual([name, 401, 'not-signed-in'])
          }
        }
      }
    }
  })

  it('tells a foreign unit from an absent one by nothing', async () => {
    const token = tokens.get(accountName('leader', 'PA1'))
    for (const [name, rows] of Object.entries(MATRIX) as [EndpointName, readonly Asked[]][]) {
      for (const { path, body } of rows) {
        const seen = async (unit: string) => {
          const response = await ask(path(unit), initOf(endpoints[name], body?.(unit)), token)
          return { status: response.status, headers: [...response.headers], text: (await response.text()).replaceAll(unit, 'UNIT') }
        }
        // Both codes are as long and begin alike, so that the nearest ones are the same.
        expect([name, await seen('PB1')]).toEqual([name, await seen('PC1')])
      }
    }
  })

  it('finds nothing under a name that no database can hold', async () => {
    const asked: [string, string, unknown, string, number, string][] = [
      ['leader', 'GET', undefined, '/api/units/a%00b', 404, 'unit-not-found'],
      ['leader', 'GET', undefined, `/api/reports/%00?from=${FROZEN}&to=${OPEN}`, 404, 'unit-not-found'],
      ['leader', 'GET', undefined, '/api/search?q=%00', 400, 'query-invalid'],
      ['audit', 'GET', undefined, '/api/audit?account=a%00', 400, 'query-invalid'],
      ['security', 'PUT', { displayName: 'x', posts: [post('PA')], disabled: false }, '/api/accounts/%00', 404, 'account-not-found'],
      ['security', 'POST', {}, '/api/accounts/a%00/reset', 404, 'account-not-found'],
      ['leader', 'DELETE', undefined, '/api/sessions/%00', 404, 'session-not-found'],
      ['reporter', 'POST', {}, `/api/reports/PA/%00/${OPEN}/submit`, 404, 'report-not-found'],
    ]
    for (const [role, method, body, path, status, code] of asked) {
      const response = await ask(path, { method, ...(body !== undefined && { headers: { 'content-type': 'application/json', 'if-match': '"1"' }, body: JSON.stringify(body) }) }, tokens.get(accountName(role as Role, 'PA')))
      expect([path, response.status, (await response.json() as { error: { code: string } }).error.code]).toEqual([path, status, code])
    }
  })

  it('names no unit outside the scope in any answer', async () => {
    const leaks: string[] = []
    const rows = [...MATRIX.units, ...MATRIX.search, ...MATRIX.targets, ...MATRIX.totals, ...MATRIX.reports]
    for (const own of POSTS) {
      const mayBeNamed = new Set(CODES.filter((code) => code.startsWith(own) || own.startsWith(code) || parentOf(code) === parentOf(own)))
      for (const { path } of rows) {
        for (const unit of ['P', own]) {
          const text = await (await ask(path(unit), {}, tokens.get(accountName('leader', own)))).text()
          for (const code of CODES) if (!mayBeNamed.has(code) && text.includes(`"${code}"`)) leaks.push(`${own}: ${path(unit)} names ${code}`)
        }
      }
    }
    expect(leaks).toEqual([])
  })

  it('decides on what has moved away, and on what has moved in, by the tree of the month', async () => {
    const district = new Map<string, string>()
    for (const at of [OLD, NEW, MOVED]) for (const role of ROLES) district.set(accountName(role, at), await signInAs(store, `moved-${accountName(role, at)}`, at, role))
    const json = { 'content-type': 'application/json' }
    const moved = await ask(`/api/units/${MOVED}/move`, { method: 'POST', headers: json, body: JSON.stringify({ parent: NEW, from: MOVE_MONTH }) }, tokens.get(accountName('system', 'P')))
    expect(moved.status).toBe(200)
    const wrong: string[] = []
    for (const [name, rows] of Object.entries(MOVED_MATRIX) as [EndpointName, readonly AskedOfMoved[]][]) {
      for (const { path, expected, roles } of rows) {
        for (const role of ROLES) {
          for (const [k, at] of [OLD, NEW, MOVED].entries()) {
            for (const [l, month] of [OPEN, MOVE_MONTH].entries()) {
              for (const unit of [MOVED, `${MOVED}x`]) {
                const response = await ask(path(unit, month), initOf(endpoints[name], MATRIX[name][0]!.body?.(unit)), district.get(accountName(role, at)))
                const reply = response.headers.get('content-type')?.startsWith('application/json') ? await response.json() as { error?: { code: string } } : {}
                // Wherever it stands, it stays its own; a reviewer judges what is below.
                const isOwn = at === MOVED
                const right = !roles.includes(role) ? 'f' : isOwn ? (role === 'reviewer' && unit === MOVED && roles.length === 1 ? 'f' : 'o') : expected[k * 2 + l]
                const outcome = outcomeOf(response.status, reply.error?.code)
                if (outcome !== right) wrong.push(`${role} at ${at} asks ${name} of ${unit} in ${month}: ${outcome} (${response.status} ${reply.error?.code}), not ${right}`)
              }
            }
          }
        }
      }
    }
    expect(wrong.slice(0, 20)).toEqual([])
  })
})

it('has a row for every endpoint', () => {
  expect(Object.keys(MATRIX).sort()).toEqual(Object.keys(endpoints).sort())
  const empty = Object.entries(MATRIX).filter(([, rows]) => rows.length === 0).map(([name]) => name)
  // Ends the very session that asks: sign-in.spec.ts has it.
  expect(empty).toEqual(['signOut'])
  // Of what has moved, every endpoint that asks for a unit or a unit's report.
  const ofUnits = Object.entries(endpoints).filter(([name, { access }]) => !['anyone', 'signed-in'].includes(access) && !['changeAccount', 'resetAccount', 'changeForm'].includes(name)).map(([name]) => name)
  expect(ofUnits.filter((name) => !(name in MOVED_MATRIX))).toEqual([])
})
