import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { endpoints, type Endpoint } from '#contract/endpoints.ts'
import { ErrorReply, errorCatalogue } from '#contract/errors.ts'
import { businessClock } from '#server/business-clock.ts'
import { createHandler } from '#server/http/handler.ts'
import { headerSession, plainPasswords, SPEC_TIME } from '#server/http/handler-fixture.ts'
import { tokenId } from '#server/identity/tokens.ts'
import type { StoredSession } from '#server/store/sessions-table.ts'
import type { Store } from '#server/store/store.ts'
import { engines } from './engines.ts'
import { accountName, CODES, FORM, FROZEN, INDICATOR, layInTwoCities, OPEN, POSTS, ROLES, victimName } from './two-cities.ts'

/** Requests that no client sends: by the schema but wrong somewhere, and bytes that follow no schema at all. */

const isTorture = process.env['BALLAST_TORTURE'] === '1'
const REQUESTS = isTorture ? 50_000 : 2_500
const SEED = 20_230_503
/** No answer may take longer, ms; measured on the processor's own clock. */
const SLOWEST = 10_000

/** A small generator of its own, so that a seed replays the same requests for ever (mulberry32). */
function generator(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return { below, pick: <T>(list: readonly T[]): T => list[below(list.length)]!, chance: (share: number) => next() < share }
}
type Random = ReturnType<typeof generator>

const ODD_TEXTS = [
  '', ' ', '0', '-0', '00', '1e400', '2^53+1', 'null', 'true', '[]', '{}', '__proto__', 'constructor', 'toString', "' or 1=1 --", '%', '_', '\\', '"', '\n', '\r\nX: y',
  '=1+1', '@SUM(A1)', '<img src=x onerror=alert(1)>', '${7*7}', '{{7*7}}', '../../etc/passwd', '..%2f', '\u0000', '\ud800', '\u202e', '𠮷', '市'.repeat(300), 'x'.repeat(70_000),
  '2023-04', '2023-13', '9999-12', '0000-01', '-1', '1.5', '9007199254740993', ' 2023-04', '２０２３-０４',
]
const ODD_VALUES: readonly unknown[] = [null, true, false, 0, -0, -1, 1.5, 2 ** 53, 1e300, [], {}, [[[[]]]], { __proto__: { a: 1 } }, ...ODD_TEXTS]
const LIKELY = [...CODES.slice(0, 12), FORM, INDICATOR, OPEN, FROZEN, 'live', 'approved', 'edition', 'city', '2023', 'reporter', 'leader-PA', victimName('PA1'), 'submit']

/** What usually stands under a name. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  unit: CODES, code: CODES, root: CODES, form: [FORM], month: [OPEN, OPEN, OPEN, FROZEN], from: [FROZEN, OPEN], to: [OPEN], year: ['2023'], q: CODES,
  indicator: [INDICATOR], account: CODES.map(victimName), posts: CODES,
}

function text(random: Random, name = ''): string {
  const usual = USUAL[name]
  if (usual !== undefined && random.chance(0.85)) return random.pick(usual)
  return random.chance(0.6) ? random.pick(LIKELY) : random.chance(0.8) ? random.pick(ODD_TEXTS) : bytesText(random)
}

function bytesText(random: Random): string {
  return Array.from({ length: random.below(40) }, () => String.fromCodePoint(random.below(random.chance(0.8) ? 0x80 : 0x2fff))).join('')
}

/** A value of the schema, with something wrong in it now and then. */
function valueOf(type: z.ZodMiniType, random: Random, name = ''): unknown {
  if (random.chance(0.03)) return random.pick(ODD_VALUES)
  if (type instanceof z.ZodMiniOptional) return random.chance(0.5) ? undefined : valueOf(type._zod.def.innerType as z.ZodMiniType, random, name)
  if (type instanceof z.ZodMiniNullable) return random.chance(0.5) ? null : valueOf(type._zod.def.innerType as z.ZodMiniType, random, name)
  if (type instanceof z.ZodMiniArray) return Array.from({ length: random.below(4) }, () => valueOf(type._zod.def.element as z.ZodMiniType, random, name))
  if (type instanceof z.ZodMiniObject) {
    const entries = Object.entries(type.shape).filter(() => random.chance(0.95)).map(([key, each]) => [key, valueOf(each as z.ZodMiniType, random, key)])
    if (random.chance(0.1)) entries.push([random.pick(['state', 'version', 'account', 'filledBy', 'unit', '__proto__', 'x']), random.pick(ODD_VALUES)])
    return Object.fromEntries(entries)
  }
  if (type instanceof z.ZodMiniEnum) return random.pick(Object.values(type._zod.def.entries))
  if (type instanceof z.ZodMiniBoolean) return random.chance(0.5)
  if (type instanceof z.ZodMiniNumber) return random.pick([0, 1, 7, 100, -5, 3.25, 1e15, 1e16])
  return text(random, name)
}

