import { parseArgs } from 'node:util'
import { ACCOUNT_NAME_FAULTS, accountNameFault } from '#core/access/account-name.ts'
import { isStrongPassword, passwordRuleText } from '#core/access/password-rule.ts'
import { mayBeHeldTogether, ROLES, type Post, type Role } from '#core/access/post.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { openDataHome } from '#server/open-data-home.ts'
import { nodePasswords } from '#server/identity/node-passwords.ts'
import { OptionsError, readServerOptions } from '#server/server-options.ts'
import { StoreError, type Store } from '#server/store/store.ts'
import { runCommand } from './run-command.ts'

const USAGE = `用法：BALLAST_PASSWORD=密码 npm run account -- 账号名 --unit 单位代码 --role ${ROLES.join('|')} [--name 显示名]`

/**
 * `npm run account -- NAME --unit CODE --role ROLE`: opens an account ready to use, or gives one that is there another
 * post and the password of `BALLAST_PASSWORD`. At the machine, with the server stopped (or on PostgreSQL beside it).
 */
async function main(): Promise<number> {
  const { values, positionals: [given] } = parseArgs({
    allowPositionals: true, options: { unit: { type: 'string' }, role: { type: 'string' }, name: { type: 'string' } },
  })
  const { unit, role } = values
  const name = given?.trim() ?? ''
  if (given === undefined || unit === undefined || role === undefined || !isRole(role)) throw new OptionsError(USAGE)
  const fault = accountNameFault(name)
  if (fault !== null) throw new OptionsError(`${ACCOUNT_NAME_FAULTS[fault]}，请换一个账号名。`)
  const options = readServerOptions(process.env)
  const password = process.env['BALLAST_PASSWORD'] ?? ''
  if (!isStrongPassword(options.passwordProfile, password, name)) {
    throw new OptionsError(`BALLAST_PASSWORD 不符合要求：${passwordRuleText(options.passwordProfile)}\n${USAGE}`)
  }
  const data = openDataHome(options)
  try {
    const store = await data.open()
    try {
      await open(store, name, values.name ?? name, { unit: unit as UnitCode, role, from: null, until: null }, await nodePasswords.hash(password))
    } finally {
      await store.close()
    }
  } finally {
    data.release()
  }
  console.log(`账号 ${name} 可以登录了。`)
  return 0
}

async function open(store: Store, name: string, displayName: string, post: Post, password: string): Promise<void> {
  const { units } = await store.loadMaster()
  if (!units.some(({ code }) => code === post.unit)) throw new OptionsError(`没有代码为 ${post.unit} 的单位，请核对，或先导入单位。`)
  await store.transact(async (tx) => {
    const known = await tx.accounts.hold(name)
    const others = (known?.posts ?? []).filter(({ unit, role }) => unit !== post.unit || role !== post.role)
    const posts = [...others, post]
    if (!mayBeHeldTogether(posts.map(({ role }) => role))) throw new OptionsError('系统、安全、审计管理员须由不同的人担任，也不能兼任填报、审核或领导岗位。')
    if (known === null) {
      const isAdded = await tx.accounts.add({ name, displayName, password, posts, mustChange: false, disabled: false, lastSignIn: null, isDemo: false })
      if (!isAdded) throw new OptionsError(`账号 ${name} 刚被他人开立，请再运行一次。`)
    } else {
      await tx.accounts.change({ name, displayName: known.displayName, posts, disabled: false })
      await tx.accounts.setPassword(name, password, false)
    }
    await tx.sessions.endAll(name)
    await tx.audit.append({
      at: Date.now(), account: 'console', action: known === null ? 'account-opened' : 'account-changed', unit: post.unit, subject: name,
      before: null, after: JSON.stringify({ posts }), request: 'console',
    })
    await tx.raise('access')
  })
}

function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text)
}

await runCommand(main, [StoreError, OptionsError])
