import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** A successful answer, ready to be sent again: bytes, their mark, and the packed bytes once somebody wanted them. */
export interface Answer {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mark: string
  packed: Promise<Uint8Array<ArrayBuffer>> | null
}

/** Smaller answers are not worth packing. */
const PACK_FROM = 1024

const MARK_DIGITS = 32

export function makeAnswer(body: unknown, type: string): Answer {
  const bytes = body instanceof Uint8Array ? new Uint8Array(body) : new TextEncoder().encode(JSON.stringify(body))
  return { type, bytes, mark: bytesToHex(sha256(bytes)).slice(0, MARK_DIGITS), packed: null }
}

/** The answer as the request asks for it: 304 when the client has it, packed when it can read that. */
export async function sendAnswer(answer: Answer, request: Request): Promise<Response> {
  const packs = answer.bytes.length >= PACK_FROM && acceptsGzip(request)
  const etag = packs ? `"${answer.mark}-gzip"` : `"${answer.mark}"`
  const headers = new Headers({ 'content-type': answer.type, etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding, cookie', 'x-content-type-options': 'nosniff' })
  if (hasMark(request, answer.mark)) return new Response(null, { status: 304, headers })
  if (!packs) return respond(answer.bytes, headers)
  answer.packed ??= pack(answer.bytes)
  headers.set('content-encoding', 'gzip')
  return respond(await answer.packed, headers)
}

function respond(bytes: Uint8Array<ArrayBuffer>, headers: Headers): Response {
  headers.set('content-length', String(bytes.length))
  return new Response(bytes, { headers })
}

function acceptsGzip(request: Request): boolean {
  const codings = new Map((request.headers.get('accept-encoding') ?? '').toLowerCase().split(',').map((each) => {
    const [coding = '', ...parameters] = each.split(';').map((part) => part.trim())
    return [coding, !parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter))]
  }))
  return codings.get('gzip') ?? codings.get('*') ?? false
}

/** Either form of the answer proves that the client has it. */
function hasMark(request: Request, mark: string): boolean {
  const known = request.headers.get('if-none-match')
  if (known === null) return false
  if (known.trim() === '*') return true
  return known.split(',').some((each) => each.trim().replace(/^W\//, '').replace(/^"|"$/g, '').replace(/-gzip$/, '') === mark)
}

async function pack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
