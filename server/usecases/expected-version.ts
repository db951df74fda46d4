import { ApiError } from '#contract/errors.ts'

const VERSION = /^"(\d{1,9})"$/

/** The version that a write builds on. @throws ApiError `version-missing` */
export function expectedVersion(ifMatch: string | null): number {
  const match = VERSION.exec(ifMatch ?? '')
  if (match === null) throw new ApiError('version-missing', undefined, { example: 'If-Match: "0"' })
  return Number(match[1])
}

const MARK = /^"([0-9a-f]{32})"$/

/** The mark of the contents that a write builds on. @throws ApiError `version-missing` */
export function expectedMark(ifMatch: string | null): string {
  const match = MARK.exec(ifMatch ?? '')
  if (match === null) throw new ApiError('version-missing')
  return match[1]!
}
