import { resolve } from 'node:path'
import { isAddressOrNetwork } from './service/addresses.ts'
import type { PasswordProfile } from '#core/access/password-rule.ts'

/** Where the certificate comes from: paths, or made here. */
export type TlsChoice = { readonly kind: 'files'; readonly cert: string; readonly key: string } | { readonly kind: 'self' }

/** What the environment asks for. */
export interface ServerOptions {
  readonly host: string
  readonly port: number
  /** Folder of the database. */
  readonly dataFolder: string
  /** Whether to lay in the demo city when there is no database yet. */
  readonly layInDemo: boolean
  readonly passwordProfile: PasswordProfile
  /** PostgreSQL instead of a file in the data folder. */
  readonly databaseUrl: string | null
  /** Null: plain http. */
  readonly tls: TlsChoice | null
  /** Public origins under which people know this server, beside its own names. */
  readonly origins: readonly string[]
  /** Addresses and networks of reverse proxies whose forwarded headers count. */
  readonly proxies: readonly string[]
  /** Addresses and networks that may read `/metrics`, beside this machine. */
  readonly metricsFrom: readonly string[]
  readonly isQuiet: boolean
  /** Off for load tests only. */
  readonly limitsRates: boolean
}

/** The environment asks for something that cannot be; the message says what to do. */
export class OptionsError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'OptionsError'
  }
}

const LOOPBACK = /^(localhost|::1|127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/

/** Whether a host name or address means this machine only; IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.replace(/^\[(.*)\]$/, '$1'))
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws OptionsError */
export function readServerOptions(env: Environment): ServerOptions {
  const host = env['HOST'] || '127.0.0.1'
  const tls = readTlsChoice(env)
  const proxies = readAddresses(env, 'BALLAST_PROXY')
  if (!isLoopback(host) && tls === null && proxies.length === 0) {
    throw new OptionsError(`HOST=${host}：让其他电脑访问须先加密，否则密码会在网上明文传送。请设置 BALLAST_TLS_CERT 与 BALLAST_TLS_KEY（已有证书），或 BALLAST_TLS=self（自制证书），或 BALLAST_PROXY=反向代理的地址；只在本机使用请去掉 HOST。`)
  }
  return {
    host,
    port: readPort(env),
    dataFolder: readDataFolder(env),
    layInDemo: env['BALLAST_DEMO'] !== 'off',
    passwordProfile: readPasswordProfile(env),
    databaseUrl: env['DATABASE_URL'] || null,
    tls,
    origins: readOrigins(env),
    proxies,
    metricsFrom: readAddresses(env, 'BALLAST_METRICS_FROM'),
    isQuiet: readWord(env['BALLAST_LOG'], 'BALLAST_LOG', ['normal', 'quiet']) === 'quiet',
    limitsRates: readWord(env['BALLAST_RATES'], 'BALLAST_RATES', ['on', 'off']) === 'on',
  }
}

function readPort(env: Environment): number {
  const port = Number(env['PORT'] || '8080')
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new OptionsError(`PORT=${env['PORT']}：端口应为 0 至 65535 的整数。`)
}

function readTlsChoice(env: Environment): TlsChoice | null {
  const { BALLAST_TLS: mode, BALLAST_TLS_CERT: cert, BALLAST_TLS_KEY: key } = env
  if (cert && key) return { kind: 'files', cert: resolve(cert), key: resolve(key) }
  if (cert || key) throw new OptionsError('BALLAST_TLS_CERT 与 BALLAST_TLS_KEY 须一起设置：证书和它的私钥。')
  if (mode === 'self') return { kind: 'self' }
  if (mode) throw new OptionsError(`BALLAST_TLS=${mode}：只能是 self（自制证书）。`)
  return null
}

function readOrigins(env: Environment): readonly string[] {
  return list(env['BALLAST_ORIGIN']).map((text) => {
    const url = URL.canParse(text) ? new URL(text) : null
    if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '') return url.origin
    throw new OptionsError(`BALLAST_ORIGIN=${text}：应为网址的开头，如 https://ballast.example.cn。`)
  })
}

function readAddresses(env: Environment, name: 'BALLAST_PROXY' | 'BALLAST_METRICS_FROM'): readonly string[] {
  const texts = list(name === 'BALLAST_PROXY' ? env['BALLAST_PROXY'] : env['BALLAST_METRICS_FROM'])
  const wrong = texts.find((text) => !isAddressOrNetwork(text))
  if (wrong === undefined) return texts
  throw new OptionsError(`${name}=${wrong}：应为 IP 地址或网段，多个以逗号分隔，如 10.1.2.3,10.2.0.0/16。`)
}

function list(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '')
}

/** The first word is the default. */
function readWord<const Word extends string>(text: string | undefined, name: string, words: readonly [Word, ...Word[]]): Word {
  const word = words.find((each) => each === (text || words[0]))
  if (word !== undefined) return word
  throw new OptionsError(`${name}=${text}：应为 ${words.join(' 或 ')}。`)
}

function readPasswordProfile(env: Environment): PasswordProfile {
  const profile = env['BALLAST_PASSWORDS'] || 'dengbao'
  if (profile === 'dengbao' || profile === 'asvs') return profile
  throw new OptionsError(`BALLAST_PASSWORDS=${profile}：应为 dengbao（等保）或 asvs。`)
}

function readDataFolder(env: Environment): string {
  return resolve(env['BALLAST_DATA'] || 'var')
}
