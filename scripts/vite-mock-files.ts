import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** Laid in by `npm run gen:demo-db`. */
const DEMO_DATABASE = '.cache/demo/demo.sqlite'

interface MockFile {
  readonly type: string
  readonly read: () => Buffer
}

/**
 * Files beside index.html that only the mock asks for. The database is not called `.gz`: many static hosts would unpack
 * such a file on the way, and the page could not tell.
 */
const FILES: Readonly<Record<string, MockFile>> = {
  'mockServiceWorker.js': {
    type: 'text/javascript; charset=utf-8',
    read: () => readFileSync(createRequire(import.meta.url).resolve('msw/mockServiceWorker.js')),
  },
  'demo.sqlite.gzip': { type: 'application/octet-stream', read: readDemoDatabase },
}

function readDemoDatabase(): Buffer {
  if (!existsSync(DEMO_DATABASE)) throw new Error(`${DEMO_DATABASE} is missing: run "npm run gen:demo-db"`)
  return gzipSync(readFileSync(DEMO_DATABASE), { level: 9 })
}

/** Serves the mock's files in dev and emits them into the static demo. Production never has this plugin. */
export function mockFiles(): Plugin {
  const kept = new Map<string, Buffer>()
  const bytesOf = (name: string, file: MockFile): Buffer => {
    const bytes = kept.get(name) ?? file.read()
    kept.set(name, bytes)
    return bytes
  }
  return {
    name: 'ballast:mock-files',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1)
        const file = FILES[name]
        if (!file) return next()
        response.setHeader('Content-Type', file.type)
        response.setHeader('Cache-Control', 'no-cache')
        response.end(bytesOf(name, file))
      })
    },
    generateBundle() {
      for (const [fileName, file] of Object.entries(FILES)) {
        this.emitFile({ type: 'asset', fileName, source: bytesOf(fileName, file) })
      }
    },
  }
}
