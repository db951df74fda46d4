import type { Server } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import { createServer as createProbe } from 'node:net'
import { fileURLToPath } from 'node:url'
import { isAdministrator } from '#core/access/post.ts'
import { groupBy } from '#core/collection/group-by.ts'
import { createHandler } from '#server/http/handler.ts'
import { AnchorFile, anchorPathIn } from './anchor-file.ts'
import { businessClock } from './business-clock.ts'
import { cookieSession } from './identity/cookie-session.ts'
import { nodePasswords } from './identity/node-passwords.ts'
import { newToken } from './identity/tokens.ts'
import type { DataHome } from './data-home.ts'
import { openDataHome } from './open-data-home.ts'
import { DEMO_PASSWORD } from './demo/demo-accounts.ts'
import { shownDemoAccounts } from './demo/shown-demo-accounts.ts'
import { layInDemoCity } from './demo/lay-in.ts'
import { progressBar } from './progress-bar.ts'
import { isLoopback, OptionsError, readServerOptions, type ServerOptions } from './server-options.ts'
import { addressMatcher, isLoopbackAddress } from './service/addresses.ts'
import { apiReference } from './service/api-reference.ts'
import { databaseHealth, lastBackup } from './service/database-health.ts'
import { Ending } from './service/ending.ts'
import { clientAddress, noteAccount, requestOrigin } from './service/exchange.ts'
import { frontDesk, type Fetch, type Health } from './service/front-desk.ts'
import { hostNames, ownNames } from './service/host-names.ts'
import { Metrics } from './service/metrics.ts'
import { RateLimits } from './service/rate-limits.ts'
import { ServiceLog } from './service/request-log.ts'
import { createService } from './service/serve.ts'
import { readTls, type TlsFiles } from './service/tls-files.ts'
import { createStaticHandler } from './static-files.ts'
import { StoreError, type Store } from './store/store.ts'

/** The server process: `npm start` runs it after building the page. It listens only when it is ready to answer. */

const DIST = fileURLToPath(new URL('../dist', import.meta.url))