function bodyOf(endpoint: Endpoint, random: Random): string {
  if (random.chance(0.1)) return bytesText(random)
  let body = JSON.stringify(endpoint.body === undefined ? {} : valueOf(endpoint.body, random)) ?? ''
  // A byte changed, cut out or doubled.
  for (let k = random.chance(0.15) ? 1 + random.below(3) : 0; k > 0; k--) {
    const at = random.below(body.length + 1)
    body = body.slice(0, at) + (random.chance(0.5) ? random.pick(['"', '{', '}', '[', ']', ',', ':', '0', 'e', '\\', '\u0000', '市']) : '') + body.slice(at + random.below(2))
  }
  if (random.chance(0.01)) body = '['.repeat(10_000) + body
  return body
}

function requestOf(random: Random, tokens: readonly string[]): Request {
  const endpoint: Endpoint = random.pick(Object.values(endpoints))
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(random, name).slice(0, 500).replace(/\p{Cs}/gu, '?')))
  const search = Object.entries(endpoint.query.shape).filter(() => random.chance(0.8)).map(([key, type]) => `${key}=${encodeURIComponent(String(valueOf(type as z.ZodMiniType, random, key)).replace(/\p{Cs}/gu, '?'))}`)
  if (random.chance(0.05)) search.push(random.pick(['x=1', 'unit=P&unit=PA', '%', '=', '__proto__=1', 'from[]=2023-01']))
  const method = random.chance(0.95) ? endpoint.method : random.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
  const headers = new Headers()
  if (random.chance(0.95)) headers.set('x-token', random.pick(tokens))
  if (random.chance(0.9)) headers.set('if-match', random.pick(['"0"', '"1"', '"2"', '"3"', '*', '"x"', 'W/"1"', '"99999999999"', '']))
  if (random.chance(0.1)) headers.set('idempotency-key', random.pick(['a', 'b', 'x'.repeat(200), 'é']))
  if (random.chance(0.1)) headers.set('if-none-match', random.pick(['*', '"x"', ',,,']))
  if (random.chance(0.2)) headers.set('accept-encoding', random.pick(['gzip', 'br', '*;q=0', ';;;']))
  const isWrite = !['GET', 'HEAD'].includes(method)
  if (isWrite) headers.set('content-type', random.chance(0.9) ? 'application/json' : random.pick(['text/plain', 'application/json ', 'application/json\t;', 'APPLICATION/JSON', 'application/x-www-form-urlencoded', 'multipart/form-data']))
  return new Request(`http://localhost${path}${search.length > 0 ? `?${search.join('&')}` : ''}`, { method, headers, ...(isWrite && { body: bodyOf(endpoint, random) }) })
}

