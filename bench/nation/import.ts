/** Lays the country in: `node bench/nation/import.ts <file or URL> <months>`. Prints JSON. */
import { BUSINESS_NOW, nationDataset } from './nation.ts'
import { megabytes, openStore } from './open-store.ts'

const [place, months] = [process.argv[2]!, Number(process.argv[3])]
const store = await openStore(place, 'bulk')
const dataset = nationDataset(months)
let written = 0
let reportsMs = 0
const start = performance.now()
await store.replaceAll(dataset, {
  settings: { businessNow: BUSINESS_NOW, levelsAboveCity: 2 },
  onProgress: (done) => {
    written = done
    reportsMs = performance.now() - start
  },
})
const ms = performance.now() - start
await store.close()
console.log(JSON.stringify({ reports: written, seconds: ms / 1000, perSecond: Math.round((written / ms) * 1000), totalsSeconds: (ms - reportsMs) / 1000, peakMb: Math.round(process.resourceUsage().maxRSS / 1024), rssMb: megabytes() }))
