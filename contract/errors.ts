import * as z from 'zod/mini'

/**
 * The error catalogue. Codes are permanent: never rename or reuse one. `message` is what a person reads when nothing
 * more exact is known; it says what to do next.
 */
export const errorCatalogue = {
  'endpoint-not-found': { status: 404, message: '没有这个接口，请对照 /api/openapi.json 检查地址。' },
  'method-not-allowed': { status: 405, message: '这个接口不支持该方法，请对照 /api/openapi.json 检查。' },
  'query-invalid': { status: 400, message: '参数不正确，请按提示修改后重试。' },
  'unit-not-found': { status: 404, message: '没有找到这个单位，请核对单位代码或按名称搜索。' },
  'month-invalid': { status: 400, message: '月份应写成 2022-12 这样的形式。' },
  'range-invalid': { status: 400, message: '起止月份不正确：起月不能晚于止月，一次最多 60 个月。' },
  'months-not-frozen': { status: 409, message: '所选月份中有尚未定案的，请改用审定数或实时汇总。' },
  'cube-too-large': { status: 413, message: '数据范围过大，请选择下级单位或缩短月份。' },
  'internal': { status: 500, message: '服务器出错，数据没有改变。请重试；仍不行请把编号告诉管理员。' },
} as const satisfies Record<string, { status: number; message: string }>

export type ErrorCode = keyof typeof errorCatalogue

export const ErrorReply = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    /** Machine-readable particulars: the offending parameter, the nearest valid choices, the months in question. */
    details: z.optional(z.record(z.string(), z.unknown())),
  }),
})
export type ErrorReply = z.infer<typeof ErrorReply>

/** Thrown by use cases; the HTTP layer turns it into an `ErrorReply`. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly details: Record<string, unknown> | undefined

  constructor(code: ErrorCode, message?: string, details?: Record<string, unknown>) {
    super(message ?? errorCatalogue[code].message)
    this.name = 'ApiError'
    this.code = code
    this.details = details
  }

  get status(): number {
    return errorCatalogue[this.code].status
  }
}
