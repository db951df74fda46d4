import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { isAdministrator } from '#core/access/post.ts'
import type { SessionReply } from '#contract/session.ts'
import { ApiProblem } from '#src/api/api-problem.ts'
import { get, send, whenSignedOut } from '#src/api/client.ts'
import type { SelectionStart } from '#src/features/selection/selection.ts'

/** What the whole page shows. */
export type SessionPhase = 'loading' | 'failed' | 'sign-in' | 'account' | 'administration' | 'overview'

/** Who is signed in. The cookie is the browser's; here is only what the server tells of it. */
export const useSession = defineStore('session', () => {
  const reply = shallowRef<SessionReply | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  /** The session ended by itself: the sign-in page says so. */
  const hasExpired = shallowRef(false)

  /** The own account's page stands over whatever was shown. */
  const isAccountOpen = shallowRef(false)

  const signedIn = computed(() => reply.value?.signedIn ?? null)
  const isDemo = computed(() => reply.value?.demo ?? false)
  const phase = computed<SessionPhase>(() => {
    if (reply.value === null) return problem.value === null ? 'loading' : 'failed'
    if (signedIn.value === null) return 'sign-in'
    if (signedIn.value.mustChangePassword || isAccountOpen.value) return 'account'
    return signedIn.value.posts.length > 0 && signedIn.value.posts.every(({ role }) => isAdministrator(role)) ? 'administration' : 'overview'
  })
  const start = computed<SelectionStart>(() => {
    const roles = new Set(signedIn.value?.posts.map(({ role }) => role))
    return roles.has('leader') ? 'edition' : roles.has('reporter') ? 'entering' : 'live'
  })

  async function load(): Promise<void> {
    problem.value = null
    try {
      reply.value = await get('session', {})
    } catch (error) {
      problem.value = error instanceof ApiProblem ? error : new ApiProblem('reply-invalid', '服务器的答复无法识别，请刷新页面重试。', null)
    }
  }

  /** @throws ApiProblem */
  async function signIn(account: string, password: string): Promise<void> {
    reply.value = await send('signIn', { account, password })
    hasExpired.value = false
    isAccountOpen.value = false
  }

  /** @throws ApiProblem */
  async function signOut(): Promise<void> {
    await send('signOut', undefined)
    await load()
  }

  /** @throws ApiProblem */
  async function changePassword(current: string, next: string): Promise<void> {
    await send('changePassword', { current, next })
    isAccountOpen.value = false
    await load()
  }

  /** @throws ApiProblem */
  async function setUp(first: { token: string; account: string; displayName: string; password: string }): Promise<void> {
    await send('setup', first)
    await load()
  }

  whenSignedOut(() => {
    if (reply.value === null || reply.value.signedIn === null) return
    hasExpired.value = true
    reply.value = { ...reply.value, signedIn: null }
    // The demo's accounts come with a fresh answer.
    void load()
  })

  return { reply, problem, hasExpired, isAccountOpen, signedIn, isDemo, phase, start, load, signIn, signOut, changePassword, setUp }
})
