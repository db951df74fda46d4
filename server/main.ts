import type { Server } from 'node:http'
import { createServer as createProbe } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import { createHandler } from '#server/http/handler.ts'
import { businessClock } from './business-clock.ts'
import { cookieSession } from './identity/cookie-session.ts'
import { nodePasswords } from './identity/node-passwords.ts'
import { newToken } from './identity/tokens.ts'
import type { DataHome } from './data-home.ts'
import { openDataHome } from './open-data-home.ts'
import { layInDemoCity } from './demo/lay-in.ts'
import { progressBar } from './progress-bar.ts'
import { isLoopback, OptionsError, readServerOptions, type ServerOptions } from './server-options.ts'
import { createStaticHandler } from './static-files.ts'
import { StoreError, type Store } from './store/store.ts'

/** The server process: `npm start` runs it after building the page. It listens only when it is ready to answer. */

const DIST = fileURLToPath(new URL('../dist', import.meta.url))

type Fetch = (request: Request) => Response | Promise<Response>

async function main(): Promise<void> {
  const options = readServerOptions(process.env)
  const data = openDataHome(options)
  try {
    const store = await openStore(data, options)
    try {
      const server = await listen(await createFetch(store, options), options)
      endOnSignal(server, store, data)
      announce(options, server, data)
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    data.release()
    throw error
  }
}

async function openStore(data: DataHome, options: ServerOptions): Promise<Store> {
  if (options.layInDemo && !(await data.hasDatabase())) {
    const show = progressBar('正在准备演示数据')
    await data.create((store) => layInDemoCity(store, (done, total) => show(done / total)))
  }
  return data.open()
}

async function createFetch(store: Store, options: ServerOptions): Promise<Fetch> {
  const { settings } = await store.loadMaster()
  const setupToken = (await store.accounts.isEmpty()) ? newToken() : null
  const answerApi = createHandler({
    store, setupToken, passwordProfile: options.passwordProfile,
    clock: businessClock(settings), time: Date.now, passwords: nodePasswords,
    session: cookieSession({ origin: (request) => new URL(request.url).origin, address: () => '' }),
    log: (line) => console.error(line),
  })
  if (setupToken !== null) console.log(`还没有账号。初始化口令（只用一次）：${setupToken}，或用 npm run account 开户。`)
  const answerPage = createStaticHandler(DIST)
  return (request) => {
    const { hostname, pathname } = new URL(request.url)
    // Another name for this address would let a foreign page read answers that need no sign-in (DNS rebinding).
    if (!isLoopback(hostname)) return new Response('Unknown host\n', { status: 421 })
    return pathname === '/api' || pathname.startsWith('/api/') ? answerApi(request) : answerPage(request)
  }
}

async function listen(fetch: Fetch, { host, port }: ServerOptions): Promise<Server> {
  // The adaptor's type also covers HTTP/2, which is made only on request.
  const server = createAdaptorServer({ fetch }) as Server
  const problem = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve)
    server.listen(port, host, () => resolve(null))
  })
  if (problem === null) return server
  if (problem.code === 'EADDRINUSE') {
    throw new OptionsError(`端口 ${port} 已被占用。可以改用：PORT=${await nextFreePort(host, port)} npm start`)
  }
  if (problem.code === 'EACCES') throw new OptionsError(`没有权限使用端口 ${port}。可以改用：PORT=8080 npm start`)
  throw problem
}

const LAST_PORT = 65_535

async function nextFreePort(host: string, taken: number): Promise<number> {
  for (let port = taken + 1; port <= LAST_PORT; port++) if (await isFree(host, port)) return port
  return 0
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createProbe()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}

function announce({ host }: ServerOptions, server: Server, data: DataHome): void {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const seconds = process.uptime().toFixed(1)
  console.log(`压舱石 ready：http://${host.includes(':') ? `[${host}]` : host}:${port}（${seconds} 秒，数据在 ${data.where}）`)
  // For `npm start`, which waits for this word to tell its own time.
  process.send?.('ready')
}

/** Requests that are being answered get this long. */
const GRACE_MS = 3_000

function endOnSignal(server: Server, store: Store, data: DataHome): void {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref()
    server.close(() => void store.close().then(() => {
      data.release()
      process.exit(0)
    }))
    server.closeIdleConnections()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  // Whoever started us with a channel is gone: nobody would end us any more.
  process.on('disconnect', end)
}

try {
  await main()
} catch (error) {
  if (!(error instanceof OptionsError || error instanceof StoreError)) throw error
  console.error(error.message)
  process.exitCode = 1
  if (process.connected) process.disconnect()
}
