import { resolve } from 'node:path'
import type { PasswordProfile } from '#core/access/password-rule.ts'

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
  if (!isLoopback(host)) {
    throw new OptionsError(`HOST=${host}：尚无登录，只能在本机使用。请去掉 HOST，或设为 127.0.0.1。`)
  }
  const port = Number(env['PORT'] || '8080')
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new OptionsError(`PORT=${env['PORT']}：端口应为 0 至 65535 的整数。`)
  }
  return { host, port, dataFolder: readDataFolder(env), layInDemo: env['BALLAST_DEMO'] !== 'off', passwordProfile: readPasswordProfile(env), databaseUrl: env['DATABASE_URL'] || null }
}

function readPasswordProfile(env: Environment): PasswordProfile {
  const profile = env['BALLAST_PASSWORDS'] || 'dengbao'
  if (profile === 'dengbao' || profile === 'asvs') return profile
  throw new OptionsError(`BALLAST_PASSWORDS=${profile}：应为 dengbao（等保）或 asvs。`)
}

function readDataFolder(env: Environment): string {
  return resolve(env['BALLAST_DATA'] || 'var')
}
