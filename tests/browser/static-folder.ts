import { createServer } from 'node:http'
import { readFileSync, existsSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.json': 'application/json',
}

export interface StaticFolder {
  readonly url: string
  stop(): Promise<void>
}

/** A plain file host, as any static web space is: a folder under a path, nothing rewritten, no API. */
export async function serveFolder(folder: string, prefix: string, headers: Readonly<Record<string, string>> = {}): Promise<StaticFolder> {
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`${folder}/ is missing: run "npm run build:demo" first`)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const inside = pathname.startsWith(prefix) ? normalize(decodeURIComponent(pathname.slice(prefix.length))) : null
    const file = inside === null || inside.startsWith('..') ? null : join(folder, inside === '' || inside === '.' ? 'index.html' : inside)
    if (file === null || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { ...headers, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}
