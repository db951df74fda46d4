import { describe, expect, it } from 'vitest'
import { cookieSession } from './cookie-session.ts'

const TOKEN = '0123456789abcdef0123456789abcdef'
const ORIGIN = 'https://jiuye.example.cn'
const session = cookieSession({ origin: () => ORIGIN, address: () => '' })
const plain = cookieSession({ origin: () => 'http://127.0.0.1:8080', address: () => '' })
const request = (headers: Record<string, string> = {}) => new Request(`${ORIGIN}/api/session`, { headers })
/** Built by hand: fetch's own Request drops headers that only a browser may set. */
const fromPage = (headers: Record<string, string>) => ({ headers: new Headers(headers) }) as Request

describe('a session by cookie', () => {
  it('is for this host alone, and hidden from scripts and other sites', () => {
    const headers = new Headers()
    session.write(headers, request(), TOKEN)
    expect(headers.get('set-cookie')).toBe(`__Host-ballast=${TOKEN}; Path=/; HttpOnly; SameSite=Strict; Secure`)
    const ended = new Headers()
    session.write(ended, request(), null)
    expect(ended.get('set-cookie')).toMatch(/^__Host-ballast=; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=0$/)
  })

  it('has a plainer name on this machine without TLS, where browsers refuse the other', () => {
    const headers = new Headers()
    plain.write(headers, request(), TOKEN)
    expect(headers.get('set-cookie')).toBe(`ballast=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`)
    expect(plain.read(fromPage({ cookie: `ballast=${TOKEN}` }))).toBe(TOKEN)
  })

  it('is read back, and nothing else is taken for it', () => {
    expect(session.read(fromPage({ cookie: `a=b; __Host-ballast=${TOKEN}; c=d` }))).toBe(TOKEN)
    for (const cookie of ['', `ballast=${TOKEN}`, `x__Host-ballast=${TOKEN}`, `__Host-ballast=${TOKEN}; __Host-ballast=${TOKEN.replace('0', '1')}`, `__Host-ballast=${TOKEN}0`,
      `__Host-ballast=${TOKEN.toUpperCase()}`, '__Host-ballast=', '__Host-ballast=../../x', `__Host-Ballast=${TOKEN}`]) {
      expect([cookie, session.read(fromPage({ cookie }))]).toEqual([cookie, null])
    }
  })

  it('takes writes from its own page and from programs, and from no other page', () => {
    for (const headers of [{}, { origin: ORIGIN }, { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }]) expect(session.isOwnPage(fromPage(headers as Record<string, string>))).toBe(true)
    for (const origin of ['null', 'http://jiuye.example.cn', 'https://jiuye.example.cn:8443', 'https://evil.example', `${ORIGIN}.evil.example`, `${ORIGIN}/`, ORIGIN.toUpperCase(), '', ` ${ORIGIN}`.trimEnd() + ' x']) {
      expect([origin, session.isOwnPage(fromPage({ origin }))]).toEqual([origin, false])
    }
    for (const site of ['same-site', 'cross-site', 'none']) expect([site, session.isOwnPage(fromPage({ origin: ORIGIN, 'sec-fetch-site': site }))]).toEqual([site, false])
  })
})
