import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReply } from '#contract/errors.ts'
import { addressMatcher } from './addresses.ts'
import { apiReference } from './api-reference.ts'
import { clientAddress, isSecure, noteAccount, requestOrigin } from './exchange.ts'
import { frontDesk, type FrontDeskOptions } from './front-desk.ts'
import { Metrics } from './metrics.ts'
import { RateLimits } from './rate-limits.ts'
import { ServiceLog } from './request-log.ts'
import { createService, type ServiceOptions } from './serve.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

interface Made {
  readonly desk?: Partial<FrontDeskOptions>
  readonly service?: Partial<ServiceOptions>
  readonly proxies?: readonly string[]
}

async function open({ desk = {}, service = {}, proxies = [] }: Made = {}) {
  let written = ''
  const log = new ServiceLog({ isQuiet: false, time: () => 0, write: (text) => (written += text) })
  const metrics = new Metrics()
  const fetch = frontDesk({
    // All headers, too: the adaptor reads one by one and all together from different places.
    api: async (request) => Response.json({ body: await request.text(), id: request.headers.get('x-request-id'), ids: [...request.headers].filter(([name]) => name === 'x-request-id').map(([, id]) => id) }),
    page: () => new Response('page'),
    reference: apiReference(),
    isKnownHost: (name) => name === '127.0.0.1' || name === 'ballast.example.cn',
    limits: null,
    sessionOf: (request) => request.headers.get('cookie'),
    health: { problem: () => Promise.resolve(null), sessions: () => Promise.resolve(3), backupAge: () => null },
    metrics,
    mayReadMetrics: (address) => address === '127.0.0.1',
    rootCertificate: () => null,
    now: () => 0,
    ...desk,
  })
  const server = createService({ fetch, isProxy: addressMatcher(proxies), tls: null, isStrictTransport: true, log, metrics, ...service })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const lines = () => {
    log.flush()
    return written.trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>)
  }
  return { server, port, metrics, lines, address: `http://127.0.0.1:${port}` }
}

/** Sends bytes, and reads until the other side closes. */
async function raw(port: number, ...parts: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  for (const part of parts) socket.write(part)
  return readAll(socket)
}

function readAll(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: string) => (text += chunk))
  // A reset is a way to close, too.
  socket.on('error', () => {})
  return new Promise((resolve) => socket.on('close', () => resolve(text)))
}

const codeIn = (reply: string) => ErrorReply.parse(JSON.parse(reply.slice(reply.indexOf('{')))).error.code

describe('every reply', () => {
  it('has an id of its own, which the API learns, and the security headers', async () => {
    const { address } = await open()
    for (const path of ['/', '/api/totals', '/healthz', '/api/docs', '/nowhere']) {
      const { headers } = await fetch(address + path, { headers: { 'x-request-id': 'made-up-by-a-client' } })
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{16}$/)
      expect(headers.get('content-security-policy')).toMatch(/default-src '(self|none)'.*frame-ancestors 'none'/)
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('geolocation=()')
      expect(headers.get('strict-transport-security')).toBeNull()
    }
    const reply = await fetch(`${address}/api/x`, { headers: { 'x-request-id': 'made-up-by-a-client' } })
    const id = reply.headers.get('x-request-id')
    expect(await reply.json()).toEqual({ body: '', id, ids: [id] })
  })

  it('is an error with an id when the program fails, and says nothing of why', async () => {
    const { address, lines } = await open({ desk: { api: () => Promise.reject(new Error('secret path /srv')) } })
    const reply = await fetch(`${address}/api/x`)
    const text = await reply.text()
    expect([reply.status, codeIn(text)]).toEqual([500, 'internal'])
    expect(text).toContain(reply.headers.get('x-request-id'))
    expect(text).not.toContain('secret')
    expect(JSON.stringify(lines())).toContain('secret path')
  })
})

describe('the log', () => {
  it('has a line for each request, and nothing that is nobody\'s business', async () => {
    const { address, lines } = await open({ desk: { api: (request) => {
      noteAccount(request, 'zhang')
      return new Response('{}')
    } } })
    await fetch(`${address}/api/session?q=canary-query`, {
      method: 'POST', body: '{"password":"canary-body"}', headers: { cookie: 'ballast=canary-cookie', 'user-agent': 'canary-agent', 'content-type': 'application/json' },
    })
    await fetch(`${address}/%1b%5b31m%e2%80%ae`)
    await fetch(`${address}/healthz`)
    expect(lines()).toEqual([
      { time: '1970-01-01T00:00:00.000Z', level: 'info', id: expect.any(String), method: 'POST', path: '/api/session', status: 200, ms: expect.any(Number), address: '127.0.0.1', account: 'zhang' },
      expect.objectContaining({ path: '/%1b%5b31m%e2%80%ae', account: null }),
    ])
    expect(JSON.stringify(lines())).not.toContain('canary')
  })

  it('cannot be made to begin a line or to steer a terminal', () => {
    let written = ''
    const log = new ServiceLog({ isQuiet: true, time: () => 0, write: (text) => (written += text) })
    log.tell('info', { message: 'not worth it' })
    log.tell('error', { message: 'a\nb\u001b[31m\u009b\u202e\u2028\u{e0001}' })
    log.flush()
    expect(written).toMatch(/^[ -~]+\n$/)
    expect((JSON.parse(written) as { message: string }).message).toBe('a\nb\u001b[31m\u009b\u202e\u2028\u{e0001}')
  })
})

