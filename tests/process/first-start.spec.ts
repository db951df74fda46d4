import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '#server/demo/demo-accounts.ts'
import { SMALL_PROVINCE, writeProvince } from '../import/province.ts'
import { BACKUP, PASSWORD, RESTORE, signInFor, stop, workplace, type Run } from './running.ts'

/** A new installation knows no password and no key that anybody else's knows, and its first door closes behind whoever came in. */

const place = workplace()
const STARTS = process.env['BALLAST_TORTURE'] === '1' ? 50 : 2

const tokenIn = (run: Run) => /初始化口令（只用一次）：([0-9a-f]{32})，/.exec(run.output())?.[1]

async function post(address: string, path: string, body: unknown): Promise<[number, string | undefined]> {
  const response = await fetch(address + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return [response.status, (await response.json() as { error?: { code: string } }).error?.code]
}
const setup = (address: string, token: string, account = 'first') => post(address, '/api/setup', { token, account, displayName: '安全管理员', password: PASSWORD })

/** What other systems ship with, and what this one's demo has. */
const KNOWN: readonly (readonly [string, string])[] = [
  ['admin', 'admin'], ['admin', 'district'], ['admin', '123456'], ['root', 'root'], ['system', 'system'], ['city-leader', DEMO_PASSWORD], ['security-admin', DEMO_PASSWORD], ['setup', 'setup'],
]

describe('a first start in production', () => {
  it('makes a token and keys of its own, and knows no password', { timeout: STARTS * 20_000 }, async () => {
    const secrets: string[] = []
    for (let k = 0; k < STARTS; k++) {
      const data = join(place.root, `data-${k}`)
      const run = place.startServer({ BALLAST_DATA: data, BALLAST_TLS: 'self' })
      await run.ready
      secrets.push(tokenIn(run) ?? '', ...['audit.key', 'ballast-root.key', 'ballast.key'].map((file) => readFileSync(join(data, file), 'utf8')))
      expect(await stop(run)).toBe(0)
    }
    expect(secrets.every((secret) => secret.length >= 32)).toBe(true)
    expect(new Set(secrets).size).toBe(STARTS * 4)
    const plain = place.startServer()
    const address = await plain.ready
    for (const [account, password] of KNOWN) expect([account, ...await post(address, '/api/session', { account, password })]).toEqual([account, 401, 'sign-in-failed'])
    expect(await stop(plain)).toBe(0)
  })

  it('lets one person in by its token, once, and is shut from then on, after restarts and restores too', { timeout: 120_000 }, async () => {
    const folder = join(place.root, 'province')
    writeProvince(folder, SMALL_PROVINCE)
    await place.succeed(place.startImport(folder))
    const unused = place.startServer()
    await unused.ready
    const old = tokenIn(unused)!
    expect(await stop(unused)).toBe(0)

    const first = place.startServer()
    const address = await first.ready
    const token = tokenIn(first)!
    // That of an earlier start, and guesses, open nothing.
    expect(token).not.toBe(old)
    for (const wrong of [old, '', token.slice(1), `${token}0`]) expect(await setup(address, wrong)).toEqual([403, 'setup-token-wrong'])
    expect(await setup(address, token)).toEqual([200, undefined])
    for (const again of [token, old, 'x']) expect(await setup(address, again, 'second')).toEqual([404, 'endpoint-not-found'])
    await signInFor(address, 'first')
    expect(await stop(first)).toBe(0)

    const copy = join(place.root, 'copy.db')
    const restored = join(place.root, 'restored')
    await place.succeed(place.start(BACKUP, [copy]))
    await place.succeed(place.start(RESTORE, [copy, '--into', restored], { BALLAST_DATA: restored }))
    for (const data of [place.data, restored]) {
      const later = place.startServer({ BALLAST_DATA: data })
      const there = await later.ready
      expect(later.output()).not.toContain('初始化口令')
      for (const again of [token, '']) expect(await setup(there, again, 'second')).toEqual([404, 'endpoint-not-found'])
      expect(await stop(later)).toBe(0)
    }
  })

  it('takes no audit key that is none', async () => {
    for (const key of ['changeme', 'g'.repeat(64)]) {
      const run = place.startServer({ BALLAST_AUDIT_KEY: key })
      expect([key, await run.ended, run.output()]).toEqual([key, 1, expect.stringContaining('审计密钥')])
      expect(run.output()).not.toMatch(/^\s+at /m)
    }
  })
})
