import * as z from 'zod/mini'
import { ApiError } from '#contract/errors.ts'
import { isUnstorable } from './unstorable.ts'

const MOST_BYTES = 1024 * 1024
const JSON_TYPE = /^application\/json(; ?charset=utf-8)?$/

/** Bodies that only an attacker would nest so deep. */
const DEEPEST = 32

/**
 * The body as the endpoint's schema has it. A key that the schema does not name is refused: what the server decides
 * (state, version, account) cannot be slipped in.
 * @throws ApiError `body-not-json`, `body-too-large`, `body-invalid`
 */
export async function parseBody(schema: z.ZodMiniObject, request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')
  // Exactly this: a form or plain text would be sent by a foreign page without asking.
  if (type === null || !JSON_TYPE.test(type)) throw new ApiError('body-not-json')
  const value = parseJson(await readText(request))
  const unknown = unknownKey(schema, value, [])
  if (unknown !== null) throw new ApiError('body-invalid', `提交的内容里没有“${unknown}”这一项。`, { field: unknown })
  const parsed = z.safeParse(schema, value)
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new ApiError('body-invalid', field === '' ? undefined : `“${field}”不正确，请对照 /api/openapi.json 检查。`, { field })
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) throw new ApiError('body-too-large')
  const chunks: Uint8Array[] = []
  let size = 0
  if (request.body !== null) {
    const reader = request.body.getReader()
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        // Cut off, or too slow: nothing that this program did wrong.
        throw new ApiError('body-invalid', '提交的内容没有传完，请重试。')
      })
      if (done) break
      size += value.length
      if (size > MOST_BYTES) {
        await reader.cancel()
        throw new ApiError('body-too-large')
      }
      chunks.push(value)
    }
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ApiError('body-invalid', '提交的内容不是 UTF-8 编码。')
  }
}


/** @throws ApiError also for a lone surrogate or NUL, which no engine stores unchanged */
function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ApiError('body-invalid', '提交的内容不是正确的 JSON。')
  }
  // First, because what follows goes as deep as the value does.
  if (depthOf(value) > DEEPEST) throw new ApiError('body-invalid', '提交的内容嵌套过深。')
  if (allTexts(value).some((each) => isUnstorable(each))) throw new ApiError('body-invalid', '提交的内容含有不能保存的字符。')
  return value
}

function allTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => [key, ...allTexts(each)])
}

function depthOf(root: unknown): number {
  let deepest = 0
  const open: [unknown, number][] = [[root, 0]]
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const [value, depth] = entry
    deepest = Math.max(deepest, depth)
    if (depth > DEEPEST) return depth
    if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) open.push([each, depth + 1])
  }
  return deepest
}

/** Path of the first key that the schema does not name. */
function unknownKey(schema: z.ZodMiniType, value: unknown, path: readonly string[]): string | null {
  if (schema instanceof z.ZodMiniOptional || schema instanceof z.ZodMiniNullable) return unknownKey(schema._zod.def.innerType as z.ZodMiniType, value, path)
  if (schema instanceof z.ZodMiniArray && Array.isArray(value)) {
    for (const [k, each] of value.entries()) {
      const unknown = unknownKey(schema._zod.def.element as z.ZodMiniType, each, [...path, String(k)])
      if (unknown !== null) return unknown
    }
  }
  if (schema instanceof z.ZodMiniObject && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, each] of Object.entries(value)) {
      if (!Object.hasOwn(schema.shape, key)) return [...path, key].join('.')
      const unknown = unknownKey(schema.shape[key] as z.ZodMiniType, each, [...path, key])
      if (unknown !== null) return unknown
    }
  }
  return null
}
