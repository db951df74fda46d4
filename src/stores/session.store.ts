import { useQueryCache } from '@pinia/colada'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { mayEver, type Permission } from '#core/access/access.ts'
import type { Role } from '#core/access/post.ts'
import type { SessionReply } from '#contract/session.ts'
import { ApiProblem } from '#src/api/api-problem.ts'
import { get, send, whenSignedOut } from '#src/api/client.ts'
import type { SelectionStart } from '#src/features/selection/selection.ts'

/** What stands before the pages; `open`: nothing. */
export type SessionPhase = 'loading' | 'failed' | 'sign-in' | 'first-password' | 'open'

/** Who is signed in. The cookie is the browser's; here is only what the server tells of it. */
export const useSession = defineStore('session', () => {
  const cache = useQueryCache()
  const reply = shallowRef<SessionReply | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  /** The session ended by itself: the sign-in page says so. */
  const hasExpired = shallowRef(false)
  /** Who was signed in last, in this page. */
  const lastAccount = shallowRef<string | null>(null)
  /** The place in the address is the last account's: another one does not begin there. */
  const isReturning = shallowRef(true)

  const signedIn = computed(() => reply.value?.signedIn ?? null)
  const isDemo = computed(() => reply.value?.demo ?? false)
  const phase = computed<SessionPhase>(() => {
    if (reply.value === null) return problem.value === null ? 'loading' : 'failed'
    if (signedIn.value === null) return 'sign-in'
    return signedIn.value.mustChangePassword ? 'first-password' : 'open'
  })
  const roles = computed<readonly Role[]>(() => signedIn.value?.posts.map(({ role }) => role) ?? [])
  const home = computed(() => signedIn.value?.home ?? undefined)
  /** Units of the posts that see figures, the first one's first. */
  const branches = computed(() => [
    ...new Set(signedIn.value?.posts.filter(({ role }) => mayEver('see-figures', [role])).map(({ unit }) => unit)),
  ])

  function may(permission: Permission): boolean {
    return mayEver(permission, roles.value)
  }

  /** Where a branch is opened: who leads at what is frozen, who reports at the month in progress, who reviews at what is live. */
  function startAt(branch: string): SelectionStart {
    const held = new Set(signedIn.value?.posts.filter(({ unit }) => unit === branch).map(({ role }) => role))
    return held.has('leader') ? 'edition' : held.has('reporter') ? 'entering' : held.has('reviewer') ? 'live' : 'edition'
  }

  /** Nothing of one account may be shown to the next one, nor an answer to one end the session of the next. */
  function take(next: SessionReply): void {
    const account = next.signedIn?.account ?? null
    if (account !== signedIn.value?.account) {
      cache.cancelQueries()
      for (const entry of cache.getEntries()) cache.remove(entry)
    }
    if (account !== null) {
      isReturning.value = lastAccount.value === null || lastAccount.value === account
      lastAccount.value = account
    }
    reply.value = next
  }

  async function load(): Promise<void> {
    problem.value = null
    try {
      take(await get('session', {}))
    } catch (error) {
      problem.value = error instanceof ApiProblem ? error : new ApiProblem('reply-invalid', '服务器的答复无法识别，请刷新页面重试。', null)
    }
  }

  /** @throws ApiProblem */
  async function signIn(account: string, password: string): Promise<void> {
    take(await send('signIn', { account, password }))
    hasExpired.value = false
    tellOthers()
  }

  /** @throws ApiProblem */
  async function signOut(): Promise<void> {
    await send('signOut', undefined)
    forget()
    tellOthers()
    await load()
  }

  /** @throws ApiProblem */
  async function changePassword(current: string, next: string): Promise<void> {
    await send('changePassword', { current, next })
    await load()
  }

  /** @throws ApiProblem */
  async function setUp(first: { token: string; account: string; displayName: string; password: string }): Promise<void> {
    await send('setup', first)
    await signIn(first.account, first.password)
  }

  function forget(): void {
    if (reply.value !== null) take({ ...reply.value, signedIn: null })
  }

  whenSignedOut(() => {
    if (signedIn.value === null) return
    hasExpired.value = true
    forget()
    // The demo's accounts come with a fresh answer.
    void load()
  })

  // All tabs share one cookie: who signs out in one is signed out in all, at once.
  const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('ballast.session')
  const tellOthers = () => tabs?.postMessage('changed')
  // Who it is now cannot be told: what the last one saw must not stay.
  if (tabs !== null) tabs.onmessage = () => void load().then(() => { if (problem.value !== null) forget() })

  return { reply, problem, hasExpired, isReturning, signedIn, isDemo, phase, home, branches, roles, may, startAt, load, signIn, signOut, changePassword, setUp }
})

