import { businessClock } from '#server/business-clock.ts'
import { createHandler, type HandlerPorts } from '#server/http/handler.ts'
import { headerSession, plainPasswords, SPEC_TIME } from '#server/http/handler-fixture.ts'
import type { Store } from '#server/store/store.ts'

export interface Reply {
  readonly status: number
  readonly etag: string | null
  readonly token: string | null
  readonly retryAfter: string | null
  readonly body: unknown
}

export type Send = (method: string, path: string, options?: { readonly token?: string | undefined; readonly body?: unknown; readonly headers?: Record<string, string> }) => Promise<Reply>

/** Asks a handler over a store, and gives what a client sees of the answer. */
export async function asking(store: Store, ports: Partial<HandlerPorts> = {}): Promise<Send> {
  const { settings } = await store.loadMaster()
  const handle = createHandler({ store, clock: businessClock(settings), session: headerSession, passwords: plainPasswords, time: () => SPEC_TIME, ...ports })
  return async (method, path, { token, body, headers = {} } = {}) => {
    const response = await handle(new Request(`http://localhost${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...(token !== undefined && { 'x-token': token }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }))
    const text = await response.text()
    return {
      status: response.status, etag: response.headers.get('etag'), token: response.headers.get('x-token'), retryAfter: response.headers.get('retry-after'),
      body: response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) as unknown : text,
    }
  }
}

export const codeOf = ({ body }: Reply): string | undefined => (body as { error?: { code: string } }).error?.code
export const refusalOf = ({ body }: Reply): unknown => (body as { error?: { details?: { refusal?: string } } }).error?.details?.refusal
