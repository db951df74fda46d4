/** Lone surrogates and NUL, which no engine stores unchanged and some refuse to compare with. */
export function isUnstorable(text: string): boolean {
  return /[\p{Cs}\0]/u.test(text)
}
