import { isAxiosError, isCancel } from 'axios'
import { ErrorReply, errorCatalogue, type ErrorCode } from '#contract/errors.ts'

/** `network`: no answer arrived; `reply-invalid`: an answer that is not what the contract says. */
export type ProblemCode = ErrorCode | 'network' | 'reply-invalid'

/** Why a request has no result: what the page shows instead of it. */
export class ApiProblem extends Error {
  readonly code: ProblemCode
  /** HTTP status; null when no answer arrived. */
  readonly status: number | null
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ProblemCode, message: string, status: number | null, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'ApiProblem'
    this.code = code
    this.status = status
    this.details = details
  }

  /** Whether the same request may succeed later without the user changing anything. */
  get canRetry(): boolean {
    return this.status === null || this.status >= 500 || this.code === 'reply-invalid'
  }
}

const NO_NETWORK = '连不上服务器。请检查网络后重试，已显示的数据不受影响。'
const NOT_UNDERSTOOD = '服务器的答复不完整或版本不符。请刷新页面重试。'

function isKnownCode(code: string): code is ErrorCode {
  return code in errorCatalogue
}

/** What went wrong, in words; a cancelled request stays what it is, so that the query cache can ignore it. */
export function toProblem(error: unknown): unknown {
  if (error instanceof ApiProblem || isCancel(error)) return error
  if (!isAxiosError(error)) return new ApiProblem('reply-invalid', NOT_UNDERSTOOD, null, { cause: String(error) })
  const { response } = error
  if (response === undefined) return new ApiProblem('network', NO_NETWORK, null)
  const reply = ErrorReply.safeParse(readBody(response.data))
  if (!reply.success) return new ApiProblem('internal', errorCatalogue.internal.message, response.status)
  const { code, message, details } = reply.data.error
  return new ApiProblem(isKnownCode(code) ? code : 'internal', message, response.status, details)
}

/** An error reply to a binary request arrives as bytes. */
function readBody(data: unknown): unknown {
  if (!(data instanceof ArrayBuffer)) return data
  try {
    return JSON.parse(new TextDecoder().decode(data))
  } catch {
    return null
  }
}
