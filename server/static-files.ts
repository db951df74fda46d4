import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import { COMMON_HEADERS, PAGE_POLICY } from './service/security-headers.ts'

/** The built page, from memory. Only files that were there at the start exist: no path can lead out of the folder. */
export type StaticHandler = (request: Request) => Response

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.map', '.txt', '.svg', '.webmanifest', '.wasm'])

/** Vite puts a hash of the content into these names: they never change. */
const HASHED = /^\/assets\//

const SECURITY_HEADERS: Readonly<Record<string, string>> = { ...COMMON_HEADERS, 'content-security-policy': PAGE_POLICY }

interface StaticFile {
  readonly type: string
  readonly etag: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Null where compressing gains nothing. */
  readonly gzip: Uint8Array<ArrayBuffer> | null
  readonly cacheControl: string
}

export function createStaticHandler(folder: string): StaticHandler {
  const files = readFolder(folder)
  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return plain(405, '只支持 GET。', { allow: 'GET, HEAD' })
    }
    const { pathname } = new URL(request.url)
    const file = files.get(pathname === '/' ? '/index.html' : pathname)
    if (file) return reply(request, file)
    return files.size === 0
      ? plain(503, '页面还没有构建：请用 npm start 启动，它会先构建页面。')
      : plain(404, '没有这个页面。')
  }
}

function readFolder(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>()
  const entries = readEntries(folder)
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const url = `/${relative(folder, path).split(sep).join('/')}`
    files.set(url, loadFile(path, url))
  }
  return files
}

function readEntries(folder: string) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function loadFile(path: string, url: string): StaticFile {
  const extension = extname(path).toLowerCase()
  const bytes = new Uint8Array(readFileSync(path))
  const gzip = COMPRESSIBLE.has(extension) ? new Uint8Array(gzipSync(bytes, { level: 9 })) : null
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url')}"`,
    bytes,
    gzip: gzip && gzip.byteLength < bytes.byteLength ? gzip : null,
    cacheControl: HASHED.test(url) ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}

function reply(request: Request, file: StaticFile): Response {
  const zipped = file.gzip !== null && acceptsGzip(request)
  // A strong tag names one representation: the compressed one has its own.
  const etag = zipped ? file.etag.replace(/"$/, '-gzip"') : file.etag
  const headers: Record<string, string> = {
    ...SECURITY_HEADERS, 'cache-control': file.cacheControl, etag, ...(file.gzip && { vary: 'accept-encoding' }),
  }
  if (request.headers.get('if-none-match')?.split(/\s*,\s*/).includes(etag)) {
    return new Response(null, { status: 304, headers })
  }
  const body = zipped && file.gzip ? file.gzip : file.bytes
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: {
      ...headers,
      'content-type': file.type,
      'content-length': String(body.byteLength),
      ...(zipped && { 'content-encoding': 'gzip' }),
    },
  })
}

function acceptsGzip(request: Request): boolean {
  return (request.headers.get('accept-encoding') ?? '').split(',').some((part) => {
    const [coding, ...parameters] = part.trim().split(/\s*;\s*/)
    return coding === 'gzip' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
  })
}

function plain(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  })
}
