import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { endpoints, type Endpoint, type EndpointName } from '#contract/endpoints.ts'
import { errorCatalogue, ErrorReply } from '#contract/errors.ts'
import { layInDemoCity } from '#server/demo/lay-in.ts'
import { CASES, WIDE_CASES } from './cases.ts'
import { openDoors, seen, type Doors } from './doors.ts'

const bugs: string[] = []
let doors: Doors

beforeAll(async () => {
  doors = await openDoors(layInDemoCity, (line) => bugs.push(line))
})
afterAll(() => doors.close())

/** The schema with every object closed: a key that the contract does not name is an error. */
function strict(type: z.ZodMiniType): z.ZodMiniType {
  if (type instanceof z.ZodMiniUnion) return z.union(type._zod.def.options.map((each) => strict(each as z.ZodMiniType)))
  if (type instanceof z.ZodMiniOptional) return z.optional(strict(type._zod.def.innerType as z.ZodMiniType))
  if (type instanceof z.ZodMiniObject) {
    const shape = Object.entries(type.shape).map(([key, each]) => [key, strict(each as z.ZodMiniType)])
    return z.strictObject(Object.fromEntries(shape))
  }
  if (type instanceof z.ZodMiniArray) return z.array(strict(type._zod.def.element as z.ZodMiniType))
  if (type instanceof z.ZodMiniNullable) return z.nullable(strict(type._zod.def.innerType as z.ZodMiniType))
  return type
}

describe.each(CASES)('$endpoint $path', ({ endpoint: name, path, error }) => {
  const endpoint: Endpoint = endpoints[name]

  it('is the same through every door', async () => {
    const node = await seen(await doors.node(path))
    expect(await seen(await doors.http(path))).toEqual(node)
    expect(await seen(await doors.mock(path))).toEqual(node)
    if (endpoint.path !== '/api/sessions') expect(await seen(await doors.postgres(path))).toEqual(node)
  })

  it(error === undefined ? 'answers as the contract says' : `ends in ${error}`, async () => {
    const response = await doors.node(path)
    if (error !== undefined) {
      expect(ErrorReply.parse(await response.json()).error.code).toBe(error)
      expect(response.status).toBe(errorCatalogue[error].status)
      return
    }
    expect(response.status).toBe(200)
    expect(response.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/)
    if (typeof endpoint.reply === 'string') expect(response.headers.get('content-type')).toBe(endpoint.reply)
    else strict(endpoint.reply).parse(await response.json())
  })
})

/** Asked by others than a leader: see access.spec.ts. */
const ADMINISTRATORS: ReadonlySet<string> = new Set(['manage-accounts', 'read-audit'])

describe('the table', () => {
  it('has a case for every question and for each of its errors; writes have theirs in writes.spec.ts', () => {
    const wanted = Object.entries(endpoints).filter(([, { method, access }]) => method === 'GET' && !ADMINISTRATORS.has(access)).flatMap(([name, { errors }]) => [name, ...errors.map((error) => `${name} ${error}`)])
    const covered = new Set([...CASES, ...WIDE_CASES].flatMap(({ endpoint, error }) => [endpoint, `${endpoint} ${error}`]))
    expect(wanted.filter((each) => !covered.has(each as EndpointName))).toEqual([])
  })

  it('is what openapi.json describes', async () => {
    const description = (await (await doors.node('/api/openapi.json')).json()) as { openapi: string; paths: Record<string, unknown> }
    expect(description.openapi).toMatch(/^3\.1/)
    expect(Object.keys(description.paths)).toEqual([...new Set(Object.values(endpoints).map(({ path }) => path))])
    expect(await seen(await doors.mock('/api/openapi.json'))).toEqual(await seen(await doors.node('/api/openapi.json')))
  })
})