/** Nearly right: a report's write by somebody who may, on a version that may be the newest, with contents that may be wrong. */
function aimedRequest(random: Random, tokenOf: (account: string) => string, versions: ReadonlyMap<string, number>): Request {
  const village = random.pick(CODES.filter((code) => code.startsWith('PA1') && code.length === 5))
  const action = random.pick(['', '', '', '/submit', '/withdraw', '/approve', '/return'])
  const account = ['/approve', '/return'].includes(action) ? accountName('reviewer', 'PA1a') : accountName('reporter', random.pick(['PA1', 'PA1a']))
  const path = `/api/reports/${village}/${FORM}/${OPEN}`
  const report = { cells: [{ indicator: INDICATOR, value: random.pick([0, 1, 7, 1.5, -3, 1e16, null]), notObtained: null }], lines: random.chance(0.2) ? [random.pick(ODD_VALUES)] : [], source: 'system' }
  const body = action === '' ? report : action === '/return' ? { notes: [{ indicator: random.pick([INDICATOR, null, 'NONE']), text: text(random).slice(0, 600) }] } : {}
  const version = (versions.get(path) ?? 1) + random.pick([0, 0, 0, 0, 1, -1])
  const ifMatch = random.chance(0.05) ? random.pick(['*', '"x"', `W/"${version}"`]) : `"${version}"`
  const headers = { 'x-token': tokenOf(account), 'content-type': 'application/json', 'if-match': ifMatch }
  return new Request(`http://localhost${path}${action}`, { method: action === '' ? 'PUT' : 'POST', headers, body: JSON.stringify(body) })
}

describe.each(engines)('$name', (engine) => {
  const bugs: string[] = []
  let handle: (request: Request) => Promise<Response>
  let tokens: string[]
  let byAccount: Map<string, string>
  /** Newest versions that an answer told of, by path. */
  const versions = new Map<string, number>()
  let store: Store
  const sessions: StoredSession[] = []
  beforeAll(async () => {
    store = await engine.open()
    byAccount = await layInTwoCities(store, 'draft')
    // Those who fill and review most: there is most behind their doors.
    tokens = POSTS.flatMap((unit) => ROLES.flatMap((role) => Array.from({ length: role === 'reporter' ? 4 : 1 }, () => byAccount.get(accountName(role, unit))!)))
    const { settings } = await store.loadMaster()
    handle = createHandler({ store, clock: businessClock(settings), session: headerSession, passwords: plainPasswords, time: () => SPEC_TIME, log: (line) => bugs.push(line) })
    for (const token of new Set(tokens)) sessions.push((await store.sessions.find(tokenId(token)))!)
  })
  afterAll(() => store.close())

  /** Some of the requests sign out. */
  const signInAgain = () => store.transact(async (tx) => {
    for (const session of sessions) if ((await tx.sessions.find(session.id)) === null) await tx.sessions.begin(session)
    await tx.raise('access')
  })

  it(`answers ${REQUESTS} odd requests, each with an error of the catalogue or what was asked (seed ${SEED})`, { timeout: 30 * 60_000 }, async () => {
    const random = generator(SEED)
    const seen = new Map<number, number>()
    for (let k = 0; k < REQUESTS; k++) {
      if (k % 100 === 0) await signInAgain()
      const request = random.chance(0.3) ? aimedRequest(random, (account) => byAccount.get(account)!, versions) : requestOf(random, tokens)
      const asked = `${k}: ${request.method} ${request.url.slice(0, 300)}`
      const start = process.cpuUsage()
      const response = await handle(request)
      const { user, system } = process.cpuUsage(start)
      expect((user + system) / 1000, asked).toBeLessThan(SLOWEST)
      const etag = /^"(\d+)"$/.exec(response.headers.get('etag') ?? '')?.[1]
      if (etag !== undefined) versions.set(new URL(request.url).pathname.replace(/\/(submit|withdraw|approve|return)$/, ''), Number(etag))
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1)
      if (response.status >= 500) expect([asked, response.status, bugs.at(-1)]).toEqual([asked, expect.any(Number), undefined])
      if (response.status >= 400) {
        const { error } = ErrorReply.parse(await response.json())
        expect([asked, Object.hasOwn(errorCatalogue, error.code)]).toEqual([asked, true])
        expect(JSON.stringify(error), asked).not.toMatch(/\bat .*\.ts:|select |insert |SQLITE|node:internal/)
      }
      expect(({} as Record<string, unknown>)['state']).toBeUndefined()
    }
    expect(bugs).toEqual([])
    // The requests reach what is behind the doors, not the doors alone.
    expect(seen.get(200) ?? 0).toBeGreaterThan(REQUESTS / 20)
    for (const status of [400, 401, 403, 404, 409, 412, 415, 422, 428]) expect([status, seen.get(status) ?? 0]).toEqual([status, expect.toSatisfy((count: number) => count > 0)])
  })
})
