import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Laid in by `npm run gen:demo-db`; without it the server lays in the same city by itself. */
const DEMO_DATABASE = '.cache/demo/demo.sqlite'
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/

export interface RunningServer {
  readonly url: string
  stop(): Promise<void>
}

/** The real server on the demo city, in a folder of its own, on a free port. Stop it in `afterAll`. */
export async function startServer(): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-e2e-'))
  if (existsSync(DEMO_DATABASE)) copyFileSync(DEMO_DATABASE, join(folder, 'ballast.db'))
  const child = spawn(process.execPath, ['server/main.ts'], {
    env: { ...process.env, BALLAST_DATA: folder, PORT: '0', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await addressOf(child)
  return {
    url: `${url}/`,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
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