describe('HTTP', () => {
  it('refuses other methods and other paths', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await doors.http('/api/totals', { method })
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
    for (const path of ['/api', '/api/', '/api/nothing', '/api/units/1/2', '/api/totals/']) {
      const response = await doors.node(path)
      expect([path, response.status]).toEqual([path, 404])
    }
  })

  it('answers HEAD without a body', async () => {
    const response = await doors.http('/api/periods', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('says 304 to who has the answer, packed or not', async () => {
    const first = await doors.node('/api/indicators', { headers: { 'accept-encoding': 'gzip' } })
    expect(first.headers.get('content-encoding')).toBe('gzip')
    const plain = await doors.node('/api/indicators')
    expect(plain.headers.get('etag')).not.toBe(first.headers.get('etag'))
    for (const etag of [first.headers.get('etag')!, plain.headers.get('etag')!, `W/${plain.headers.get('etag')}`]) {
      const again = await doors.node('/api/indicators', { headers: { 'if-none-match': etag } })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
    expect((await doors.node('/api/indicators', { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  })

  it('packs without loss, and only for who can read it', async () => {
    const packed = await doors.node('/api/cube?from=2022-01&to=2022-12&basis=edition', { headers: { 'accept-encoding': 'br, gzip;q=0.5' } })
    const unpacked = await new Response(packed.body!.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()
    const plain = await (await doors.node('/api/cube?from=2022-01&to=2022-12&basis=edition')).arrayBuffer()
    expect(Buffer.from(unpacked).equals(Buffer.from(plain))).toBe(true)
    const refused = await doors.node('/api/indicators', { headers: { 'accept-encoding': 'gzip;q=0' } })
    expect(refused.headers.get('content-encoding')).toBeNull()
  })

  it('offers the nearest units when there is none of that code', async () => {
    const reply = ErrorReply.parse(await (await doors.node('/api/units/430204999999')).json())
    const nearest = reply.error.details?.['nearest'] as { code: string }[]
    expect(nearest[0]?.code).toBe('430204000000')
  })

  it('takes a name for a code, and offers who bears it', async () => {
    const reply = ErrorReply.parse(await (await doors.node(`/api/totals?unit=${encodeURIComponent('石峰区')}`)).json())
    expect((reply.error.details?.['nearest'] as unknown[])[0]).toEqual({ code: '430204000000', name: '石峰区' })
  })

  it.each([
    ['/api/totals?from=2030-01&to=2030-12', 'range-invalid', '2023-06'],
    ['/api/totals?from=2010-01&to=2010-12', 'range-invalid', '2021-01'],
    ['/api/totals?to=2022-13', 'month-invalid', '2022-12'],
    ['/api/totals?to=2022-00', 'month-invalid', '2022-01'],
    ['/api/totals?to=202203', 'month-invalid', '2022-03'],
    ['/api/totals?to=2022%2F3', 'month-invalid', '2022-03'],
    ['/api/totals?to=soon', 'month-invalid', null],
  ])('%s: offers the nearest month', async (path, code, nearestMonth) => {
    const { error } = ErrorReply.parse(await (await doors.node(path)).json())
    expect([error.code, error.details?.['nearestMonth']]).toEqual([code, nearestMonth])
  })

  it('names the parameter, and what it may be', async () => {
    const { error } = ErrorReply.parse(await (await doors.node('/api/totals?basis=draft')).json())
    expect(error.details).toEqual({ parameter: 'basis', value: 'draft', allowed: ['live', 'approved', 'edition'] })
  })

  it('survives odd requests: an error of the catalogue, never a bug', async () => {
    const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('2022-01', '430200000000', 'edition', '__proto__', "'--", '\u0000', '%00', '..', '１２'))
    const name = fc.oneof(fc.constantFrom('unit', 'from', 'to', 'basis', 'scheme', 'year', 'q', 'root', '__proto__'), fc.string())
    const path = fc.constantFrom(...Object.values(endpoints).map((endpoint) => endpoint.path))
    await fc.assert(
      fc.asyncProperty(path, piece, fc.array(fc.tuple(name, piece), { maxLength: 4 }), async (base, code, pairs) => {
        const query = new URLSearchParams(pairs.map(([key, value]) => [key.toWellFormed(), value.toWellFormed()]))
        const response = await doors.node(`${base.replace('{code}', encodeURIComponent(code.toWellFormed()) || 'x')}?${query}`)
        expect(response.status).toBeLessThan(500)
        if (response.status >= 400) expect(errorCatalogue).toHaveProperty([ErrorReply.parse(await response.json()).error.code])
      }),
      { seed: 7, numRuns: process.env['BALLAST_TORTURE'] === '1' ? 10_000 : 500 },
    )
    expect(bugs).toEqual([])
  })
})
