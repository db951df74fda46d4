// @vitest-environment happy-dom
import { PiniaColada, useQueryCache } from '@pinia/colada'
import { createPinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import type { SessionReply } from '#contract/session.ts'
import { ApiProblem } from '#src/api/api-problem.ts'
import { useSession } from './session.store.ts'

type Post = NonNullable<SessionReply['signedIn']>['posts'][number]

const asked = vi.hoisted(() => ({ get: vi.fn(), send: vi.fn(), endSession: () => {} }))
vi.mock('#src/api/client.ts', () => ({ ...asked, whenSignedOut: (listener: () => void) => { asked.endSession = listener } }))

function post(unit: string, role: Post['role']): Post {
  return { unit, role, unitName: unit, level: 1 }
}
function answer(account: string | null, posts: Post[] = [post('city', 'leader')]): SessionReply {
  const signedIn = account === null ? null : { account, displayName: account, posts, home: posts[0]?.unit ?? null, mustChangePassword: false }
  return { signedIn, demo: true, demoAccounts: [], demoPassword: null, needsSetup: false, passwordRule: '' }
}

let session: ReturnType<typeof useSession>
let cache: ReturnType<typeof useQueryCache>
beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('BroadcastChannel', undefined)
  const app = createApp({}).use(createPinia()).use(PiniaColada)
  app.runWithContext(() => {
    session = useSession()
    cache = useQueryCache()
  })
})

describe('the session', () => {
  it('begins by asking the server, and says when it cannot', async () => {
    asked.get.mockRejectedValueOnce(new ApiProblem('network', '连不上', null)).mockResolvedValueOnce(answer(null))
    expect(session.phase).toBe('loading')
    await session.load()
    expect([session.phase, session.problem?.code]).toEqual(['failed', 'network'])
    await session.load()
    expect(session.phase).toBe('sign-in')
  })

  it('remembers who comes back, and that another one does not', async () => {
    asked.send.mockResolvedValueOnce(answer('a'))
    await session.signIn('a', 'x')
    expect([session.phase, session.isReturning]).toEqual(['open', true])
    asked.get.mockResolvedValue(answer(null))
    asked.endSession()
    expect([session.phase, session.hasExpired, session.signedIn]).toEqual(['sign-in', true, null])
    asked.send.mockResolvedValueOnce(answer('a'))
    await session.signIn('a', 'x')
    expect([session.isReturning, session.hasExpired]).toEqual([true, false])
    asked.endSession()
    asked.send.mockResolvedValueOnce(answer('b'))
    await session.signIn('b', 'x')
    expect(session.isReturning).toBe(false)
  })

  it('leaves nothing in the query cache, and answers that come late nowhere to go', async () => {
    asked.send.mockResolvedValueOnce(answer('a')).mockResolvedValueOnce({ done: true })
    await session.signIn('a', 'x')
    cache.setQueryData(['figures'], 58_300)
    let isAborted = false
    const late = cache.ensure({ key: ['late'], query: ({ signal }) => new Promise<number>(() => signal.addEventListener('abort', () => { isAborted = true })) })
    cache.refresh(late).catch(() => {})
    asked.get.mockResolvedValueOnce(answer(null))
    await session.signOut()
    expect([cache.getEntries(), isAborted]).toEqual([[], true])
  })

  it('signing out is not expiring', async () => {
    asked.send.mockResolvedValueOnce(answer('a')).mockResolvedValueOnce({ done: true })
    await session.signIn('a', 'x')
    asked.get.mockResolvedValueOnce(answer(null))
    await session.signOut()
    expect([session.phase, session.hasExpired]).toEqual(['sign-in', false])
  })

  it('shows nothing more once signed out, even when the next question fails', async () => {
    asked.send.mockResolvedValueOnce(answer('a')).mockResolvedValueOnce({ done: true })
    await session.signIn('a', 'x')
    cache.setQueryData(['figures'], 58_300)
    asked.get.mockRejectedValueOnce(new ApiProblem('network', '连不上', null))
    await session.signOut()
    expect([session.phase, session.signedIn, cache.getEntries()]).toEqual(['sign-in', null, []])
  })

  it('stays signed in when signing out did not reach the server', async () => {
    asked.send.mockResolvedValueOnce(answer('a')).mockRejectedValueOnce(new ApiProblem('network', '连不上', null))
    await session.signIn('a', 'x')
    await expect(session.signOut()).rejects.toThrow('连不上')
    expect(session.phase).toBe('open')
  })

  it('knows what posts give: branches, permissions, where each is opened', async () => {
    asked.send.mockResolvedValueOnce(answer('a', [post('street', 'reporter'), post('city', 'reviewer'), post('street', 'reviewer'), post('other', 'leader')]))
    await session.signIn('a', 'x')
    expect([session.home, session.branches]).toEqual(['street', ['street', 'city', 'other']])
    expect(['street', 'city', 'other', 'elsewhere'].map((unit) => session.startAt(unit))).toEqual(['entering', 'live', 'edition', 'edition'])
    expect([session.may('see-figures'), session.may('read-audit')]).toEqual([true, false])
    asked.send.mockResolvedValueOnce(answer('b', [post('city', 'security')]))
    await session.signIn('b', 'x')
    expect([session.branches, session.may('see-figures'), session.may('manage-accounts')]).toEqual([[], false, true])
  })
})
