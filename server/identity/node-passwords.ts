import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import type { PasswordPort } from './ports.ts'
import { COST, formatPassword, HASH_BYTES, isSame, parsePassword, passwordBytes, RANDOM_COST, SALT_BYTES, type ScryptCost } from './scrypt-text.ts'

const derive = promisify<Uint8Array, Uint8Array, number, ScryptOptions, Buffer>(scrypt)

function hashWith(password: string, salt: Uint8Array, { N, r, p }: ScryptCost): Promise<Buffer> {
  return derive(passwordBytes(password), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r })
}

export const nodePasswords: PasswordPort = {
  async hash(password, isRandom = false) {
    const salt = randomBytes(SALT_BYTES)
    const cost = isRandom ? RANDOM_COST : COST
    return formatPassword({ ...cost, salt, hash: await hashWith(password, salt, cost) })
  },
  async verify(password, text) {
    const stored = parsePassword(text)
    return stored !== null && isSame(await hashWith(password, stored.salt, stored), stored.hash)
  },
}