async function main(): Promise<void> {
  const options = readServerOptions(process.env)
  const data = openDataHome(options)
  try {
    const store = await openStore(data, options)
    try {
      await refuseDemoInPublic(store, options)
      await serve(store, data, options)
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    data.release()
    throw error
  }
}

/** Everybody knows the password of the demo's accounts. @throws OptionsError */
async function refuseDemoInPublic(store: Store, { host, proxies }: ServerOptions): Promise<void> {
  if (isLoopback(host) && proxies.length === 0) return
  if ((await store.accounts.all()).some(({ isDemo, disabled }) => isDemo && !disabled)) {
    throw new OptionsError('演示账号的密码人人都知道，演示数据库只能在本机使用。对外服务请用 BALLAST_DEMO=off 和自己的数据，或停用全部演示账号。')
  }
}

async function serve(store: Store, data: DataHome, options: ServerOptions): Promise<void> {
  const log = new ServiceLog({ isQuiet: options.isQuiet, time: Date.now, write: (text) => process.stderr.write(text) })
  const metrics = new Metrics()
  const tls = readTlsOf(options)
  let ending: Ending | null = null
  const health = databaseHealth(store, () => ending?.hasBegun ?? false, () => lastBackup(options.dataFolder), Date.now)
  const server = createService({
    fetch: await createFetch({ store, options, log, metrics, health, root: tls?.root?.pem ?? null }),
    isProxy: addressMatcher(options.proxies), tls, isStrictTransport: (tls !== null && tls.root === null) || options.proxies.length > 0, log, metrics,
  })
  await listen(server, options)
  ending = new Ending({ server, metrics, log, close: async () => {
    await store.close()
    data.release()
  } })
  ending.listen(renewal(server, options, log))
  await keepAnchors(store, options, log)
  announce(options, server, data, tls)
  await tellDemoAccounts(store)
  // For `npm start`, which waits for this word to tell its own time.
  process.send?.('ready')
}

function readTlsOf({ tls, dataFolder, origins }: ServerOptions): TlsFiles | null {
  if (tls === null) return null
  const names = ['localhost', ...ownNames(), '127.0.0.1', '::1', ...origins.map((origin) => new URL(origin).hostname.replace(/^\[(.*)\]$/, '$1'))]
  return readTls(tls, dataFolder, [...new Set(names)], new Date())
}

const RENEWAL_MS = 12 * 3_600_000

/**
 * Reads the certificate anew twice a day, and at SIGHUP.
 * @returns what SIGHUP does; null: it ends the server, because it says that the window was closed in which it was started
 */
function renewal(server: Server, options: ServerOptions, log: ServiceLog): (() => void) | null {
  const renew = () => {
    if (options.tls === null) return
    try {
      (server as SecureServer).setSecureContext(readTlsOf(options)!)
    } catch (error) {
      // The old one goes on.
      log.tell('error', { message: (error as Error).message })
    }
  }
  setInterval(renew, RENEWAL_MS).unref()
  return process.stdin.isTTY || process.connected ? null : renew
}

const ANCHOR_MS = 24 * 3_600_000

/** Writes down outside the database where the audit trail ends: at the start and once a day. */
async function keepAnchors(store: Store, { dataFolder }: ServerOptions, log: ServiceLog): Promise<void> {
  const file = new AnchorFile(anchorPathIn(dataFolder))
  const anchor = async () => {
    try {
      const written = await file.anchor(store.audit, Date.now())
      // The log often lies on another machine: one anchor more.
      if (written !== null) log.tell('info', { message: 'audit anchor', number: written.number, hash: written.hash })
    } catch (error) {
      log.tell('error', { message: `audit anchor not written: ${(error as Error).message}` })
    }
  }
  setInterval(() => void anchor(), ANCHOR_MS).unref()
  await anchor()
}

async function openStore(data: DataHome, options: ServerOptions): Promise<Store> {
  if (options.layInDemo && !(await data.hasDatabase())) {
    const show = progressBar('正在准备演示数据')
    await data.create((store) => layInDemoCity(store, (done, total) => show(done / total)))
  }
  return data.open()
}

interface FetchParts {
  readonly store: Store
  readonly options: ServerOptions
  readonly log: ServiceLog
  readonly metrics: Metrics
  readonly health: Health
  readonly root: string | null
}

async function createFetch({ store, options, log, metrics, health, root }: FetchParts): Promise<Fetch> {
  const { settings } = await store.loadMaster()
  const setupToken = (await store.accounts.isEmpty()) ? newToken() : null
  const session = cookieSession({ origin: requestOrigin, address: clientAddress })
  const api = createHandler({
    store, setupToken, passwordProfile: options.passwordProfile,
    clock: businessClock(settings), time: Date.now, passwords: nodePasswords, session, noteAccount,
    log: (line) => log.tell('error', { message: line }),
  })
  if (setupToken !== null) console.log(`还没有账号。初始化口令（只用一次）：${setupToken}，或用 npm run account 开户。`)
  const isMetricsReader = addressMatcher(options.metricsFrom)
  return frontDesk({
    api, page: createStaticHandler(DIST), reference: apiReference(), health, metrics,
    isKnownHost: hostNames(options), limits: options.limitsRates ? new RateLimits() : null, sessionOf: session.read, rootCertificate: () => root,
    mayReadMetrics: (address) => isLoopbackAddress(address) || isMetricsReader(address),
    now: () => performance.now(),
  })
}

async function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  const problem = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve)
    server.listen(port, host, () => resolve(null))
  })
  if (problem === null) return
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

function announce({ host }: ServerOptions, server: Server, data: DataHome, tls: TlsFiles | null): void {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const seconds = process.uptime().toFixed(1)
  const origin = `${tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  if (tls?.root) console.log(`使用自制证书：请把根证书 ${tls.root.path} 安装到各台电脑（也可从 /ballast-root.crt 下载）；未安装时浏览器会提示不安全，离线填报不可用。`)
  console.log(`压舱石 ready：${origin}（${seconds} 秒，数据在 ${data.where}）`)
}

async function tellDemoAccounts(store: Store): Promise<void> {
  const { units } = await store.loadMaster()
  const levels = new Map(units.map(({ code, level }) => [code, level]))
  const accounts = shownDemoAccounts(await store.accounts.all(), (unit) => levels.get(unit))
  if (accounts.length === 0) return
  console.log(`演示账号（密码都是 ${DEMO_PASSWORD}）：`)
  for (const line of groupBy(accounts, ({ role, level }) => (isAdministrator(role) ? '' : level)).values()) {
    console.log(`  ${line.map(({ name, displayName }) => `${name} ${displayName}`).join('，')}`)
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof OptionsError || error instanceof StoreError)) throw error
  console.error(error.message)
  process.exitCode = 1
  if (process.connected) process.disconnect()
}
