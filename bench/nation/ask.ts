/** Asks what an overview asks, of many units at every level, nothing kept: `node bench/nation/ask.ts <file or URL>`. Prints JSON lines. */
import { formatMonth } from '#core/period/month.ts'
import { businessClock } from '#server/business-clock.ts'
import { askAsLeader } from '#server/http/handler-fixture.ts'
import { BUSINESS_NOW, OPEN } from './nation.ts'
import { megabytes, openStore, percentiles } from './open-store.ts'

const LEVELS = ['全国', '省', '市', '县', '乡镇街道', '村社区']
const ASKED = 60

const store = await openStore(process.argv[2]!)
const clock = businessClock({ demo: false, businessNow: BUSINESS_NOW, levelsAboveCity: 2 })
const begin = performance.now()
const ask = await askAsLeader(store, { store, clock, log: console.error })
await (await ask('/api/periods')).text()
const masterSeconds = (performance.now() - begin) / 1000
const first = performance.now()
await (await ask(`/api/totals?from=${formatMonth(OPEN)}&to=${formatMonth(OPEN)}&basis=live`)).text()
console.log(JSON.stringify({ masterSeconds, firstTotalsMs: performance.now() - first, rssMb: megabytes() }))

const { units } = await store.loadMaster()
const months = await store.months()
const [from, to, frozen] = [months[0]!, OPEN, months.at(-2)!].map(formatMonth)
for (const [k, name] of LEVELS.entries()) {
  const there = units.filter(({ level }) => level === k + 1)
  const some = Array.from({ length: Math.min(ASKED, there.length) }, (_, i) => there[Math.floor((i * there.length) / Math.min(ASKED, there.length))]!.code)
  const overview = (unit: string, n: number): Record<string, string> => ({
    live: `/api/totals?unit=${unit}&from=${from}&to=${to}&basis=live&scheme=${n % 2 === 0 ? 'city' : 'province'}`,
    edition: `/api/totals?unit=${unit}&from=${from}&to=${frozen}&basis=edition`,
    cut: `/api/cube?unit=${unit}&from=${from}&to=${to}&basis=live&depth=1`,
    unit: `/api/units/${unit}`,
    targets: `/api/targets?unit=${unit}&year=2022`,
    reports: `/api/reports/${unit}?from=${from}&to=${to}`,
    ...(k >= 3 && { cube: `/api/cube?unit=${unit}&from=${from}&to=${to}&basis=live` }),
  })
  const times: Record<string, number[]> = {}
  for (const [n, unit] of some.entries()) {
    for (const [what, path] of Object.entries(overview(unit, n))) {
      const start = performance.now()
      const response = await ask(path)
      const body = await response.arrayBuffer()
      ;(times[what] ??= []).push(performance.now() - start)
      if (response.status !== 200) throw new Error(`${path}: ${new TextDecoder().decode(body)}`)
    }
  }
  for (const [what, each] of Object.entries(times)) console.log(JSON.stringify({ level: name, what, units: some.length, ...percentiles(each) }))
}
console.log(JSON.stringify({ rssMb: megabytes() }))
await store.close()
