import { ROLES, type Role } from '#core/access/post.ts'
import { ROLE_NAMES } from '#src/features/sign-in/role-names.ts'

/** One line of a pasted sheet: 账号, 显示名, 单位代码或名称, 角色. */
export interface SheetRow {
  readonly account: string
  readonly displayName: string
  readonly unit: string
  readonly role: Role | null
  /** What is wrong with the line, in words; empty: nothing. */
  readonly problems: readonly string[]
}

export interface KnownUnit {
  readonly code: string
  readonly name: string
}

const MOST = 1000

/**
 * Reads lines pasted from Excel or WPS (tabs) or typed with commas. Units may be named by code, or by a name that only
 * one unit has. A first line of headings is passed over.
 */
export function readAccountSheet(text: string, units: readonly KnownUnit[], taken: ReadonlySet<string>): SheetRow[] {
  const byCode = new Map(units.map((unit) => [unit.code, unit]))
  const byName = new Map<string, KnownUnit | null>()
  for (const unit of units) byName.set(unit.name, byName.has(unit.name) ? null : unit)
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const seen = new Set<string>()
  return lines.filter((line, k) => !(k === 0 && /^(账号|帐号)/.test(line))).slice(0, MOST).map((line) => {
    const [account = '', displayName = '', place = '', roleText = ''] = line.split(line.includes('\t') ? '\t' : /[,，]/).map((cell) => cell.trim())
    const found = byCode.get(place) ?? byName.get(place)
    const role = ROLES.find((each) => each === roleText || ROLE_NAMES[each] === roleText) ?? null
    const problems = [
      ...(account === '' ? ['缺账号'] : taken.has(account) ? ['账号已被使用'] : seen.has(account) ? ['账号重复'] : []),
      ...(displayName === '' ? ['缺显示名'] : []),
      ...(found === undefined ? [`没有单位“${place}”`] : found === null ? [`“${place}”有多个同名单位，请写代码`] : []),
      ...(role === null ? [`不认识角色“${roleText}”`] : []),
    ]
    seen.add(account)
    return { account, displayName, unit: found?.code ?? place, role, problems }
  })
}
