import { Hono, type Context } from 'hono'
import { mayEver } from '#core/access/access.ts'
import type { PasswordProfile } from '#core/access/password-rule.ts'
import { endpoints, type Endpoint, type EndpointName } from '#contract/endpoints.ts'
import { ApiError, errorCatalogue, type ErrorReply } from '#contract/errors.ts'
import { describeApi } from '#contract/openapi.ts'
import type { Clock } from '../business-clock.ts'
import type { PasswordPort, SessionPort } from '../identity/ports.ts'
import type { Principal } from '../identity/principal.ts'
import { newToken } from '../identity/tokens.ts'
import { StoreError, type Revisions, type Store } from '../store/store.ts'
import { ReadModel } from '../usecases/read-model.ts'
import { Principals } from '../usecases/session-lifetime.ts'
import { reads, session as tellSession, writes } from '../usecases/use-cases.ts'
import type { Params, ReadCase, WriteCase, WriteScene, Written } from '../usecases/use-case.ts'
import { View } from '../usecases/view.ts'
import { makeAnswer, sendAnswer } from './answer.ts'
import { AnswerKeep } from './answer-keep.ts'
import { parseBody } from './parse-body.ts'
import { parseQuery } from './parse-query.ts'
import { isUnstorable } from './unstorable.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

export interface HandlerPorts {
  readonly store: Store
  readonly clock: Clock
  readonly session: SessionPort
  readonly passwords: PasswordPort
  /** Real time, ms since 1970: for sessions, limits and the audit. */
  readonly time: () => number
  readonly passwordProfile?: PasswordProfile
  /** Opens the first account of a database that has none. */
  readonly setupToken?: string | null
  /** Where a bug is written down, in one line, with the id that the client was told. */
  readonly log?: (line: string) => void
  /** Told who asks, for the log of requests. */
  readonly noteAccount?: (request: Request, account: string) => void
}

/** What even somebody who must change the first password may ask. */
const BEFORE_CHANGE: ReadonlySet<EndpointName> = new Set(['session', 'signIn', 'signOut', 'changePassword'])

/** The whole API as one fetch handler: Node serves it, and the mock mounts it in the page. */
export function createHandler(ports: HandlerPorts): (request: Request) => Promise<Response> {
  const desk = new Desk(ports)
  const app = new Hono()
  const description = makeAnswer(describeApi(), JSON_TYPE)
  app.get('/api/openapi.json', ({ req }) => sendAnswer(description, req.raw))
  const methods = new Map<string, string[]>([['/api/openapi.json', ['GET']]])
  for (const [name, endpoint] of Object.entries(endpoints) as [EndpointName, Endpoint][]) {
    const route = endpoint.path.replace(/\{(\w+)\}/g, ':$1')
    app.on(endpoint.method, route, (context) => desk.serve(name, endpoint, context))
    methods.set(route, [...(methods.get(route) ?? []), endpoint.method])
  }
  for (const [route, known] of methods) {
    app.all(route, () => {
      throw new MethodNotAllowed(known)
    })
  }
  app.notFound(() => errorReply(new ApiError('endpoint-not-found')))
  app.onError((error, { req }) => desk.explain(error, req.raw))
  return async (request) => app.fetch(request)
}

class MethodNotAllowed extends ApiError {
  readonly allow: string

  constructor(methods: readonly string[]) {
    super('method-not-allowed')
    this.allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
  }
}

/** Everything that a request meets on its way, in this order: own page, session, role, query and body, scope, answer. */
class Desk {
  readonly #ports: HandlerPorts
  readonly #model: ReadModel
  readonly #keep = new AnswerKeep()
  readonly #principals: Principals

  constructor(ports: HandlerPorts) {
    this.#ports = ports
    this.#model = new ReadModel(ports.store, ports.clock)
    this.#principals = new Principals(ports.store)
  }

