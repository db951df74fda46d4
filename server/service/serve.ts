import { createServer, type IncomingMessage, type Server, type ServerOptions as HttpOptions, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { getRequestListener, RequestError } from '@hono/node-server'
import { errorCatalogue, type ErrorReply } from '#contract/errors.ts'
import { bindExchange, readExchange, type Exchange } from './exchange.ts'
import { refusal, type Fetch } from './front-desk.ts'
import type { Metrics } from './metrics.ts'
import type { ServiceLog } from './request-log.ts'
import { COMMON_HEADERS, DATA_POLICY, PAGE_POLICY, STRICT_TRANSPORT } from './security-headers.ts'

/** Times in ms. */
export interface ConnectionLimits {
  /** From a connection's or request's beginning to the end of its headers. */
  readonly headers: number
  /** To the end of its body. */
  readonly request: number
  /** Without a byte in either direction. */
  readonly silence: number
  /** Between two requests. Longer than a reverse proxy keeps a connection, or it would send into a closed one. */
  readonly keepAlive: number
  readonly checkEvery: number
  readonly connections: number
}

const CONNECTION_LIMITS: ConnectionLimits = { headers: 10_000, request: 20_000, silence: 30_000, keepAlive: 25_000, checkEvery: 1_000, connections: 4_000 }

export interface ServiceOptions {
  readonly fetch: Fetch
  /** Addresses whose forwarded headers count. */
  readonly isProxy: (address: string) => boolean
  /** Null: plain http. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** Tell browsers to come by https only: not with a certificate that they may not trust yet, or nobody could say "go on". */
  readonly isStrictTransport: boolean
  readonly log: ServiceLog
  readonly metrics: Metrics
  readonly limits?: Partial<ConnectionLimits>
}

/** The Node side of the service: connections, headers that every reply has, the id of each request, the log and the counts. */
export function createService({ fetch, isProxy, tls, isStrictTransport, log, metrics, limits }: ServiceOptions): Server {
  const most = { ...CONNECTION_LIMITS, ...limits }
  const exchanges = new WeakMap<IncomingMessage, Exchange>()
  const answer = getRequestListener(async (request, bindings) => {
    const { incoming } = bindings as { incoming: IncomingMessage }
    const exchange = exchanges.get(incoming)!
    bindExchange(request, exchange)
    try {
      return await fetch(request)
    } catch (error) {
      log.tell('error', { id: exchange.id, message: String((error as Error).stack) })
      return refusal(new URL(request.url).pathname, 'internal', { id: exchange.id })
    }
  }, { errorHandler: (error) => refusal('/api', error instanceof RequestError ? 'request-invalid' : 'internal') })

  const receive = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const begun = performance.now()
    const exchange = readExchange(incoming, isProxy)
    exchanges.set(incoming, exchange)
    giveId(incoming, exchange.id)
    setHeaders(outgoing, incoming.url ?? '/', exchange, isStrictTransport)
    metrics.begin()
    outgoing.once('close', () => {
      const ms = performance.now() - begun
      const status = outgoing.writableFinished ? outgoing.statusCode : CLIENT_GONE
      metrics.end(exchange.endpoint, status, ms / 1000)
      logRequest(log, incoming, exchange, status, ms)
    })
    void answer(incoming, outgoing)
  }
  const options: HttpOptions = {
    headersTimeout: most.headers, requestTimeout: most.request, keepAliveTimeout: most.keepAlive, connectionsCheckingInterval: most.checkEvery,
  }
  const server = tls === null ? createServer(options, receive) : createSecureServer({ ...options, ...tls, minVersion: 'TLSv1.2' }, receive)
  server.maxConnections = most.connections
  server.setTimeout(most.silence)
  server.on('clientError', refuseUnreadable)
  return server
}

/** In log and counts only: nobody was there any more to be told. */
const CLIENT_GONE = 499

/** The handler reads the request's id as a header; one that a client made up must not pass for it. */
function giveId(incoming: IncomingMessage, id: string): void {
  const { rawHeaders } = incoming
  if (incoming.headers['x-request-id'] !== undefined) {
    for (let i = rawHeaders.length - 2; i >= 0; i -= 2) if (rawHeaders[i]!.toLowerCase() === 'x-request-id') rawHeaders.splice(i, 2)
  }
  incoming.headers['x-request-id'] = id
  rawHeaders.push('X-Request-Id', id)
}

const COMMON = Object.entries(COMMON_HEADERS)

function setHeaders(outgoing: ServerResponse, url: string, { id, isSecure }: Exchange, isStrictTransport: boolean): void {
  for (const [name, value] of COMMON) outgoing.setHeader(name, value)
  outgoing.setHeader('content-security-policy', /^\/api(\/|\?|$)/.test(url) ? DATA_POLICY : PAGE_POLICY)
  outgoing.setHeader('x-request-id', id)
  if (isSecure && isStrictTransport) outgoing.setHeader('strict-transport-security', STRICT_TRANSPORT)
}

/** Asked every few seconds by whoever watches: not worth a line when all is well. */
const PROBES = new Set(['healthz', 'readyz', 'metrics'])
const LONGEST_PATH = 300

function logRequest(log: ServiceLog, { method = '', url = '' }: IncomingMessage, { id, address, endpoint, account }: Exchange, status: number, ms: number): void {
  if (status < 400 && PROBES.has(endpoint)) return
  log.tell(status >= 500 ? 'error' : 'info', {
    // Without the query: what people search for is nobody's business.
    id, method, path: url.replace(/\?.*$/s, '').slice(0, LONGEST_PATH), status, ms: Math.round(ms * 10) / 10, address, account,
  })
}

const UNREADABLE: Readonly<Record<string, string>> = { ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout', HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large' }

/** What is no HTTP, or takes too long to become a request. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const body = JSON.stringify({ error: { code: 'request-invalid', message: errorCatalogue['request-invalid'].message } } satisfies ErrorReply)
  const headers = { ...COMMON_HEADERS, 'content-security-policy': DATA_POLICY, 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body), connection: 'close' }
  socket.end(`HTTP/1.1 ${UNREADABLE[error.code ?? ''] ?? '400 Bad Request'}\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`)
  // Whoever does not read this either is cut off.
  setTimeout(() => socket.destroy(), LAST_WORD_MS).unref()
}

const LAST_WORD_MS = 1_000
