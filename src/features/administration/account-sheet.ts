import Papa from 'papaparse'
import { ACCOUNT_NAME_FAULTS, accountNameFault } from '#core/access/account-name.ts'
import { checkPosts, type PostFields } from './post-draft.ts'
import type { UnitDirectory } from './unit-directory.ts'

/** One line of a pasted sheet: 账号, 姓名或岗位名, 单位, 角色, and perhaps 起, 止. */
export interface SheetRow {
  readonly account: string
  readonly displayName: string
  /** As written. */
  readonly unit: string
  readonly role: string
  readonly posts: readonly PostFields[]
  /** What is wrong with the line, in words; empty: nothing. */
  readonly problems: readonly string[]
}

/** As many as one request takes. */
export const MOST_ROWS = 1000
const LONGEST = 64

/**
 * Reads lines pasted from Excel or WPS (tabs) or typed with commas. A role cell may name several roles: 填报、审核. A first
 * line of headings is passed over.
 */
export function readAccountSheet(text: string, directory: UnitDirectory, taken: ReadonlySet<string>): SheetRow[] {
  const seen = new Set<string>()
  return cellsOf(text).map((cells) => {
    const [account = '', displayName = '', unit = '', role = '', from = '', until = ''] = cells
    const { posts, problems } = checkPosts(role.split(/[、，,/]/).map((each) => ({ unit, role: each, from, until })), directory)
    const key = account.toLowerCase()
    const fault = accountNameFault(account)
    const own = [
      ...(fault !== null ? [ACCOUNT_NAME_FAULTS[fault]] : account.length > LONGEST ? ['账号过长'] : taken.has(account) ? ['账号已被使用'] : seen.has(key) ? ['账号写了两次'] : []),
      ...(displayName === '' ? ['缺姓名或岗位名'] : displayName.length > LONGEST ? ['姓名或岗位名过长'] : []),
    ]
    seen.add(key)
    return { account, displayName, unit, role, posts, problems: [...own, ...problems] }
  })
}

function cellsOf(text: string): string[][] {
  const delimiter = text.includes('\t') ? '\t' : ','
  // Typed lines may have the commas of Chinese input.
  const given = delimiter === ',' && !text.includes(',') ? text.replaceAll('，', ',') : text
  const lines = Papa.parse<string[]>(given, { delimiter, skipEmptyLines: 'greedy' }).data.map((cells) => cells.map((cell) => cell.trim()))
  return lines.filter(([first = ''], k) => !(k === 0 && /^(账号|帐号)/.test(first)))
}
