import { ask } from './load.ts'

export interface WalkCounts {
  readonly asked: number
  readonly notModified: number
  /** 200, with the same mark as an earlier answer to anybody: the server had it. */
  readonly again: number
}

const BASES = ['live', 'approved', 'edition']
const REPLAYS = 10
const DRILL_DOWNS = 20

/** A day: everybody drills down 20 times under three bases, ten times over; in the middle one report changes. */
export async function walk(url: string, sessions: readonly { readonly account: string; readonly cookie: string }[]): Promise<WalkCounts> {
  const seen = new Set<string>()
  const counts = { asked: 0, notModified: 0, again: 0 }
  const known = new Map<string, string>()
  const paths = new Map<string, string[]>()
  for (const { account, cookie } of sessions) paths.set(account, await drillDowns(url, cookie))
  for (let replay = 0; replay < REPLAYS; replay++) {
    if (replay === REPLAYS / 2) await changeOneReport(url, sessions.find(({ account }) => account === 'street-reporter')!.cookie)
    for (const { account, cookie } of sessions) {
      for (const path of paths.get(account)!) {
        const mark = known.get(`${account} ${path}`)
        const answer = await ask(url + path, { cookie, 'accept-encoding': 'gzip', ...(mark !== undefined && { 'if-none-match': mark }) })
        counts.asked++
        if (answer.status === 304) counts.notModified++
        else if (answer.status !== 200) throw new Error(`${account} ${path}: ${answer.status}`)
        else {
          const etag = answer.headers['etag']!
          if (seen.has(`${path} ${etag}`)) counts.again++
          seen.add(`${path} ${etag}`)
          known.set(`${account} ${path}`, etag)
        }
      }
    }
  }
  return counts
}

/** The units that somebody comes by on the way down, twenty of them, under every basis. */
async function drillDowns(url: string, cookie: string): Promise<string[]> {
  const { codes } = JSON.parse((await ask(`${url}api/units`, { cookie })).body.toString()) as { codes: string[] }
  const step = Math.max(1, Math.floor(codes.length / DRILL_DOWNS))
  return codes.filter((_, k) => k % step === 0).slice(0, DRILL_DOWNS)
    .flatMap((code) => BASES.map((basis) => `api/totals?unit=${code}&from=${basis === 'edition' ? '2022-01&to=2022-12' : '2023-01&to=2023-06'}&basis=${basis}`))
}

async function changeOneReport(url: string, cookie: string): Promise<void> {
  const headers = { cookie, 'content-type': 'application/json' }
  const place = `${url}api/reports/430204001002`
  const { reports } = await (await fetch(`${place}?from=2023-06&to=2023-06`, { headers })).json() as { reports: { form: string; version: number; state: string; cells: { indicator: string; value: number | null; notObtained: string | null; due: boolean }[] }[] }
  const report = reports[0]!
  if (report.state === 'submitted') {
    const withdrawn = await fetch(`${place}/${report.form}/2023-06/withdraw`, { method: 'POST', headers: { ...headers, 'if-match': `"${report.version}"` }, body: '{}' })
    if (!withdrawn.ok) throw new Error(`withdraw: ${withdrawn.status} ${await withdrawn.text()}`)
    return
  }
  const cells = report.cells.filter(({ due }) => due).map(({ indicator, value }) => ({ indicator, value: (value ?? 0) + 1, notObtained: null }))
  const saved = await fetch(`${place}/${report.form}/2023-06`, { method: 'PUT', headers: { ...headers, 'if-match': `"${report.version}"` }, body: JSON.stringify({ cells, lines: [], source: 'system' }) })
  if (!saved.ok) throw new Error(`save: ${saved.status} ${await saved.text()}`)
}
