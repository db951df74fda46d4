import { ApiError } from '#contract/errors.ts'

const VERSION = /^"(\d{1,9})"$/

/** The version that a write builds on. @throws ApiError `version-missing` */
export function expectedVersion(ifMatch: string | null): number {
  const match = VERSION.exec(ifMatch ?? '')
  if (match === null) throw new ApiError('version-missing', undefined, { example: 'If-Match: "0"' })
  return Number(match[1])
}
