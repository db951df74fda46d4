import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_PASSWORD } from '#server/demo/demo-accounts.ts'

/** Laid in by `npm run gen:demo-db`; without it the server lays in the same city by itself. */
const DEMO_DATABASE = '.cache/demo/demo.sqlite'
/** The file was made for the page, where there is no secret to seal the trail with. */
const NO_KEY = '0'.repeat(64)
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/

/** As Playwright adds it to a browser. */
export interface SessionCookie {
  readonly name: string
  readonly value: string
  readonly url: string
}

export interface RunningServer {
  readonly url: string
  /** Of the city's leader. */
  readonly cookie: SessionCookie
  stop(): Promise<void>
}

/** The real server on the demo city, in a folder of its own, on a free port. Stop it in `afterAll`. */
export async function startServer(): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-e2e-'))
  if (existsSync(DEMO_DATABASE)) copyFileSync(DEMO_DATABASE, join(folder, 'ballast.db'))
  const child = spawn(process.execPath, ['server/main.ts'], {
    env: { ...process.env, BALLAST_DATA: folder, PORT: '0', NODE_ENV: 'production', BALLAST_AUDIT_KEY: NO_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await addressOf(child)
  return {
    url: `${url}/`,
    cookie: await signIn(url, 'city-leader'),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A session of a demo account. */
export async function signIn(url: string, account: string): Promise<SessionCookie> {
  const response = await fetch(new URL('/api/session', url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account, password: DEMO_PASSWORD }) })
  const [name = '', value = ''] = response.headers.get('set-cookie')?.split(';')[0]?.split('=') ?? []
  if (value === '') throw new Error(`not signed in: ${response.status} ${await response.text()}`)
  return { name, value, url }
}

/** The address that the server prints once it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const found = ADDRESS.exec(said)
      if (found !== null) resolve(found[0])
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it listened:\n${said}`)))
  })
}
