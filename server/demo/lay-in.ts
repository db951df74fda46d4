import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Store, StoreProgress } from '#server/store/store.ts'
import { buildDemoCity, DEMO_NOW } from './demo-city.ts'

/** The real divisions of the demo city. */
export const DIVISIONS_FILE = fileURLToPath(new URL('../../data/zhuzhou-divisions.csv', import.meta.url))

/** Fills an empty database with the demo city; its clock stands still from then on. */
export async function layInDemoCity(store: Store, onProgress?: StoreProgress): Promise<void> {
  const dataset = buildDemoCity({ divisionsCsv: await readFile(DIVISIONS_FILE, 'utf8') })
  await store.replaceAll(dataset, {
    settings: { demo: true, businessNow: DEMO_NOW },
    ...(onProgress && { onProgress }),
  })
}
