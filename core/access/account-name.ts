/** Names under which the audit trail writes what no account did, and one that counts tries of the setup. */
const RESERVED: ReadonlySet<string> = new Set(['console', 'system', 'nobody', 'setup'])
/** Would be lost, or would show as nothing, in a path, a log or on paper. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

export type AccountNameFault = 'empty' | 'path' | 'unseen' | 'reserved'

/** What is wrong with the name of a new account, blanks at its ends cut off; null: nothing. */
export function accountNameFault(name: string): AccountNameFault | null {
  if (name === '') return 'empty'
  // Browsers and proxies take these out of an address.
  if (name === '.' || name === '..') return 'path'
  if (UNSEEN.test(name)) return 'unseen'
  return RESERVED.has(name.normalize('NFKC').toLowerCase()) ? 'reserved' : null
}

export const ACCOUNT_NAME_FAULTS: Readonly<Record<AccountNameFault, string>> = {
  empty: '缺账号',
  path: '账号名不能只是点号',
  unseen: '账号名含有看不见的字符',
  reserved: '这个账号名由系统保留',
}
