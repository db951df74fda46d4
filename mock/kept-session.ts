import * as z from 'zod/mini'
import { tokenId } from '#server/identity/tokens.ts'
import type { SessionPort } from '#server/identity/ports.ts'
import type { Store } from '#server/store/store.ts'
import type { Answer } from './handlers.ts'

/** A load begins a new database, in which nobody is signed in: who was, in this tab, is again. */

const KEY = 'ballast.session.kept'
const Kept = z.object({ id: z.string(), account: z.string(), startedAt: z.number() })

type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The same answers; after one that began or ended a session, the tab remembers what there is. */
export function keepSession(answer: Answer, store: Store, session: Pick<SessionPort, 'read'>, storage: TabStorage): Answer {
  return async (request) => {
    const response = await answer(request)
    if (request.method === 'GET' || !new URL(request.url).pathname.endsWith('/api/session')) return response
    const token = session.read(request)
    const begun = token === null ? null : await store.sessions.find(tokenId(token))
    if (begun === null) storage.removeItem(KEY)
    else storage.setItem(KEY, JSON.stringify({ id: begun.id, account: begun.account, startedAt: begun.startedAt }))
    return response
  }
}

export async function resumeSession(store: Store, storage: TabStorage, now: number): Promise<void> {
  const kept = Kept.safeParse(parsed(storage.getItem(KEY)))
  // An account that was opened in the database before is gone with it.
  if (!kept.success || (await store.accounts.find(kept.data.account)) === null) return
  await store.transact(({ sessions }) => sessions.begin({ ...kept.data, seenAt: now, address: '', agent: '' }))
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
