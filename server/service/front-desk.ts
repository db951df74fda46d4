import { ApiError, errorCatalogue, type ErrorCode, type ErrorReply } from '#contract/errors.ts'
import { isLoopbackAddress } from './addresses.ts'
import type { ApiReference } from './api-reference.ts'
import { endpointName } from './endpoint-names.ts'
import { exchangeOf, type Exchange } from './exchange.ts'
import type { Metrics } from './metrics.ts'
import type { RateLimits } from './rate-limits.ts'

export type Fetch = (request: Request) => Response | Promise<Response>

/** How the database does. */
export interface Health {
  /** Whether requests can be answered now; else why not. */
  readonly problem: () => Promise<string | null>
  readonly sessions: () => Promise<number | null>
  readonly backupAge: () => number | null
}

export interface FrontDeskOptions {
  readonly api: Fetch
  readonly page: Fetch
  readonly reference: ApiReference
  readonly isKnownHost: (name: string) => boolean
  readonly limits: RateLimits | null
  /** The session's token as the request carries it. */
  readonly sessionOf: (request: Request) => string | null
  readonly health: Health
  readonly metrics: Metrics
  readonly mayReadMetrics: (address: string) => boolean
  /** PEM, to be installed where the self-made certificate is to be trusted. */
  readonly rootCertificate: () => string | null
  /** For limits: ms that only grow. */
  readonly now: () => number
}

/** What meets a request before the API or the page: who may ask at all, how often, and whether this server is well. */
export function frontDesk(options: FrontDeskOptions): Fetch {
  return async (request) => {
    const exchange = exchangeOf(request)
    const { pathname } = new URL(request.url)
    // Probes come by address and in plain text, and learn nothing but this.
    const probe = await answerProbe(options, pathname, exchange)
    if (probe !== null) return probe
    if (exchange !== null) {
      exchange.endpoint = endpointName(request.method, pathname)
      const refused = refuse(options, request, pathname, exchange)
      if (refused !== null) return refused
    }
    return route(options, request, pathname)
  }
}

async function route({ api, page, reference, metrics, rootCertificate, limits, sessionOf, now }: FrontDeskOptions, request: Request, pathname: string): Promise<Response> {
  if (!isApi(pathname)) {
    const root = pathname === '/ballast-root.crt' ? rootCertificate() : null
    return root === null ? page(request) : new Response(root, { headers: { 'content-type': 'application/x-x509-ca-cert', 'cache-control': 'no-store' } })
  }
  const document = request.method === 'GET' || request.method === 'HEAD' ? reference.find(pathname) : null
  if (document !== null) return document
  const reply = await api(request)
  const session = sessionOf(request)
  const account = exchangeOf(request)?.account ?? null
  if (session !== null && account !== null) limits?.know(session, now())
  if (reply.status === errorCatalogue.unavailable.status) metrics.countDatabaseError()
  return reply
}

async function answerProbe(options: FrontDeskOptions, pathname: string, exchange: Exchange | null): Promise<Response | null> {
  const { health, metrics, mayReadMetrics } = options
  if (pathname === '/healthz') return named(exchange, 'healthz', text(200, 'ok'))
  if (pathname === '/readyz') {
    const problem = await health.problem()
    return named(exchange, 'readyz', problem === null ? text(200, 'ready') : text(503, problem, { 'retry-after': '5' }))
  }
  if (pathname !== '/metrics' || (exchange !== null && !mayReadMetrics(exchange.address))) return null
  const problem = await health.problem()
  const sessions = problem === null ? await health.sessions() : null
  return named(exchange, 'metrics', new Response(metrics.text({ sessions, isReady: problem === null, backupAge: health.backupAge() }), {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
  }))
}

function named(exchange: Exchange | null, endpoint: string, response: Response): Response {
  if (exchange !== null) exchange.endpoint = endpoint
  return response
}

function refuse({ isKnownHost, limits, sessionOf, now }: FrontDeskOptions, request: Request, pathname: string, exchange: Exchange): Response | null {
  const { origin, address, isSecure } = exchange
  if (origin === '' || !isKnownHost(new URL(origin).hostname)) return refusal(pathname, 'host-unknown')
  if (!isSecure && !isLoopbackAddress(address)) return refusal(pathname, 'connection-insecure')
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return refusal(pathname, 'body-too-large')
  if (limits === null || !isApi(pathname)) return null
  const wait = limits.wait({ method: request.method, path: pathname, address, session: sessionOf(request) }, now())
  return wait === 0 ? null : refusal(pathname, 'too-many-requests', { retryAfter: wait })
}

/** Larger bodies are refused before they are read; of unknown length, while they are. */
const MOST_BYTES = 1024 * 1024

function isApi(pathname: string): boolean {
  return pathname === '/api' || pathname.startsWith('/api/')
}

/** An error of the catalogue: JSON under /api, a sentence elsewhere. */
export function refusal(pathname: string, code: ErrorCode, details?: Record<string, unknown>): Response {
  const { status, message } = new ApiError(code)
  const headers: Record<string, string> = typeof details?.['retryAfter'] === 'number' ? { 'retry-after': String(details['retryAfter']) } : {}
  // What is left of a body that nobody will read must not be taken for the next request.
  if (code === 'body-too-large') headers['connection'] = 'close'
  if (!isApi(pathname)) return text(status, message, headers)
  const body: ErrorReply = { error: { code, message, ...(details !== undefined && { details }) } }
  return new Response(JSON.stringify(body), { status, headers: { ...headers, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' } })
}

function text(status: number, sentence: string, headers: Record<string, string> = {}): Response {
  return new Response(`${sentence}\n`, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } })
}
