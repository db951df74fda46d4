import { scryptAsync } from '@noble/hashes/scrypt.js'
import { randomBytes } from '@noble/hashes/utils.js'
import type { PasswordPort } from './ports.ts'
import { COST, formatPassword, HASH_BYTES, isSame, parsePassword, passwordBytes, RANDOM_COST, SALT_BYTES } from './scrypt-text.ts'

/** For the mock: the same hashes as on Node, worked out in the page. */
export const pagePasswords: PasswordPort = {
  async hash(password, isRandom = false) {
    const salt = randomBytes(SALT_BYTES)
    const cost = isRandom ? RANDOM_COST : COST
    return formatPassword({ ...cost, salt, hash: await scryptAsync(passwordBytes(password), salt, { ...cost, dkLen: HASH_BYTES }) })
  },
  async verify(password, text) {
    const stored = parsePassword(text)
    if (stored === null) return false
    const { N, r, p } = stored
    return isSame(await scryptAsync(passwordBytes(password), stored.salt, { N, r, p, dkLen: HASH_BYTES }), stored.hash)
  },
}
