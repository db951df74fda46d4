import type { PasswordPort } from './ports.ts'
import { COST, formatPassword, HASH_BYTES, parsePassword, RANDOM_COST, SALT_BYTES, type ScryptCost } from './scrypt-text.ts'

const nobodys = (cost: ScryptCost) => formatPassword({ ...cost, salt: new Uint8Array(SALT_BYTES), hash: new Uint8Array(HASH_BYTES) })

/** scrypt of nothing that anybody can type, at each cost that there is. */
const NOBODYS_DEAR = nobodys(COST)
const NOBODYS_CHEAP = nobodys(RANDOM_COST)

/**
 * Whether a password is right, at the same price whatever there is to compare it with: every try pays for a dear hash and
 * a cheap one, so that nobody can tell an unknown name, an account on its first password and any other by the time it takes.
 * `stored` null: an unknown name.
 */
export async function verifyEvenly(passwords: PasswordPort, password: string, stored: string | null): Promise<boolean> {
  const isDear = stored !== null && workOf(parsePassword(stored)) >= workOf(COST)
  const byDear = await passwords.verify(password, isDear ? stored : NOBODYS_DEAR)
  const byCheap = await passwords.verify(password, isDear ? NOBODYS_CHEAP : (stored ?? NOBODYS_CHEAP))
  return stored !== null && (isDear ? byDear : byCheap)
}

export function workOf(cost: ScryptCost | null): number {
  return cost === null ? 0 : cost.N * cost.r * cost.p
}
