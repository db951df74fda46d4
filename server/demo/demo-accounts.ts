import { scrypt } from '@noble/hashes/scrypt.js'
import type { Role } from '#core/access/post.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import type { NewAccount } from '../store/accounts-table.ts'
import { COST, formatPassword, HASH_BYTES, passwordBytes, SALT_BYTES } from '../identity/scrypt-text.ts'

/** The one password of all demo accounts: printed at the start and on the sign-in page. */
export const DEMO_PASSWORD = 'Ballast-2023'

/** One branch from the city down to a community: 株洲市, 石峰区, 田心街道, 叫鸡岭社区. */
const BRANCH: readonly { readonly level: string; readonly title: string; readonly unit: string }[] = [
  { level: 'city', title: '市', unit: '430200000000' },
  { level: 'district', title: '区', unit: '430204000000' },
  { level: 'street', title: '街道', unit: '430204001000' },
  { level: 'village', title: '社区', unit: '430204001002' },
]
const TITLES: Readonly<Record<Role, string>> = {
  leader: '领导', reviewer: '审核', reporter: '填报', system: '系统管理员', security: '安全管理员', audit: '审计管理员',
}

/** One account per role and level. Posts, not people: no person's name is in the demo. */
export function demoAccounts(): NewAccount[] {
  // The password is public: so may be its salt, and the demo stays the same byte for byte.
  const salt = new Uint8Array(SALT_BYTES)
  const password = formatPassword({ ...COST, salt, hash: scrypt(passwordBytes(DEMO_PASSWORD), salt, { ...COST, dkLen: HASH_BYTES }) })
  const account = (name: string, displayName: string, unit: string, role: Role): NewAccount => ({
    name, displayName, password, mustChange: false, disabled: false, lastSignIn: null, isDemo: true,
    posts: [{ unit: unit as UnitCode, role, from: null, until: null }],
  })
  const figures = BRANCH.flatMap(({ level, title, unit }) =>
    (['leader', 'reviewer', 'reporter'] as const).map((role) => account(`${level}-${role}`, `${title}${TITLES[role]}`, unit, role)))
  const administrators = (['system', 'security', 'audit'] as const).map((role) => account(`${role}-admin`, TITLES[role], BRANCH[0]!.unit, role))
  return [...figures, ...administrators]
}
