import { utf8ToBytes } from '@noble/hashes/utils.js'

/** How a hashed password is written: `scrypt$N$r$p$salt$hash`, bytes as hex. */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** OWASP's 32 MiB choice. */
export const COST: ScryptCost = { N: 2 ** 15, r: 8, p: 3 }
/** For passwords of 80 random bits. */
export const RANDOM_COST: ScryptCost = { N: 2 ** 10, r: 8, p: 1 }
export const SALT_BYTES = 16
export const HASH_BYTES = 32

export interface StoredPassword extends ScryptCost {
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

/** The same letters typed on different keyboards are one password. */
export function normalPassword(password: string): string {
  return password.normalize('NFKC')
}

export function passwordBytes(password: string): Uint8Array {
  return utf8ToBytes(normalPassword(password))
}

export function formatPassword({ N, r, p, salt, hash }: StoredPassword): string {
  return ['scrypt', N, r, p, toHex(salt), toHex(hash)].join('$')
}

/** Null: not one of ours. */
export function parsePassword(text: string): StoredPassword | null {
  const [method, N, r, p, salt, hash] = text.split('$')
  if (method !== 'scrypt' || salt === undefined || hash === undefined) return null
  return { N: Number(N), r: Number(r), p: Number(p), salt: fromHex(salt), hash: fromHex(hash) }
}

/** Takes as long for the first difference as for the last. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  let different = a.length ^ b.length
  for (let k = 0; k < Math.min(a.length, b.length); k++) different |= a[k]! ^ b[k]!
  return different === 0
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
