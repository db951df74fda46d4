import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect } from 'vitest'
import { DEMO_PASSWORD } from '#server/demo/demo-accounts.ts'
import { SMALL_PROVINCE, writeProvince } from '../import/province.ts'

/** The program as people run it: processes with an environment, a folder, a port and signals. */

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url))
const SERVER = path('server/main.ts')
const IMPORT = path('server/importer/main.ts')
export const ACCOUNT = path('server/commands/account.ts')
export const VERIFY = path('server/commands/verify.ts')
export const BACKUP = path('server/commands/backup.ts')
export const RESTORE = path('server/commands/restore.ts')

export const PASSWORD = 'Correct-Horse-9'

export interface Run {
  readonly process: ChildProcess
  readonly output: () => string
  /** Address once ready; rejects with the output when the process ends before. */
  readonly ready: Promise<string>
  readonly ended: Promise<number | null>
}

/** A folder of its own for each test, in which everything runs; whatever still runs at its end is killed. */
export class Workplace {
  root = ''
  data = ''
  readonly #running = new Set<ChildProcess>()

  open(): void {
    this.root = mkdtempSync(join(tmpdir(), 'ballast-process-'))
    this.data = join(this.root, 'var')
  }

  close(): void {
    for (const child of this.#running) child.kill('SIGKILL')
    this.#running.clear()
    rmSync(this.root, { recursive: true, force: true })
  }

  start(script: string, args: readonly string[], env: Record<string, string> = {}): Run {
    const child = spawn(process.execPath, [script, ...args], {
      env: { ...process.env, BALLAST_DATA: this.data, BALLAST_DEMO: 'off', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#running.add(child)
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
        const address = /ready：(https?:\S+?)（/.exec(output)?.[1]
        if (address) resolve(address)
      })
      void ended.then(() => reject(new Error(output)))
    })
    // Runs that are expected to fail never look at it.
    ready.catch(() => {})
    return { process: child, output: () => output, ready, ended }
  }

  startServer(env: Record<string, string> = {}): Run {
    return this.start(SERVER, [], env)
  }

  /** A small province, and an account that leads it. */
  async importProvince(): Promise<void> {
    const folder = join(this.root, 'province')
    writeProvince(folder, SMALL_PROVINCE)
    await this.succeed(this.startImport(folder))
    await this.openAccount('leader', '430000000000', 'leader')
  }

  startImport(folder: string): Run {
    return this.start(IMPORT, [folder])
  }

  async openAccount(name: string, unit: string, role: string): Promise<void> {
    await this.succeed(this.start(ACCOUNT, [name, '--unit', unit, '--role', role], { BALLAST_PASSWORD: PASSWORD }))
  }

  async succeed(run: Run): Promise<void> {
    expect(await run.ended, run.output()).toBe(0)
  }
}

export function workplace(): Workplace {
  const place = new Workplace()
  beforeEach(() => place.open())
  afterEach(() => place.close())
  return place
}

export async function stop(run: Run, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  run.process.kill(signal)
  return run.ended
}

export type Get = (resource: string) => Promise<{ status: number; body: string }>

/** @returns the cookie of a new session */
export async function signInFor(address: string, account: string, password = PASSWORD): Promise<string> {
  const response = await fetch(`${address}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account, password }) })
  expect(response.status, await response.text()).toBe(200)
  return response.headers.get('set-cookie')!.split(';')[0]!
}

/** Asks as somebody who is signed in. */
export async function signIn(address: string, account = 'leader', password = PASSWORD): Promise<Get> {
  const cookie = await signInFor(address, account, password)
  return async (resource) => {
    const answer = await fetch(address + resource, { headers: { cookie } })
    return { status: answer.status, body: await answer.text() }
  }
}

export const signInToDemo = (address: string) => signIn(address, 'city-leader', DEMO_PASSWORD)
