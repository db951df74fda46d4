// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Everything that the built page is made of. */
const SOURCES = ['index.html', 'vite.config.ts', 'package.json', 'package-lock.json', 'public', 'core', 'contract', 'src']

/** Holds the hash of the sources of dist/. Outside dist/, which is served. */
export const PAGE_STAMP = '.cache/dist-sources.sha256'

/** Hash over names and contents, not times: a checkout or a copy sets times as it likes. */
export function hashPageSources() {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap(filesUnder)) hash.update(path).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

/** @returns {boolean} whether dist/ is there and was built from the sources as they are */
export function isPageBuilt() {
  return existsSync('dist/index.html') && existsSync(PAGE_STAMP) && readFileSync(PAGE_STAMP, 'utf8') === hashPageSources()
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return path.endsWith('.spec.ts') ? [] : [path]
  return readdirSync(path).sort().flatMap((name) => filesUnder(join(path, name)))
}
