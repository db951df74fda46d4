import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, inject, it } from 'vitest'
import { openDataFolder } from '#server/data-folder.ts'
import { twoCities } from '../contract/two-cities.ts'
import { newDatabase } from '../postgres/new-database.ts'
import { BACKUP, RESTORE, signIn, signInFor, stop, VERIFY, workplace } from './running.ts'

const place = workplace()

const YEAR = '/api/totals?unit=430000000000&from=2022-01&to=2022-12&basis=live'
const VILLAGE_MONTH = '2023-01'

describe('a backup', () => {
  it('is one moment of a database that is being written, and comes back in a fresh folder and in PostgreSQL', async () => {
    await place.importProvince()
    await place.openAccount('reporter', '430000000000', 'reporter')
    const server = place.startServer()
    const address = await server.ready
    const writing = new Writing(address, join(place.data, 'ballast.db'), await signInFor(address, 'reporter'))
    const done = writing.run()
    await writing.until(3)
    const before = writing.version
    const file = join(place.root, 'copy.db')
    const backup = place.start(BACKUP, [file])
    expect(await backup.ended, backup.output()).toBe(0)
    const after = writing.version
    writing.isOver = true
    await done
    const metrics = await (await fetch(`${address}/metrics`)).text()
    expect(Number(/^ballast_backup_age_seconds (\S+)$/m.exec(metrics)?.[1])).toBeLessThan(60)
    expect(await stop(server)).toBe(0)

    expect(backup.output()).toContain('备份完成并已核对')
    expect([statSync(file).mode & 0o777, statSync(`${file}.key`).mode & 0o777]).toEqual([0o600, 0o600])
    expect(readdirSync(place.root).filter((name) => name.startsWith('copy'))).toEqual(['copy.db', 'copy.db.anchor', 'copy.db.key'])
    const kept = versionIn(file)
    // What was acknowledged before it began is in it; the last may have been under way.
    expect(kept).toBeGreaterThanOrEqual(before)
    expect(kept).toBeLessThanOrEqual(after + 1)
    expect(after).toBeGreaterThan(before)

    const fresh = { BALLAST_DATA: join(place.root, 'fresh') }
    const database = await newDatabase(inject('postgres'))
    const postgres = { DATABASE_URL: database.url, BALLAST_DATA: join(place.root, 'pg') }
    const restore = async (env: Record<string, string>, args: readonly string[]) => {
      await place.succeed(place.start(RESTORE, args, env))
      await place.succeed(place.start(VERIFY, [], env))
      return totalsOf(env)
    }
    const [totals, ofPostgres] = await Promise.all([restore(fresh, [file, '--into', fresh.BALLAST_DATA]), restore(postgres, [file])])
    expect(totals.status).toBe(200)
    expect(ofPostgres).toEqual(totals)

    const refused = place.start(RESTORE, [file], postgres)
    const second = join(place.root, 'from-postgres.db')
    await place.succeed(place.start(BACKUP, [second], postgres))
    expect([await refused.ended, refused.output()]).toEqual([1, expect.stringContaining('不是空的')])
    const again = join(place.root, 'again')
    await place.succeed(place.start(RESTORE, [second, '--into', again]))
    // Somebody was signed in when it was made: a session that was ended since must not live again.
    expect([rowsIn(second, 'sessions') > 0, rowsIn(join(again, 'ballast.db'), 'sessions')]).toEqual([true, 0])
    expect(rowsIn(join(again, 'ballast.db'), 'audit')).toBe(rowsIn(second, 'audit') + 1)
    expect(await totalsOf({ BALLAST_DATA: again })).toEqual(totals)
    expect(versionIn(join(again, 'ballast.db'))).toBe(kept)
    await database.drop()
  })

  it('is refused where it would lose something', async () => {
    const data = openDataFolder(place.data)
    await data.create((store) => store.replaceAll(twoCities()))
    data.release()
    const folder = join(place.root, 'backups')
    mkdirSync(folder)
    await place.succeed(place.start(BACKUP, [folder]))
    const file = join(folder, readdirSync(folder).find((name) => /^ballast-\d{4}-\d\d-\d\d-\d{6}\.db$/.test(name))!)
    const kept = readFileSync(file)
    const refuse = async (script: string, args: readonly string[], words: string, env: Record<string, string> = {}) => {
      const run = place.start(script, args, env)
      expect([await run.ended, run.output()]).toEqual([1, expect.stringContaining(words)])
      expect(run.output()).not.toMatch(/^\s+at /m)
    }
    await Promise.all([
      refuse(BACKUP, [file], '已经存在'),
      refuse(BACKUP, [], '用法'),
      refuse(BACKUP, [join(folder, 'x.db')], '还没有数据库', { BALLAST_DATA: join(place.root, 'nowhere') }),
      refuse(RESTORE, [file], '已有数据库'),
      refuse(RESTORE, [join(folder, 'none.db')], '没有找到'),
    ])

    const fresh = join(place.root, 'fresh')
    const bad = join(folder, 'bad.db')
    const damaged = Buffer.from(kept)
    damaged.fill(0x5a, 8192, 65_536)
    writeFileSync(bad, damaged)
    await refuse(RESTORE, [bad, '--into', fresh], '已损坏')
    writeFileSync(bad, kept)
    await refuse(RESTORE, [bad, '--into', fresh], '没有找到审计密钥')
    writeFileSync(`${bad}.key`, `${'ab'.repeat(32)}\n`)
    await refuse(RESTORE, [bad, '--into', fresh], '审计密钥不是它的')
    writeFileSync(`${bad}.key`, readFileSync(`${file}.key`))
    const database = new DatabaseSync(bad)
    database.exec("update reports set cells = '{\"E01\":1}' where rowid = 1")
    database.close()
    await refuse(RESTORE, [bad, '--into', fresh], '合计与报表不一致')
    expect(existsSync(fresh) ? readdirSync(fresh).filter((name) => name !== 'ballast.lock') : []).toEqual([])

    chmodSync(file, 0o400)
    await place.succeed(place.start(RESTORE, [file, '--into', fresh]))
    rmSync(file, { force: true })
  })
})

