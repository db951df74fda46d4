import type { SessionPort } from './ports.ts'

/**
 * Sessions of the mock: answers made in a page lose `Set-Cookie`, so the token stays in memory, and in the tab's own
 * storage so that a reload signs nobody out.
 */
export function pageSession(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): SessionPort {
  const KEY = 'ballast.session'
  return {
    read: () => storage.getItem(KEY),
    write: (_headers, _request, token) => (token === null ? storage.removeItem(KEY) : storage.setItem(KEY, token)),
    isOwnPage: () => true,
    address: () => '',
  }
}
