import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { request as requestSecure, type RequestOptions } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { readTls } from '#server/service/tls-files.ts'
import { PASSWORD, signInFor, stop, workplace } from './running.ts'

const place = workplace()

describe('TLS', () => {
  it('by a certificate made here is trusted with its root, and with nothing else', async () => {
    await place.importProvince()
    const run = place.startServer({ BALLAST_TLS: 'self', HOST: '0.0.0.0' })
    const { port } = new URL(await run.ready)
    const ca = readFileSync(join(place.data, 'ballast-root.crt'), 'utf8')
    expect(run.output()).toContain('安装到各台电脑')
    const post = (path: string, body: object, origin = `https://localhost:${port}`) =>
      ask(port, path, { ca, method: 'POST', headers: { 'content-type': 'application/json', origin } }, JSON.stringify(body))
    const account = { account: 'leader', password: PASSWORD }
    expect((await post('/api/session', account, 'https://evil.example')).status).toBe(403)
    const signedIn = await post('/api/session', account)
    expect(signedIn.headers['set-cookie']?.[0]).toMatch(/^__Host-ballast=[0-9a-f]{32}; Path=\/; HttpOnly; SameSite=Strict; Secure$/)
    // Nobody could go on with a certificate that is not trusted yet.
    expect(signedIn.headers['strict-transport-security']).toBeUndefined()
    expect((await ask(port, '/ballast-root.crt', { ca })).body).toBe(ca)
    expect((await ask(port, '/healthz', { ca, host: '127.0.0.1' })).status).toBe(200)
    await expect(ask(port, '/healthz', {})).rejects.toThrow(/certificate/)
    expect(await stop(run)).toBe(0)
  })

  it('by a given certificate is strict, and takes the renewed one at SIGHUP', async () => {
    const made = (name: string) => readTls({ kind: 'self' }, join(place.root, name), ['localhost', '127.0.0.1'], new Date())
    const [old, renewed] = [made('old'), made('new')]
    const [cert, key] = [join(place.root, 'c.pem'), join(place.root, 'k.pem')]
    const lay = (files: typeof old) => {
      writeFileSync(cert, files.cert)
      writeFileSync(key, files.key)
    }
    lay(old)
    const run = place.startServer({ BALLAST_TLS_CERT: cert, BALLAST_TLS_KEY: key })
    const { port } = new URL(await run.ready)
    expect((await ask(port, '/', { ca: old.root!.pem })).headers['strict-transport-security']).toBe('max-age=31536000')
    lay(renewed)
    run.process.kill('SIGHUP')
    const ca = [old.root!.pem, renewed.root!.pem]
    let served = ''
    for (let tries = 0; tries < 100 && served !== renewed.root!.pem; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      served = (await ask(port, '/healthz', { ca: renewed.root!.pem }).catch(() => ({ status: 0 }))).status === 200 ? renewed.root!.pem : (await ask(port, '/healthz', { ca }), '')
    }
    expect(served).toBe(renewed.root!.pem)
    expect(await stop(run)).toBe(0)
  })

  it('that cannot be is refused with a sentence', async () => {
    const runs = [
      [place.startServer({ BALLAST_TLS_CERT: '/nowhere.pem', BALLAST_TLS_KEY: '/nowhere.key' }), '不能使用'],
      [place.startServer({ BALLAST_PROXY: 'nginx', BALLAST_DATA: join(place.root, 'other') }), '应为 IP 地址'],
    ] as const
    for (const [run, words] of runs) {
      expect([await run.ended, run.output()]).toEqual([1, expect.stringContaining(words)])
      expect(run.output()).not.toMatch(/^\s+at /m)
    }
  })
})

describe('the log', () => {
  it('says who asked for what, and no secret', async () => {
    await place.importProvince()
    const run = place.startServer()
    const address = await run.ready
    const cookie = await signInFor(address, 'leader')
    const wrong = await fetch(`${address}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"account":"leader","password":"canary-wrong"}' })
    expect(wrong.status).toBe(401)
    await fetch(`${address}/api/search?q=canary-query`, { headers: { cookie } })
    expect(await stop(run)).toBe(0)
    const lines = run.output().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => 'method' in line)
    expect(lines.map(({ method, path, status, account }) => [method, path, status, account])).toEqual([
      ['POST', '/api/session', 200, null], ['POST', '/api/session', 401, null], ['GET', '/api/search', 200, 'leader'],
    ])
    expect(run.output()).not.toContain('canary')
    expect(run.output()).not.toContain(PASSWORD)
    expect(run.output()).not.toContain(cookie.split('=')[1])
  })
})

describe('the end of the process', () => {
  it('waits for a request that is being answered, and lets nobody new in', async () => {
    const run = place.startServer({ BALLAST_LOG: 'quiet' })
    const { port } = new URL(await run.ready)
    const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8')
    let reply = ''
    socket.on('data', (text: string) => (reply += text))
    const body = '{"account":"a","password":"b"}'
    socket.write(`POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`)
    // The server has the request's head and waits for its body.
    await once(socket, 'data')
    run.process.kill('SIGTERM')
    await refusedConnection(Number(port))
    socket.write(body)
    await once(socket, 'close')
    expect(reply).toContain('HTTP/1.1 401')
    expect(await run.ended).toBe(0)
    expect(run.output()).not.toContain('"level":"info"')
  })

  it('by a bug that nobody caught closes first, says why and tells that it failed', async () => {
    const bug = join(place.root, 'bug.mjs')
    writeFileSync(bug, 'process.on("SIGUSR2", () => { throw new Error("nobody caught this") })')
    const run = place.startServer({ NODE_OPTIONS: `--import=${bug}` })
    await run.ready
    run.process.kill('SIGUSR2')
    expect(await run.ended).toBe(1)
    expect(run.output()).toMatch(/^\{.*"level":"error".*nobody caught this/m)
    const next = place.startServer()
    await next.ready
    expect(await stop(next)).toBe(0)
  })
})

async function ask(port: string, path: string, options: RequestOptions, body = ''): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  const request = requestSecure({ host: 'localhost', port, path, agent: false, ...options }).end(body)
  const [response] = await once(request, 'response') as [IncomingMessage]
  expect((response.socket as TLSSocket).authorized).toBe(true)
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk)
  return { status: response.statusCode ?? 0, headers: response.headers, body: text }
}

/** Until the server takes no connection any more. */
async function refusedConnection(port: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const probe = connect(port, '127.0.0.1')
      probe.once('connect', () => resolve(true)).once('error', () => resolve(false)).once('close', () => resolve(false))
      probe.unref()
    })
    if (!isOpen) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}