async function totalsOf(env: Record<string, string>): Promise<{ status: number; body: string }> {
  const server = place.startServer(env)
  const totals = await (await signIn(await server.ready))(YEAR)
  expect(await stop(server)).toBe(0)
  return totals
}

/** A reporter who saves one village's report over and over. */
class Writing {
  version = 0
  isOver = false
  readonly #address: string
  readonly #cookie: string
  readonly #resource: string
  readonly #heard = new EventTarget()

  constructor(address: string, path: string, cookie: string) {
    this.#address = address
    this.#cookie = cookie
    const database = new DatabaseSync(path, { readOnly: true })
    const village = database.prepare('select code from units where level = (select max(level) from units) order by code').get()!
    const form = database.prepare('select code from forms order by ord').get()!
    database.close()
    this.#resource = `/api/reports/${String(village['code'])}/${String(form['code'])}/${VILLAGE_MONTH}`
  }

  async run(): Promise<void> {
    while (!this.isOver) {
      const body = JSON.stringify({ cells: [], lines: [{ indicator: 'X01', kind: 'adjustment', value: this.version, note: 'n' }], source: 'system' })
      const headers = { cookie: this.#cookie, 'content-type': 'application/json', 'if-match': `"${this.version}"` }
      const response = await fetch(this.#address + this.#resource, { method: 'PUT', headers, body })
      expect(response.status, await response.clone().text()).toBe(200)
      this.version = (await response.json() as { version: number }).version
      this.#heard.dispatchEvent(new Event('written'))
    }
  }

  async until(version: number): Promise<void> {
    while (this.version < version) await new Promise((resolve) => this.#heard.addEventListener('written', resolve, { once: true }))
  }
}

function versionIn(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true })
  const row = database.prepare('select max(version) as version from report_versions where month = ?').get(2023 * 12)!
  database.close()
  return Number(row['version'])
}

function rowsIn(path: string, table: 'sessions' | 'audit'): number {
  const database = new DatabaseSync(path, { readOnly: true })
  const row = database.prepare(`select count(*) as rows from ${table}`).get()!
  database.close()
  return Number(row['rows'])
}
