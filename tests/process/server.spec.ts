import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { signIn, signInToDemo, stop, workplace } from './running.ts'

const place = workplace()
const startServer = (env?: Record<string, string>) => place.startServer(env)

const YEAR = '/api/totals?unit=430000000000&from=2022-01&to=2022-12&basis=approved'

describe('the server process', () => {
  it('keeps the data over stops and kills', async () => {
    await place.importProvince()
    const first = startServer()
    const totals = await (await signIn(await first.ready))(YEAR)
    expect(totals.status).toBe(200)
    expect(JSON.parse(totals.body)).toMatchObject({ unit: '430000000000', coverage: { missingTotal: 0 } })
    expect(await stop(first, 'SIGINT')).toBe(0)

    const second = startServer()
    expect(await (await signIn(await second.ready))(YEAR)).toEqual(totals)
    await stop(second, 'SIGKILL')

    // The lock of the killed one is gone with it.
    const third = startServer()
    expect(await (await signIn(await third.ready))(YEAR)).toEqual(totals)
    expect(await stop(third)).toBe(0)
  })

  it('lets no second server and no import in', async () => {
    await place.importProvince()
    const first = startServer()
    await first.ready
    const second = startServer()
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain('正由另一个服务器或导入程序使用')
    const third = place.startImport(join(place.root, 'province'))
    expect(await third.ended).toBe(1)
    expect(third.output()).toContain('正由另一个服务器或导入程序使用')
    expect(await stop(first)).toBe(0)
  })

  it('says that the port is taken and names a free one', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const run = startServer({ PORT: String(port) })
    expect(await run.ended).toBe(1)
    const suggested = Number(/PORT=(\d+)/.exec(run.output())?.[1])
    expect(run.output()).toContain(`端口 ${port} 已被占用`)
    expect(suggested).toBeGreaterThan(port)
    other.close()
    const again = startServer({ PORT: String(suggested) })
    expect(await again.ready).toBe(`http://127.0.0.1:${suggested}`)
    expect(await stop(again)).toBe(0)
  })

  it('refuses other hosts than this machine', async () => {
    const run = startServer({ HOST: '0.0.0.0' })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain('须先加密')
  })

  it('answers only to names of this machine', async () => {
    const run = startServer()
    const address = new URL(await run.ready)
    const { request } = await import('node:http')
    const [response] = await once(request({ port: address.port, host: '127.0.0.1', headers: { host: 'evil.example' } }).end(), 'response') as [{ statusCode: number; resume(): void }]
    response.resume()
    expect(response.statusCode).toBe(421)
    await stop(run)
  })

  it('ends within seconds although a client stays connected', async () => {
    const run = startServer()
    const address = new URL(await run.ready)
    const { connect } = await import('node:net')
    const socket = connect(Number(address.port), '127.0.0.1')
    await once(socket, 'connect')
    socket.on('error', () => {})
    socket.write('GET /api/periods HTTP/1.1\r\nHost: local')
    const begun = performance.now()
    expect(await stop(run)).toBe(0)
    expect(performance.now() - begun).toBeLessThan(10_000)
    socket.destroy()
  })
})

describe('a database that cannot be served', () => {
  async function expectRefused(reason: string): Promise<void> {
    const file = join(place.data, 'ballast.db')
    const before = readFileSync(file)
    const run = startServer({ BALLAST_DEMO: 'on' })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain(reason)
    expect(run.output()).not.toMatch(/^\s+at /m)
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(place.data).sort()).toEqual(['audit.key', 'ballast.db', 'ballast.lock'])
  }

  it('is damaged: refused, untouched', async () => {
    await place.importProvince()
    const file = join(place.data, 'ballast.db')
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 8192, 65536)
    writeFileSync(file, bytes)
    await expectRefused('已损坏')
  })

  it('is something else: refused, untouched', async () => {
    await place.importProvince()
    writeFileSync(join(place.data, 'ballast.db'), 'not a database at all')
    await expectRefused('不是数据库文件')
  })

  it('is of a newer version: refused, untouched', async () => {
    await place.importProvince()
    const database = new DatabaseSync(join(place.data, 'ballast.db'))
    database.exec('insert into schema_version values (999)')
    database.close()
    await expectRefused('请升级程序')
  })
})

describe('the demo city', () => {
  it('is laid in once, with progress, and only without a database', async () => {
    const first = startServer({ BALLAST_DEMO: 'on' })
    const address = await first.ready
    expect(first.output()).toContain('正在准备演示数据 100 %')
    expect(JSON.parse((await (await signInToDemo(address))('/api/periods')).body)).toMatchObject({ demo: true, now: '2023-07-03T10:00:00+08:00' })
    const shown = JSON.parse(await (await fetch(`${address}/api/session`)).text()) as { demoAccounts: { account: string }[] }
    expect(await stop(first)).toBe(0)
    // At the start as on the page: by level, the administrators last.
    const order = [
      ...['city', 'district', 'street', 'village'].map((level) => ['leader', 'reviewer', 'reporter'].map((role) => `${level}-${role}`)),
      ['system-admin', 'security-admin', 'audit-admin'],
    ]
    const lines = first.output().slice(first.output().indexOf('演示账号（密码都是')).split('\n').slice(1, 6)
    expect(lines.map((line) => line.trim().split('，').map((each) => each.split(' ')[0]))).toEqual(order)
    expect(shown.demoAccounts.map(({ account }) => account)).toEqual(order.flat())
    const second = startServer({ BALLAST_DEMO: 'on' })
    await second.ready
    expect(second.output()).not.toContain('演示数据')
    expect(await stop(second)).toBe(0)
  })

  it('is not served to others: everybody knows its password', async () => {
    const run = startServer({ BALLAST_DEMO: 'on', HOST: '0.0.0.0', BALLAST_TLS: 'self' })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain('演示数据库只能在本机使用')
  })

  it('interrupted while being laid in leaves no database', async () => {
    const first = startServer({ BALLAST_DEMO: 'on' })
    await once(first.process.stderr!, 'data')
    await stop(first, 'SIGKILL')
    expect(readdirSync(place.data)).not.toContain('ballast.db')
    const second = startServer({ BALLAST_DEMO: 'on' })
    expect(JSON.parse((await (await signInToDemo(await second.ready))('/api/periods')).body)).toMatchObject({ demo: true })
    expect(await stop(second)).toBe(0)
  })

  it('is not laid in when it is not wanted: then there is nothing, and it is said', async () => {
    const run = startServer()
    const address = await run.ready
    expect(run.output()).toMatch(/初始化口令（只用一次）：[0-9a-f]{32}/)
    const session = await (await fetch(`${address}/api/session`)).json()
    expect(session).toMatchObject({ signedIn: null, demo: false, needsSetup: true, demoAccounts: [], demoPassword: null })
    for (const resource of ['/api/periods', '/api/totals', '/api/units', '/api/indicators', '/api/cube?from=2022-01&to=2022-12&basis=live']) {
      expect([resource, (await fetch(address + resource)).status]).toEqual([resource, 401])
    }
    expect(await stop(run)).toBe(0)
  })
})
