import { existsSync } from 'node:fs'
import { isPageBuilt } from '../scripts/page-sources.mjs'
import { startServer, type RunningServer } from '../tests/browser/running-server.ts'

/** The real server with the built page, on a demo city of its own and a free port. */
export async function serveCity(): Promise<RunningServer> {
  if (!existsSync('dist/index.html')) throw new Error('dist/ is missing: run "npm run build" first')
  if (!isPageBuilt()) console.warn('> dist/ is older than its sources: "npm run build" makes it anew.\n')
  return startServer()
}
