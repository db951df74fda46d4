import type { SessionPort } from './ports.ts'
import { isToken } from './tokens.ts'

export interface CookieSessionOptions {
  /** Origin under which the browser sees this server. */
  origin(request: Request): string
  address(request: Request): string
}

/**
 * Sessions by cookie. Over TLS its name begins with `__Host-`, so that no other host or path can set it; browsers refuse
 * that name on plain http, which is served on this machine only.
 */
export function cookieSession({ origin, address }: CookieSessionOptions): SessionPort {
  const isSecure = (request: Request) => origin(request).startsWith('https:')
  const nameFor = (request: Request) => (isSecure(request) ? '__Host-ballast' : 'ballast')
  return {
    read(request) {
      const token = readCookie(request.headers.get('cookie') ?? '', nameFor(request))
      return token !== null && isToken(token) ? token : null
    },
    write(headers, request, token) {
      const lifetime = token === null ? '; Max-Age=0' : ''
      const secure = isSecure(request) ? '; Secure' : ''
      headers.append('set-cookie', `${nameFor(request)}=${token ?? ''}; Path=/; HttpOnly; SameSite=Strict${secure}${lifetime}`)
    },
    isOwnPage(request) {
      const from = request.headers.get('origin')
      const site = request.headers.get('sec-fetch-site')
      // Programs send neither; a browser always sends an origin with a write.
      return (from === null || from === origin(request)) && (site === null || site === 'same-origin')
    },
    address,
  }
}

/** Null when it is absent, or there twice: somebody put one beside ours. */
function readCookie(header: string, name: string): string | null {
  const values = header.split(';').map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${name}=`))
  return values.length === 1 ? values[0]!.slice(name.length + 1) : null
}
