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
  'unit-exists': { status: 409, message: '单位代码已被使用，请换一个，或留空由系统编制。' },
  'unit-change-refused': { status: 409, message: '不能这样更改单位，请按提示修改后重试。' },
  'month-invalid': { status: 400, message: '月份应写成 2022-12 这样的形式。' },
  'range-invalid': { status: 400, message: '起止月份不正确：起月不能晚于止月，一次最多 60 个月。' },
  'months-not-frozen': { status: 409, message: '所选月份中有尚未定案的，请改用审定数或实时汇总。' },
  'cube-too-large': { status: 413, message: '数据范围过大，请选择下级单位或缩短月份。' },
  'not-signed-in': { status: 401, message: '还没有登录，或登录已过期。请登录后重试。' },
  'sign-in-failed': { status: 401, message: '账号或密码不正确。连续 5 次不正确会锁定 20 分钟。' },
  'sign-in-locked': { status: 429, message: '尝试次数过多，已暂时锁定。请稍后再试，或请本单位管理员重置密码。' },
  'password-change-required': { status: 403, message: '首次登录请先修改密码。' },
  'password-weak': { status: 400, message: '密码不符合要求，请按提示重新设置。' },
  'setup-token-wrong': { status: 403, message: '初始化口令不正确。请使用服务器首次启动时打印的口令。' },
  'forbidden': { status: 403, message: '您的岗位没有这项权限。如需办理，请联系本单位管理员。' },
  'request-foreign': { status: 403, message: '请求不是从本系统的页面发出的，已拒绝。请在本系统页面中操作。' },
  'body-not-json': { status: 415, message: '请求正文应为 JSON（Content-Type: application/json）。' },
  'body-invalid': { status: 400, message: '提交的内容不正确，请按提示修改后重试。' },
  'body-too-large': { status: 413, message: '提交的内容过大，请分批提交。' },
  'too-many-requests': { status: 429, message: '请求过于频繁，请稍后再试。' },
  'session-not-found': { status: 404, message: '没有这个登录会话，可能已经退出。' },
  'account-not-found': { status: 404, message: '没有找到这个账号，请核对后重试。' },
  'account-exists': { status: 409, message: '账号名已被使用，请换一个。' },
  'posts-conflict': { status: 409, message: '系统、安全、审计管理员须由不同的人担任，也不能兼任填报、审核或领导岗位。' },
  'own-account': { status: 403, message: '不能更改自己的岗位或重置自己的账号，请由另一位管理员办理。' },
  'form-not-found': { status: 404, message: '没有这张报表，请核对表号。' },
  'window-invalid': { status: 422, message: '填报时间前后矛盾，请按提示修改。' },
  'report-not-found': { status: 404, message: '没有这张报表：请核对单位、表号和月份。' },
  'sheet-too-large': { status: 413, message: '单位过多，一张表放不下。请选择下级单位，或只显示直接下级。' },
  'report-invalid': { status: 422, message: '报表内容有误，请按提示逐项修改。' },
  'version-missing': { status: 428, message: '请带上所依据的版本（If-Match）再提交，以免覆盖他人的修改。' },
  'version-conflict': { status: 412, message: '这张报表已被他人修改，请核对两边的数后再保存。' },
  'action-refused': { status: 409, message: '报表当前的状态不允许这样操作。' },
  'retry-mismatch': { status: 409, message: '同一个重试编号（Idempotency-Key）已用于另一项内容，请换一个编号。' },
  'host-unknown': { status: 421, message: '不能用这个地址访问。请用管理员给出的网址，或请管理员在服务器上登记它。' },
  'connection-insecure': { status: 403, message: '连接没有加密，不能登录。请改用 https 网址；经反向代理时，请管理员核对代理是否传来 X-Forwarded-Proto。' },
  'request-invalid': { status: 400, message: '请求不完整或不符合 HTTP 的格式，请检查后重试。' },
  'unavailable': { status: 503, message: '数据库暂时连不上，数据没有改变，请稍后重试。' },
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
