import axios from 'axios'
import * as z from 'zod/mini'
import { endpoints, type Endpoint, type EndpointName } from '#contract/endpoints.ts'
import { ApiProblem, toProblem } from './api-problem.ts'

// The page's CSP forbids eval: zod must not even probe for it.
z.config({ jitless: true })

type Endpoints = typeof endpoints
/** What an endpoint asks for, as the contract names it. */
export type QueryOf<N extends EndpointName> = z.input<Endpoints[N]['query']>
/** A parsed body, or the bytes of the one endpoint that does not speak JSON. */
export type ReplyOf<N extends EndpointName> = Endpoints[N]['reply'] extends z.ZodMiniType<infer T> ? T : Uint8Array

/** What an endpoint takes as its body. */
export type BodyOf<N extends EndpointName> = Endpoints[N] extends { readonly body: infer B extends z.ZodMiniType } ? z.input<B> : undefined

/** Values of what stands in braces in the path. */
type PathParams = Readonly<Record<string, string>>

export interface GetOptions {
  readonly params?: PathParams
  readonly signal?: AbortSignal
}

export interface SendOptions {
  readonly params?: PathParams
  /** ETag of the version that the change builds on. */
  readonly ifMatch?: string
  /** The same for every retry of one change: it is then made once. */
  readonly idempotencyKey?: string
}

const signedOut = new Set<() => void>()

/** Told when an answer says that nobody is signed in any more. */
export function whenSignedOut(listener: () => void): void {
  signedOut.add(listener)
}

/** Relative to the page, so that it works at a host's root as well as in any folder (hash routing keeps the path still). */
const http = axios.create({ baseURL: new URL('.', document.baseURI).href, timeout: 30_000 })

/**
 * Asks one endpoint. Replies are parsed by the contract's schema here, so nothing behind this line meets unknown data.
 * @throws ApiProblem
 */
export async function get<N extends EndpointName>(name: N, query: QueryOf<N>, options: GetOptions = {}): Promise<ReplyOf<N>> {
  const endpoint = endpoints[name]
  const isBinary = typeof endpoint.reply === 'string'
  try {
    const response = await http.get<unknown>(pathOf(endpoint.path, options.params), {
      params: query,
      responseType: isBinary ? 'arraybuffer' : 'json',
      ...(options.signal && { signal: options.signal }),
    })
    // The table ties each name to its schema; TypeScript cannot follow that through the index.
    if (typeof endpoint.reply === 'string') return bytesOf(response.data) as ReplyOf<N>
    return endpoint.reply.parse(response.data) as ReplyOf<N>
  } catch (error) {
    throw problemOf(error)
  }
}

/**
 * Sends what an endpoint writes.
 * @throws ApiProblem
 */
export async function send<N extends EndpointName>(name: N, body: BodyOf<N>, { params, ifMatch, idempotencyKey }: SendOptions = {}): Promise<ReplyOf<N>> {
  const { path, method, reply }: Endpoint = endpoints[name]
  const headers = { ...(ifMatch !== undefined && { 'If-Match': ifMatch }), ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }) }
  try {
    const response = await http.request<unknown>({ url: pathOf(path, params), method, headers, ...(body !== undefined && { data: body }), responseType: 'json' })
    return (reply as z.ZodMiniType).parse(response.data) as ReplyOf<N>
  } catch (error) {
    throw problemOf(error)
  }
}

function problemOf(error: unknown): unknown {
  const problem = toProblem(error)
  if (problem instanceof ApiProblem && problem.code === 'not-signed-in') for (const tell of signedOut) tell()
  return problem
}

function pathOf(path: string, params: PathParams = {}): string {
  return path.slice(1).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

function bytesOf(data: unknown): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  throw new ApiProblem('reply-invalid', '服务器的答复不完整或版本不符。请刷新页面重试。', null)
}
