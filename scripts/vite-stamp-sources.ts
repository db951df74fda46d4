import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Plugin } from 'vite'
import { PAGE_STAMP, hashPageSources } from './page-sources.mjs'

/** Notes which sources dist/ was built from, so that `npm start` builds only when they have changed. */
export function stampSources(): Plugin {
  // Taken before anything is read: a file edited during the build leaves an old hash, and the next start builds again.
  const hash = hashPageSources()
  return {
    name: 'ballast:stamp-sources',
    closeBundle(error?: Error) {
      if (error) return
      mkdirSync(dirname(PAGE_STAMP), { recursive: true })
      writeFileSync(PAGE_STAMP, hash)
    },
  }
}
