import type { SessionsReply } from '#contract/session.ts'
import { ApiError } from '#contract/errors.ts'
import { entryOf } from './audit-entry.ts'
import type { Params, Reading, Written, WriteScene } from './use-case.ts'
import type { View } from './view.ts'

/** Enough of a session's hash to name it among one's own. */
const ID_DIGITS = 16

export function sessions({ model, principal }: View): Reading {
  return {
    key: null,
    make: async (): Promise<SessionsReply> => ({
      sessions: (await model.store.sessions.ofAccount(principal.account)).map(({ id, startedAt, seenAt, address, agent }) => ({
        id: id.slice(0, ID_DIGITS), current: id === principal.session, startedAt: new Date(startedAt).toISOString(), lastSeenAt: new Date(seenAt).toISOString(), address, agent,
      })),
    }),
  }
}

export async function endSession(scene: WriteScene, _body: unknown, { id = '' }: Params): Promise<Written> {
  const principal = scene.principal!
  const own = await scene.store.sessions.ofAccount(principal.account)
  const found = own.find((each) => each.id.slice(0, ID_DIGITS) === id)
  if (found === undefined) throw new ApiError('session-not-found')
  await scene.store.transact(async ({ sessions: table, audit, raise }) => {
    await table.end(found.id)
    await audit.append(entryOf(scene, 'session-ended', principal.account))
    await raise('access')
  })
  return { body: { done: true }, ...(found.id === principal.session && { token: null }) }
}
