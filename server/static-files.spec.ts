import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStaticHandler, type StaticHandler } from './static-files.ts'

const SCRIPT = 'console.log(1)\n'.repeat(100)
let folder: string
let handle: StaticHandler

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-static-'))
  const dist = join(folder, 'dist')
  mkdirSync(join(dist, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>Ballast</title>')
  writeFileSync(join(dist, 'assets', 'app-1a2b3c.js'), SCRIPT)
  writeFileSync(join(dist, 'logo.png'), Uint8Array.from([137, 80, 78, 71]))
  handle = createStaticHandler(dist)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Response {
  return handle(new Request(`http://localhost${path}`, { method, headers }))
}

describe('static files', () => {
  it('serves the page at / and asks to check it each time', async () => {
    const response = get('/')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(await response.text()).toContain('Ballast')
  })

  it('lets hashed files be kept for ever', () => {
    expect(get('/assets/app-1a2b3c.js').headers.get('cache-control')).toContain('immutable')
  })

  it('compresses for those who ask', async () => {
    const zipped = get('/assets/app-1a2b3c.js', { 'accept-encoding': 'br, gzip;q=0.8' })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(zipped.headers.get('vary')).toBe('accept-encoding')
    expect(gunzipSync(await zipped.bytes()).toString()).toBe(SCRIPT)
    for (const encoding of ['identity', 'gzip;q=0', 'gzip; q=0.0']) {
      const plain = get('/assets/app-1a2b3c.js', { 'accept-encoding': encoding })
      expect(plain.headers.get('content-encoding')).toBeNull()
      expect(plain.headers.get('etag')).not.toBe(zipped.headers.get('etag'))
      expect(await plain.text()).toBe(SCRIPT)
    }
    expect(get('/logo.png', { 'accept-encoding': 'gzip' }).headers.get('content-encoding')).toBeNull()
  })

  it('answers 304 to its own tag', () => {
    const etag = get('/').headers.get('etag')!
    expect(get('/', { 'if-none-match': `"other", ${etag}` }).status).toBe(304)
    expect(get('/', { 'if-none-match': '"other"' }).status).toBe(200)
  })

  it('answers HEAD without a body', async () => {
    const response = get('/', {}, 'HEAD')
    expect(response.headers.get('content-length')).toBe('37')
    expect(await response.text()).toBe('')
  })

  it.each(['/secret.txt', '/../secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/assets/', '/nothing', '//etc/passwd'])('has no %s', (path) => {
    expect(get(path).status).toBe(404)
  })

  it('puts the security headers on every answer', () => {
    for (const response of [get('/'), get('/nothing'), get('/', {}, 'POST'), get('/', { 'if-none-match': get('/').headers.get('etag')! })]) {
      const policy = response.headers.get('content-security-policy')
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect(get('/', {}, 'POST').status).toBe(405)
  })

  it('says what to do while the page is not built', async () => {
    const response = createStaticHandler(join(folder, 'nowhere'))(new Request('http://localhost/'))
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('npm start')
  })
})
