import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SMALL_PROVINCE, writeProvince } from '../import/province.ts'

/** The server as people run it: a process with an environment, a folder, a port and signals. */

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url))
const SERVER = path('server/main.ts')
const IMPORT = path('server/importer/main.ts')

interface Run {
  readonly process: ChildProcess
  readonly output: () => string
  /** Address once ready; rejects with the output when the process ends before. */
  readonly ready: Promise<string>
  readonly ended: Promise<number | null>
}

const running = new Set<ChildProcess>()
let root: string
let data: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-process-'))
  data = join(root, 'var')
})
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
  rmSync(root, { recursive: true, force: true })
})

function start(script: string, args: readonly string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, BALLAST_DATA: data, BALLAST_DEMO: 'off', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let output = ''
  const heard = new EventTarget()
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      heard.dispatchEvent(new Event('text'))
    })
  }
  const ended = once(child, 'close').then(() => child.exitCode)
  const ready = new Promise<string>((resolve, reject) => {
    heard.addEventListener('text', () => {
      const address = /ready：(http:\S+?)（/.exec(output)?.[1]
      if (address) resolve(address)
    })
    void ended.then(() => reject(new Error(output)))
  })
  // Runs that are expected to fail never look at it.
  ready.catch(() => {})
  return { process: child, output: () => output, ready, ended }
}

const startServer = (env: Record<string, string> = {}) => start(SERVER, [], env)

async function stop(run: Run, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  run.process.kill(signal)
  return run.ended
}

async function importProvince(): Promise<void> {
  const folder = join(root, 'province')
  writeProvince(folder, SMALL_PROVINCE)
  const run = start(IMPORT, [folder], {})
  expect(await run.ended, run.output()).toBe(0)
}

async function get(address: string, resource: string): Promise<{ status: number; body: string }> {
  const response = await fetch(address + resource)
  return { status: response.status, body: await response.text() }
}

const YEAR = '/api/totals?unit=430000000000&from=2022-01&to=2022-12&basis=approved'

describe('the server process', () => {
  it('keeps the data over stops and kills', async () => {
    await importProvince()
    const first = startServer()
    const totals = await get(await first.ready, YEAR)
    expect(totals.status).toBe(200)
    expect(JSON.parse(totals.body)).toMatchObject({ unit: '430000000000', coverage: { missingTotal: 0 } })
    expect(await stop(first, 'SIGINT')).toBe(0)

    const second = startServer()
    expect(await get(await second.ready, YEAR)).toEqual(totals)
    await stop(second, 'SIGKILL')

    // The lock of the killed one is gone with it.
    const third = startServer()
    expect(await get(await third.ready, YEAR)).toEqual(totals)
    expect(await stop(third)).toBe(0)
  })

  it('lets no second server and no import in', async () => {
    await importProvince()
    const first = startServer()
    await first.ready
    const second = startServer()
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain('正由另一个服务器或导入程序使用')
    const third = start(IMPORT, [join(root, 'province')], {})
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
    expect(run.output()).toContain('尚无登录，只能在本机使用')
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
    const file = join(data, 'ballast.db')
    const before = readFileSync(file)
    const run = startServer({ BALLAST_DEMO: 'on' })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain(reason)
    expect(run.output()).not.toMatch(/^\s+at /m)
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(data).sort()).toEqual(['ballast.db', 'ballast.lock'])
  }

  it('is damaged: refused, untouched', async () => {
    await importProvince()
    const file = join(data, 'ballast.db')
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 8192, 65536)
    writeFileSync(file, bytes)
    await expectRefused('已损坏')
  })

  it('is something else: refused, untouched', async () => {
    await importProvince()
    writeFileSync(join(data, 'ballast.db'), 'not a database at all')
    await expectRefused('不是数据库文件')
  })

  it('is of a newer version: refused, untouched', async () => {
    await importProvince()
    const database = new DatabaseSync(join(data, 'ballast.db'))
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
    expect(JSON.parse((await get(address, '/api/periods')).body)).toMatchObject({ demo: true, now: '2023-07-03T10:00:00+08:00' })
    expect(await stop(first)).toBe(0)
    const second = startServer({ BALLAST_DEMO: 'on' })
    await second.ready
    expect(second.output()).not.toContain('演示数据')
    expect(await stop(second)).toBe(0)
  })

  it('interrupted while being laid in leaves no database', async () => {
    const first = startServer({ BALLAST_DEMO: 'on' })
    await once(first.process.stderr!, 'data')
    await stop(first, 'SIGKILL')
    expect(readdirSync(data)).not.toContain('ballast.db')
    const second = startServer({ BALLAST_DEMO: 'on' })
    expect(JSON.parse((await get(await second.ready, '/api/periods')).body)).toMatchObject({ demo: true })
    expect(await stop(second)).toBe(0)
  })

  it('is not laid in when it is not wanted: then there is nothing, and it is said', async () => {
    const run = startServer()
    const address = await run.ready
    expect(JSON.parse((await get(address, '/api/periods')).body)).toMatchObject({ demo: false, months: [], entering: null })
    for (const resource of ['/api/totals', '/api/units/1', '/api/targets?year=2022', '/api/cube?from=2022-01&to=2022-12&basis=live']) {
      const { status, body } = await get(address, resource)
      expect([resource, status, JSON.parse(body).error?.code]).toEqual([resource, 404, 'unit-not-found'])
    }
    for (const resource of ['/api/units', '/api/indicators', '/api/paces?year=2022', '/api/search?q=a']) expect((await get(address, resource)).status).toBe(200)
    expect(await stop(run)).toBe(0)
  })
})