  async serve(name: EndpointName, endpoint: Endpoint, context: Context): Promise<Response> {
    const request = context.req.raw
    const isWrite = endpoint.method !== 'GET'
    if (isWrite && !this.#ports.session.isOwnPage(request)) throw new ApiError('request-foreign')
    // Read before anything else: what is answered is at least as new.
    const revisions = await this.#ports.store.revisions()
    const token = this.#ports.session.read(request)
    const principal = token === null ? null : await this.#principalOf(token, revisions)
    if (principal !== null) this.#ports.noteAccount?.(request, principal.account)
    admit(name, endpoint, principal)
    const search = new URL(request.url).searchParams
    const query = parseQuery(endpoint.query, search)
    const params = storable(context.req.param() as Params)
    if (isWrite) return this.#write(writes[name as keyof typeof writes] as WriteCase, endpoint, request, principal, params)
    const scene = this.#scene(request, principal)
    const type = typeof endpoint.reply === 'string' ? endpoint.reply : JSON_TYPE
    if (name === 'session') return sendAnswer(makeAnswer(await tellSession(scene).make(), type), request)
    return this.#read(name, reads[name as keyof typeof reads] as ReadCase, request, principal!, revisions, query, params, type)
  }

  async #read(name: EndpointName, useCase: ReadCase, request: Request, principal: Principal, revisions: Revisions, query: unknown, params: Params, type: string): Promise<Response> {
    const view = new View(this.#model, await this.#model.master(revisions), principal)
    const reading = await useCase(view, query as never, params)
    const make = async () => makeAnswer(await reading.make(), type)
    if (reading.key === null) return sendAnswer(await make(), request)
    // "Today's tree" changes with the month although nobody wrote anything.
    // Of the data that the units were looked up in: their numbers mean nothing in another tree.
    const { master, reports } = view.master.revisions
    const generation = `${master} ${reports} ${view.now.slice(0, 7)}`
    return sendAnswer(await this.#keep.get(generation, `${name} ${reading.key}`, make), request)
  }

  async #write(useCase: WriteCase, endpoint: Endpoint, request: Request, principal: Principal | null, params: Params): Promise<Response> {
    const body = endpoint.body === undefined ? {} : await parseBody(endpoint.body, request)
    const written: Written = await useCase(this.#scene(request, principal), body as never, params)
    const headers = new Headers({ 'content-type': JSON_TYPE, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    if (written.etag !== undefined) headers.set('etag', written.etag)
    if (written.token !== undefined) this.#ports.session.write(headers, request, written.token)
    // What the browser kept for one account is not for the next one.
    if (written.token === null) headers.set('clear-site-data', '"cache"')
    return new Response(JSON.stringify(written.body), { headers })
  }

  #principalOf(token: string, revisions: Revisions): Promise<Principal | null> {
    const { clock, time } = this.#ports
    return this.#principals.of(token, revisions, time(), clock.now().slice(0, 10))
  }

  #scene(request: Request, principal: Principal | null): WriteScene {
    const { store, passwords, time, session, passwordProfile = 'dengbao', setupToken = null } = this.#ports
    return {
      store, passwords, time, passwordProfile, setupToken, principal,
      model: this.#model,
      request: {
        id: requestId(request),
        address: session.address(request),
        agent: (request.headers.get('user-agent') ?? '').slice(0, 200),
        ifMatch: request.headers.get('if-match'),
        idempotencyKey: request.headers.get('idempotency-key'),
      },
      principalOf: async (token) => this.#principalOf(token, await store.revisions()),
      view: async () => {
        if (principal === null) throw new ApiError('not-signed-in')
        return new View(this.#model, await this.#model.master(), principal)
      },
    }
  }

  explain(error: Error, request: Request): Response {
    if (error instanceof ApiError) return errorReply(error)
    if (error instanceof StoreError && error.code === 'unavailable') return errorReply(new ApiError('unavailable', undefined, { retryAfter: 5 }))
    return bugReply(error, request, this.#ports.log ?? (() => {}))
  }
}

/** @throws ApiError `not-signed-in`, `password-change-required`, `forbidden` */
function admit(name: EndpointName, { access }: Endpoint, principal: Principal | null): void {
  if (access === 'anyone') return
  if (principal === null) throw new ApiError('not-signed-in')
  if (principal.mustChangePassword && !BEFORE_CHANGE.has(name)) throw new ApiError('password-change-required')
  if (access !== 'signed-in' && !mayEver(access, principal.posts.map(({ role }) => role))) throw new ApiError('forbidden')
}

/** A name that no database can hold names nothing, like the empty one. */
function storable(params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isUnstorable(value) ? '' : value]))
}

/** The id that whoever serves this handler gave the request; else one of its own. */
function requestId(request: Request): string {
  return request.headers.get('x-request-id') ?? newToken().slice(0, 16)
}

function errorReply(error: ApiError, id?: string): Response {
  const { code, message, details, status } = error
  const body: ErrorReply = { error: { code, message, ...(details === undefined ? {} : { details }) } }
  const headers = new Headers({ 'content-type': JSON_TYPE, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  if (error instanceof MethodNotAllowed) headers.set('allow', error.allow)
  if (typeof details?.['retryAfter'] === 'number') headers.set('retry-after', String(details['retryAfter']))
  if (id !== undefined) headers.set('x-request-id', id)
  return new Response(JSON.stringify(body), { status, headers })
}

/** A bug: the client gets an id, the log gets the id and what happened. */
function bugReply(error: Error, request: Request, log: (line: string) => void): Response {
  const id = requestId(request)
  log(inOneLine(`${id} ${request.method} ${request.url} ${error.stack ?? error.message}`))
  return errorReply(new ApiError('internal', errorCatalogue.internal.message, { id }), id)
}

/** Whatever a client sent must not begin a line of its own in the log, nor steer a terminal. */
function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' | ').replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')
}
