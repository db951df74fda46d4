import { Hono } from 'hono'
import { endpoints, type Endpoint, type EndpointName } from '#contract/endpoints.ts'
import { ApiError, errorCatalogue, type ErrorReply } from '#contract/errors.ts'
import { describeApi } from '#contract/openapi.ts'
import type { Clock } from '../business-clock.ts'
import type { Store } from '../store/store.ts'
import { ReadModel } from '../usecases/read-model.ts'
import { useCases, type UseCase } from '../usecases/use-cases.ts'
import { makeAnswer, sendAnswer } from './answer.ts'
import { AnswerKeep } from './answer-keep.ts'
import { parseQuery } from './parse-query.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** Replies that tell the time: kept, they would stand still. */
const TELLS_TIME: ReadonlySet<EndpointName> = new Set(['periods'])

export interface HandlerPorts {
  readonly store: Store
  readonly clock: Clock
  /** Where a bug is written down, in one line, with the id that the client was told. */
  readonly log?: (line: string) => void
}

/** The whole API as one fetch handler: Node serves it, and the mock mounts it in the page. */
export function createHandler({ store, clock, log = () => {} }: HandlerPorts): (request: Request) => Promise<Response> {
  const model = new ReadModel(store, clock)
  const keep = new AnswerKeep()
  const app = new Hono()
  const description = makeAnswer(describeApi(), JSON_TYPE)
  const rows: [string, (request: Request, code: string) => Promise<Response>][] = [
    ['/api/openapi.json', (request) => sendAnswer(description, request)],
  ]
  for (const [name, endpoint] of Object.entries(endpoints) as [EndpointName, Endpoint][]) {
    rows.push([endpoint.path, (request, code) => answer(model, keep, name, endpoint, request, code)])
  }
  for (const [path, serve] of rows) {
    const route = path.replace('{code}', ':code')
    app.get(route, (context) => serve(context.req.raw, context.req.param('code') ?? ''))
    app.all(route, () => {
      throw new ApiError('method-not-allowed')
    })
  }
  app.notFound(() => errorReply(new ApiError('endpoint-not-found')))
  app.onError((error, { req }) => (error instanceof ApiError ? errorReply(error) : bugReply(error, req.raw, log)))
  return async (request) => app.fetch(request)
}

async function answer(model: ReadModel, keep: AnswerKeep, name: EndpointName, endpoint: Endpoint, request: Request, code: string): Promise<Response> {
  const search = new URL(request.url).searchParams
  const query = parseQuery(endpoint.query, search)
  search.sort()
  const useCase: UseCase = useCases[name]
  const type = typeof endpoint.reply === 'string' ? endpoint.reply : JSON_TYPE
  const make = async () => makeAnswer(await useCase(model, query as never, code), type)
  if (TELLS_TIME.has(name)) return sendAnswer(await make(), request)
  // "Today's tree" changes with the month although nobody wrote anything.
  const generation = `${await model.store.revision()} ${model.clock.now().slice(0, 7)}`
  return sendAnswer(await keep.get(generation, `${name} ${code}?${search.toString()}`, make), request)
}

function errorReply({ code, message, details, status }: ApiError, requestId?: string): Response {
  const body: ErrorReply = { error: { code, message, ...(details === undefined ? {} : { details }) } }
  const headers = new Headers({ 'content-type': JSON_TYPE, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  if (code === 'method-not-allowed') headers.set('allow', 'GET, HEAD')
  if (requestId !== undefined) headers.set('x-request-id', requestId)
  return new Response(JSON.stringify(body), { status, headers })
}

/** A bug: the client gets an id, the log gets the id and what happened. */
function bugReply(error: Error, { method, url }: Request, log: (line: string) => void): Response {
  const id = crypto.getRandomValues(new Uint32Array(2)).reduce((text, part) => text + part.toString(36), '')
  log(inOneLine(`${id} ${method} ${url} ${error.stack ?? error.message}`))
  return errorReply(new ApiError('internal', errorCatalogue.internal.message, { id }), id)
}

/** Whatever a client sent must not begin a line of its own in the log, nor steer a terminal. */
function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' | ').replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')
}
