import * as z from 'zod/mini'
import { ApiError } from '#contract/errors.ts'
import { isUnstorable } from './unstorable.ts'

const MONTH_PARAMETERS = new Set(['from', 'to'])

/**
 * The query as the endpoint's schema has it. A parameter that the endpoint does not know, or that comes twice, is
 * refused: a misspelt one must not be ignored silently.
 * @throws ApiError `query-invalid`, `month-invalid`
 */
export function parseQuery(schema: z.ZodMiniObject, search: URLSearchParams): unknown {
  const known = Object.keys(schema.shape)
  for (const name of search.keys()) {
    if (!known.includes(name)) throw new ApiError('query-invalid', `没有“${name}”这个参数。`, { parameter: name, known })
    if (search.getAll(name).length > 1) throw new ApiError('query-invalid', `参数“${name}”写了两次。`, { parameter: name })
    if (isUnstorable(search.get(name)!)) throw new ApiError('query-invalid', `参数“${name}”含有不能使用的字符。`, { parameter: name })
  }
  const parsed = z.safeParse(schema, Object.fromEntries(search))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const name = String(issue?.path[0] ?? '')
  const value = search.get(name)
  if (value === null) throw new ApiError('query-invalid', `缺少参数“${name}”。`, { parameter: name })
  if (MONTH_PARAMETERS.has(name)) {
    throw new ApiError('month-invalid', undefined, { parameter: name, value, nearestMonth: nearestMonth(value) })
  }
  const allowed = issue?.code === 'invalid_value' ? issue.values.map(String) : undefined
  const advice = allowed === undefined ? '请对照 /api/openapi.json 检查。' : `可用的值：${allowed.join('、')}。`
  throw new ApiError('query-invalid', `参数“${name}”的值不正确，${advice}`, { parameter: name, value, ...(allowed && { allowed }) })
}

/** What somebody who wrote 2022-13, 2022/1 or 202201 may have meant; null when there is no telling. */
function nearestMonth(text: string): string | null {
  const match = /^\s*(\d{4})\D?(\d{1,2})?/.exec(text)
  if (match === null) return null
  const month = Math.min(Math.max(Number(match[2] ?? 12), 1), 12)
  return `${match[1]}-${String(month).padStart(2, '0')}`
}
