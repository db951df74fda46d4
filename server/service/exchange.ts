import type { IncomingMessage } from 'node:http'
import { randomBytes } from 'node:crypto'
import { plainAddress } from './addresses.ts'

/** One request and its reply, as the connection tells of it. */
export interface Exchange {
  readonly id: string
  /** Where it comes from: the connection's other end, or what a trusted proxy says. */
  readonly address: string
  /** Scheme, host and port under which the client sees this server. */
  readonly origin: string
  readonly isSecure: boolean
  /** Row of the API's table, or what kind of thing else; for metrics. */
  endpoint: string
  /** Who asks, once known. */
  account: string | null
}

const ID = /^[\w-]{8,64}$/

/** Reads who is at the other end. Forwarded headers count only from a trusted proxy: anybody else could make them up. */
export function readExchange(incoming: IncomingMessage, isProxy: (address: string) => boolean): Exchange {
  const { headers } = incoming
  const encrypted = 'encrypted' in incoming.socket && incoming.socket.encrypted === true
  const remote = plainAddress(incoming.socket.remoteAddress ?? '')
  const host = headers.host ?? ''
  const rest = { endpoint: 'unknown', account: null }
  if (!isProxy(remote)) return { ...rest, id: newId(), address: remote, origin: originOf(encrypted, host), isSecure: encrypted }
  const secure = encrypted || only(headers['x-forwarded-proto']) === 'https'
  const id = only(headers['x-request-id'])
  return {
    ...rest,
    id: id !== null && ID.test(id) ? id : newId(),
    address: clientBehind(String(headers['x-forwarded-for'] ?? ''), remote, isProxy),
    origin: originOf(secure, only(headers['x-forwarded-host']) ?? host),
    isSecure: secure,
  }
}

function newId(): string {
  return randomBytes(8).toString('hex')
}

/** Null when absent or given twice: then nobody knows which one the proxy wrote. */
function only(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && value !== '' && !value.includes(',') ? value.trim() : null
}

/** Every proxy adds whom it heard it from at the end: the first from behind that is no proxy of ours is the client. */
function clientBehind(forwardedFor: string, remote: string, isProxy: (address: string) => boolean): string {
  const hops = forwardedFor.split(',').map((hop) => plainAddress(hop.trim())).filter((hop) => hop !== '')
  return hops.findLast((hop) => !isProxy(hop)) ?? hops[0] ?? remote
}

/** Empty: no host that could be one. */
function originOf(isSecure: boolean, host: string): string {
  const text = `${isSecure ? 'https' : 'http'}://${host}`
  return host !== '' && URL.canParse(text) ? new URL(text).origin : ''
}

const byRequest = new WeakMap<Request, Exchange>()

export function bindExchange(request: Request, exchange: Exchange): void {
  byRequest.set(request, exchange)
}

export function exchangeOf(request: Request): Exchange | null {
  return byRequest.get(request) ?? null
}

/** Origin under which the client sees this server; of a request that came by no connection, its own. */
export function requestOrigin(request: Request): string {
  return exchangeOf(request)?.origin ?? new URL(request.url).origin
}

/** Whether nobody on the way can read it. */
export function isSecure(request: Request): boolean {
  return exchangeOf(request)?.isSecure ?? false
}

/** Empty for a request that came by no connection. */
export function clientAddress(request: Request): string {
  return exchangeOf(request)?.address ?? ''
}

/** For the log: who asks. */
export function noteAccount(request: Request, account: string): void {
  const exchange = exchangeOf(request)
  if (exchange !== null) exchange.account = account
}
