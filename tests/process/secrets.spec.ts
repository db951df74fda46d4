import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SMALL_PROVINCE, writeProvince } from '../import/province.ts'
import { ACCOUNT, stop, workplace } from './running.ts'

const place = workplace()

const JSON_HEADERS = { 'content-type': 'application/json' }
/** What no log line and no refusal may repeat. */
const TYPED = { password: 'Canary-Horse-9', wrong: 'Canary-Wrong-1', weak: 'canaryweak', operator: 'Canary-Operator-9', token: 'canary0token0canary0token0canary' }
const ODD_NAME = 'ad\r\n{"level":"error","forged":1}\u001b[31m\u009b\u202emin'

it('secrets stand in no log line, no refusal and no output of a command; names cannot break lines', async () => {
  const folder = join(place.root, 'province')
  writeProvince(folder, SMALL_PROVINCE)
  await place.succeed(place.startImport(folder))
  const server = place.startServer()
  const address = await server.ready
  const setupToken = /（只用一次）：(\w+)/.exec(server.output())![1]!
  const refusals: string[] = []
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> => {
    const response = await fetch(address + path, { method, headers: { ...JSON_HEADERS, ...headers }, ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }) })
    if (response.status >= 400) refusals.push(await response.clone().text(), JSON.stringify([...response.headers]))
    return response
  }
  const first = { token: setupToken, account: 'first', displayName: '首', password: TYPED.password }
  expect((await ask('POST', '/api/setup', { ...first, token: TYPED.token })).status).toBeGreaterThanOrEqual(400)
  expect((await ask('POST', '/api/setup', { ...first, password: TYPED.weak })).status).toBe(400)
  expect((await ask('POST', '/api/setup', { ...first, extra: TYPED.wrong })).status).toBe(400)
  expect((await ask('POST', '/api/setup', first)).status).toBe(200)
  expect((await ask('POST', '/api/setup', first)).status).toBe(404)
  for (const account of ['first', 'nobody-there', ODD_NAME]) expect((await ask('POST', '/api/session', { account, password: TYPED.wrong })).status).toBeGreaterThanOrEqual(400)
  await ask('POST', '/api/session', `{"account":"first","password":"${TYPED.wrong}`)
  await ask('POST', '/api/session', { account: ['first'], password: { secret: TYPED.wrong } })
  const signedIn = await ask('POST', '/api/session', { account: 'first', password: TYPED.password })
  expect(signedIn.status).toBe(200)
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  const session = cookie.split('=')[1]!
  expect((await ask('GET', '/api/sessions', undefined, { cookie: `ballast=${TYPED.token}` })).status).toBe(401)
  expect((await ask('POST', '/api/password', { current: TYPED.wrong, next: TYPED.password }, { cookie })).status).toBe(401)
  expect((await ask('POST', '/api/password', { current: TYPED.password, next: TYPED.weak }, { cookie })).status).toBe(400)
  expect((await ask('GET', `/api/cube?password=${TYPED.wrong}`, undefined, { cookie })).status).toBeGreaterThanOrEqual(400)
  expect((await ask('GET', `/api/accounts/${encodeURIComponent(ODD_NAME)}`, undefined, { cookie })).status).toBeGreaterThanOrEqual(400)

  // An account whose name would begin a line of its own, if it may have one, asks for something.
  const unit = '430000000000'
  const posts = [{ unit, role: 'leader', from: null, until: null }]
  const opened = await ask('POST', '/api/accounts', { accounts: [{ account: ODD_NAME, displayName: ODD_NAME, posts, password: TYPED.operator }] }, { cookie })
  expect([200, 400, 422]).toContain(opened.status)
  const asOdd = await ask('POST', '/api/session', { account: ODD_NAME, password: TYPED.operator })
  if (asOdd.status === 200) await ask('GET', '/api/sessions', undefined, { cookie: asOdd.headers.get('set-cookie')!.split(';')[0]! })
  expect(await stop(server)).toBe(0)

  const commands = await Promise.all([
    ['op', '--unit', 'nowhere', '--role', 'leader'], ['op', '--unit', unit, '--role', 'nothing'], ['op', '--unit', unit, '--role', 'leader'],
  ].map(async (args, k) => {
    const run = place.start(ACCOUNT, args, { BALLAST_PASSWORD: TYPED.operator, ...(k < 2 && { BALLAST_DATA: join(place.root, `data-${k}`) }) })
    await run.ended
    return run.output()
  }))

  const lines = server.output().trim().split('\n')
  const log = lines.filter((line) => line.startsWith('{'))
  // Every line is the log's or one of the start's: none was begun by what a client sent.
  expect(lines.filter((line) => !line.startsWith('{') && !/^(还没有账号|压舱石 ready|正在停止|已停止)/.test(line))).toEqual([])
  expect(log.map((line) => JSON.parse(line) as object).filter((line) => 'forged' in line)).toEqual([])
  expect(log.length).toBeGreaterThan(15)
   
  expect(log.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
  const told = { log: log.join('\n'), refusals: refusals.join('\n'), commands: commands.join('\n') }
  for (const secret of [...Object.values(TYPED), setupToken, session]) {
    for (const [where, text] of Object.entries(told)) expect([where, secret, text.includes(secret)]).toEqual([where, secret, false])
  }
})
