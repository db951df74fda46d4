import type { Role } from '#core/access/post.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { PasswordPort, SessionPort } from '../identity/ports.ts'
import { newToken, tokenId } from '../identity/tokens.ts'
import type { Store } from '../store/store.ts'
import { createHandler, type HandlerPorts } from './handler.ts'

/** For specs that are not about signing in. */

export type Ask = (path: string, init?: RequestInit) => Promise<Response>

/** Passwords in the clear: quick. */
export const plainPasswords: PasswordPort = {
  hash: async (password) => `plain ${password}`,
  verify: async (password, stored) => stored === `plain ${password}`,
}

/** The token travels in a header of its own. */
export const headerSession: SessionPort = {
  read: (request) => request.headers.get('x-token'),
  write: (headers, _request, token) => headers.set('x-token', token ?? ''),
  isOwnPage: () => true,
  address: () => '',
}

/** A moment of real time that every spec may share. */
export const SPEC_TIME = Date.UTC(2026, 0, 1)

/** Opens an account with one post, signed in. @returns the session's token */
export async function signInAs(store: Store, name: string, unit: string, role: Role): Promise<string> {
  const token = newToken()
  await store.transact(async ({ accounts, sessions, raise }) => {
    await accounts.put({
      name, displayName: name, password: await plainPasswords.hash(name), mustChange: false, disabled: false, lastSignIn: null, isDemo: false,
      posts: [{ unit: unit as UnitCode, role, from: null, until: null }],
    })
    await sessions.begin({ id: tokenId(token), account: name, startedAt: SPEC_TIME, seenAt: SPEC_TIME, address: '', agent: '' })
    await raise('access')
  })
  return token
}

/** A handler asked by the leader of the root. */
export async function askAsLeader(store: Store, ports: Pick<HandlerPorts, 'store' | 'clock'> & Partial<HandlerPorts>): Promise<Ask> {
  const { units } = await store.loadMaster()
  const root = units.find(({ parents }) => parents.some(({ parent }) => parent === null))
  const token = await signInAs(store, 'spec-leader', root?.code ?? '', 'leader')
  const handle = createHandler({ session: headerSession, passwords: plainPasswords, time: () => SPEC_TIME, ...ports })
  return (path, init) => handle(new Request(path.startsWith('http') ? path : `http://localhost${path}`, { ...init, headers: { 'x-token': token, ...init?.headers } }))
}