describe('slow and endless clients', () => {
  const limits = { headers: 150, request: 300, silence: 600, keepAlive: 100, checkEvery: 20 }

  it.each([
    ['without a byte', ''],
    ['in the middle of the headers', 'GET /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '],
    ['in the middle of a body', 'POST /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{'],
    ['in the middle of a chunk', 'POST /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{'],
  ])('are closed: silent %s', async (_, part) => {
    const { port } = await open({ service: { limits } })
    const reply = await raw(port, part)
    expect(reply === '' || reply.startsWith('HTTP/1.1 408')).toBe(true)
  })

  it('are closed after their last request', async () => {
    const { port } = await open({ service: { limits } })
    expect(await raw(port, 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')).toContain('HTTP/1.1 200 OK')
  })

  it('may send a megabyte and no more', async () => {
    const { port, address } = await open()
    const send = (length: number) => fetch(`${address}/api/x`, { method: 'POST', body: 'x'.repeat(length) })
    expect((await send(1024 * 1024)).status).toBe(200)
    const reply = await raw(port, `POST /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${1024 * 1024 + 1}\r\n\r\n`)
    expect([reply.slice(0, 12), codeIn(reply)]).toEqual(['HTTP/1.1 413', 'body-too-large'])
  })

  it('find no more than so many connections', async () => {
    const { port } = await open({ service: { limits: { connections: 2 } } })
    const held = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
    await Promise.all(held.map((socket) => once(socket, 'connect')))
    expect(await raw(port, 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')).toBe('')
    for (const socket of held) socket.destroy()
  })
})

describe('what is no HTTP', () => {
  it.each([
    ['GARBAGE\r\n\r\n', '400'],
    ['GET /api/x HTTP/1.1\r\n\r\n', '400'],
    ['GET http://[ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n', '400'],
    ['POST /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', '400'],
    [`GET /${'x'.repeat(70_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, '431'],
  ])('%# is refused in JSON, with the headers', async (request, status) => {
    const { port } = await open()
    const reply = await raw(port, request)
    expect(reply.slice(9, 12)).toBe(status)
    if (reply.includes('{')) expect([codeIn(reply), reply.toLowerCase()]).toEqual(['request-invalid', expect.stringContaining('nosniff')])
  })
})

describe('rates', () => {
  const few = { perSecond: 1, burst: 2 }
  const many = { perSecond: 1000, burst: 1000 }
  const rates = { signInOfSource: few, writeOfSession: few, writeOfSource: many, readOfSession: many, readOfSource: few }

  it('slow a source that signs in, and a session that writes, but no other one; in time they may again', async () => {
    let now = 0
    /** Sessions `a` and `b` are somebody's. */
    const api = (request: Request) => {
      if (['a', 'b'].includes(request.headers.get('cookie') ?? '')) noteAccount(request, 'somebody')
      return Response.json({})
    }
    const { address } = await open({ desk: { api, limits: new RateLimits(rates), now: () => now } })
    const send = async (method: string, path: string, cookie = '') => (await fetch(address + path, { method, headers: cookie === '' ? {} : { cookie } })).status
    const several = async (times: number, ...given: Parameters<typeof send>) => {
      const all: number[] = []
      for (let i = 0; i < times; i++) all.push(await send(...given))
      return all
    }
    expect(await several(3, 'POST', '/api/session')).toEqual([200, 200, 429])
    expect([...await several(1, 'GET', '/api/x', 'a'), ...await several(1, 'GET', '/api/x', 'b')]).toEqual([200, 200])
    expect(await several(3, 'PUT', '/api/x', 'a')).toEqual([200, 200, 429])
    expect(await several(1, 'PUT', '/api/x', 'b')).toEqual([200])
    // Both took one of their source's when nobody knew them yet.
    expect(await several(1, 'GET', '/api/x')).toEqual([429])
    expect(await several(1, 'GET', '/api/x', 'made-up')).toEqual([429])
    expect(await several(60, 'GET', '/api/x', 'a')).toEqual(new Array(60).fill(200))
    expect(await several(5, 'GET', '/')).toEqual(new Array(5).fill(200))
    const refused = await fetch(`${address}/api/session`, { method: 'POST' })
    expect([refused.headers.get('retry-after'), codeIn(await refused.text())]).toEqual(['1', 'too-many-requests'])
    now = 1000
    expect(await several(2, 'GET', '/api/x')).toEqual([200, 429])
    expect(await several(2, 'POST', '/api/session')).toEqual([200, 429])
  })
})

describe('behind a proxy', () => {
  const seen = (request: Request) => Response.json([requestOrigin(request), isSecure(request), clientAddress(request)])
  const forwarded = { 'x-forwarded-for': '9.9.9.9, 203.0.113.7, 127.0.0.1', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'ballast.example.cn' }

  it('the client is whom the proxy names: the last that is no proxy itself', async () => {
    const { address } = await open({ desk: { api: seen }, proxies: ['127.0.0.1'] })
    const reply = await fetch(`${address}/api/x`, { headers: forwarded })
    expect(await reply.json()).toEqual(['https://ballast.example.cn', true, '203.0.113.7'])
    expect(reply.headers.get('strict-transport-security')).toBe('max-age=31536000')
  })

  it('nobody else is believed', async () => {
    const { address } = await open({ desk: { api: seen }, proxies: ['10.0.0.0/8'] })
    expect(await (await fetch(`${address}/api/x`, { headers: forwarded })).json()).toEqual([address, false, '127.0.0.1'])
  })

  it('a connection that was not encrypted on the way is refused, and so is a name that is not ours', async () => {
    const { address } = await open({ desk: { api: seen }, proxies: ['127.0.0.1'] })
    const ask = async (headers: Record<string, string>) => {
      const reply = await fetch(`${address}/api/x`, { headers: { ...forwarded, ...headers } })
      return [reply.status, codeIn(await reply.text())]
    }
    expect(await ask({ 'x-forwarded-proto': 'http' })).toEqual([403, 'connection-insecure'])
    expect(await ask({ 'x-forwarded-proto': 'http, https' })).toEqual([403, 'connection-insecure'])
    expect(await ask({ 'x-forwarded-host': 'evil.example' })).toEqual([421, 'host-unknown'])
  })

  it('the counts are not for those behind it', async () => {
    const { address } = await open({ proxies: ['127.0.0.1'] })
    expect((await fetch(`${address}/metrics`)).status).toBe(200)
    const reply = await fetch(`${address}/metrics`, { headers: forwarded })
    expect(await reply.text()).toBe('page')
  })
})

describe('probes', () => {
  it('tell life, readiness and counts', async () => {
    let problem: string | null = null
    const { address } = await open({ desk: {
      api: (request) => new Response(null, { status: request.url.endsWith('units') ? 503 : 404 }),
      health: { problem: () => Promise.resolve(problem), sessions: () => Promise.resolve(3), backupAge: () => 60 },
    } })
    await fetch(`${address}/api/units`)
    await fetch(`${address}/api/units/430000000000`)
    await fetch(`${address}/api/%22%7d`)
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
    const text = await (await fetch(`${address}/metrics`)).text()
    expect(text).toContain('ballast_requests_total{endpoint="units",status="503"} 1\n')
    expect(text).toContain('ballast_requests_total{endpoint="unit",status="404"} 1\n')
    expect(text).toContain('ballast_requests_total{endpoint="unknown",status="404"} 1\n')
    expect(text).toContain('ballast_request_seconds_count{endpoint="units"} 1\n')
    expect(text).toContain('ballast_request_seconds_bucket{endpoint="units",le="+Inf"} 1\n')
    expect(text).toContain('ballast_database_errors_total 1\n')
    expect(text).toContain('ballast_sessions 3\n')
    expect(text).toContain('ballast_backup_age_seconds 60\n')
    // Every line as the format has it.
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [\d.e+-]+)$/)
    problem = 'the database does not answer'
    const ready = await fetch(`${address}/readyz`)
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await (await fetch(`${address}/metrics`)).text()).toContain('ballast_ready 0\n')
  })
})

describe('the API reference', () => {
  it('is a page without script that names every endpoint', async () => {
    const { address } = await open()
    const reply = await fetch(`${address}/api/docs`)
    const text = await reply.text()
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(text).not.toMatch(/<script|<style|\sstyle=|\son\w+=/)
    expect(text).toContain('/api/reports/{unit}/{form}/{month}/submit')
    expect((await fetch(`${address}/api/docs.css`)).headers.get('content-type')).toBe('text/css; charset=utf-8')
  })
})
