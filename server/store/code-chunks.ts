/** Codes that one statement may name: engines limit parameters, and every length is a statement of its own. */
const MOST_CODES = 500

export function codesInChunks<Code extends string>(codes: readonly Code[]): Code[][] {
  return Array.from({ length: Math.ceil(codes.length / MOST_CODES) }, (_, k) => codes.slice(k * MOST_CODES, (k + 1) * MOST_CODES))
}
