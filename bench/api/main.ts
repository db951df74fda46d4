/**
 * What an answer costs that the server has kept, sign-in and headers on, against `node:http` sending the same bytes; and
 * how many answers of a day's walk are kept ones or 304.
 * Usage: npm run build && npm run bench:api [-- --rounds 3]
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { signIn } from '../../tests/browser/running-server.ts'
import { median } from '../median.ts'
import { serveCity } from '../served-city.ts'
import { ask, load } from './load.ts'
import { walk } from './walk.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } })
const ROUNDS = Number(values.rounds)
const SIZE = { requests: 6_000, connections: 8 }

process.env['BALLAST_RATES'] = 'off'
process.env['BALLAST_LOG'] = 'quiet'
const city = await serveCity()
const cookie = `${city.cookie.name}=${city.cookie.value}`
const folder = mkdtempSync(join(tmpdir(), 'bench-api-'))
const YEAR = 'from=2022-01&to=2022-12&basis=edition'
const ADDRESSES = {
  'totals of a year': `api/totals?unit=430200000000&${YEAR}`,
  'one unit': 'api/units/430200000000',
  'cube of a district and year': `api/cube?unit=430204000000&${YEAR}`,
}

console.log('| kept answer | bytes | node:http, answers/s | Ballast, answers/s | ratio | rounds | 304, answers/s |\n| --- | --- | --- | --- | --- | --- | --- |')
for (const [name, address] of Object.entries(ADDRESSES)) {
  const url = city.url + address
  const headers = { cookie, 'accept-encoding': 'gzip' }
  const answer = await ask(url, headers)
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`)
  const file = join(folder, 'answer.json')
  const { date: _date, connection: _connection, 'keep-alive': _keep, ...own } = answer.headers
  writeFileSync(file, JSON.stringify({ headers: own, body: answer.body.toString('base64') }))
  const floor = fork(join(import.meta.dirname, 'floor.ts'), [file])
  const [port] = await once(floor, 'message') as [number]
  const ratios: number[] = []
  const speeds = { floor: [] as number[], ours: [] as number[], notModified: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    const measure = {
      floor: () => load(`http://127.0.0.1:${port}/`, headers, SIZE),
      ours: () => load(url, headers, SIZE),
    }
    const order = round % 2 === 0 ? (['floor', 'ours'] as const) : (['ours', 'floor'] as const)
    for (const of of order) speeds[of].push(await measure[of]())
    speeds.notModified.push(await load(url, { ...headers, 'if-none-match': answer.headers['etag']! }, SIZE))
    ratios.push(speeds.ours.at(-1)! / speeds.floor.at(-1)!)
  }
  floor.disconnect()
  console.log(`| ${name} | ${answer.body.length} | ${median(speeds.floor).toFixed(0)} | ${median(speeds.ours).toFixed(0)} | ${median(ratios).toFixed(2)} | ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')} | ${median(speeds.notModified).toFixed(0)} |`)
}
rmSync(folder, { recursive: true })

const accounts = ['city-leader', 'city-reviewer', 'city-reporter', 'district-leader', 'district-reviewer', 'street-leader', 'street-reporter', 'village-leader']
const sessions = await Promise.all(accounts.map(async (account) => {
  const { name, value } = await signIn(city.url, account)
  return { account, cookie: `${name}=${value}` }
}))
const counts = await walk(city.url, sessions)
console.log(`\n${counts.asked} questions of ${accounts.length} accounts, 20 drill-downs × 3 bases, 10 replays, one report changed: ${counts.notModified} were 304, ${counts.again} asked anew for what had been answered before; ` +
  `${((100 * (counts.notModified + counts.again)) / counts.asked).toFixed(1)} % kept or 304.`)
await city.stop()
