import * as z from 'zod/mini'
import { ApiError } from '#contract/errors.ts'

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
  }
  const parsed = z.safeParse(schema, Object.fromEntries(search))
  if (parsed.success) return parsed.data
  const name = String(parsed.error.issues[0]?.path[0] ?? '')
  if (!search.has(name)) throw new ApiError('query-invalid', `缺少参数“${name}”。`, { parameter: name })
  const code = MONTH_PARAMETERS.has(name) ? 'month-invalid' : 'query-invalid'
  const message = code === 'query-invalid' ? `参数“${name}”的值不正确。` : undefined
  throw new ApiError(code, message, { parameter: name, value: search.get(name) })
}
