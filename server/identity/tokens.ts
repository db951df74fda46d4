import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js'

const TOKEN_BYTES = 16

/** An opaque 128-bit token. */
export function newToken(): string {
  return bytesToHex(randomBytes(TOKEN_BYTES))
}

const TOKEN = /^[0-9a-f]{32}$/

export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/** What is stored of a token: whoever reads the database cannot sign in with it. */
export function tokenId(token: string): string {
  return bytesToHex(sha256(utf8ToBytes(token)))
}

// No letters that are taken for each other on a printed slip.
const SETS = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-'] as const
const FIRST_PASSWORD_LENGTH = 14

/** A first password that every profile accepts once changed at the first sign-in. */
export function newFirstPassword(): string {
  const all = SETS.join('')
  for (;;) {
    const letters = Array.from({ length: FIRST_PASSWORD_LENGTH }, () => all[randomBelow(all.length)]!).join('')
    // A spreadsheet would take a hyphen at the beginning for a formula.
    if (!letters.startsWith('-') && SETS.slice(0, 3).every((set) => [...letters].some((letter) => set.includes(letter)))) return letters
  }
}

function randomBelow(limit: number): number {
  // Bytes beyond the last whole multiple would favour the first letters.
  const usable = 256 - (256 % limit)
  for (;;) {
    const [byte] = randomBytes(1)
    if (byte! < usable) return byte! % limit
  }
}
