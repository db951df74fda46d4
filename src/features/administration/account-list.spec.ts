import { describe, expect, it } from 'vitest'
import { filterAccounts, stateOf, type Account, type AccountFilter } from './account-list.ts'
import { unitDirectory } from './unit-directory.ts'

const directory = unitDirectory({ codes: ['1', '2'], names: ['石峰区', '田心街道'], shortNames: ['石峰', '田心'], parents: [-1, 0] })
function account(name: string, unit: string, role: Account['posts'][number]['role'], rest: Partial<Account> = {}): Account {
  return { account: name, displayName: name, posts: [{ unit, role, from: null, until: null }], disabled: false, mustChangePassword: false, lastSignIn: null, version: 1, ...rest }
}
const accounts = [account('Li', '1', 'leader'), account('wang', '2', 'reporter', { mustChangePassword: true }), account('zhao', '2', 'leader', { disabled: true, mustChangePassword: true })]
const names = (filter: Partial<AccountFilter>) => filterAccounts(accounts, { text: '', role: '', state: '', ...filter }, directory).map((each) => each.account)

describe('the list of accounts', () => {
  it('is filtered by text, role and state', () => {
    expect(names({})).toEqual(['Li', 'wang', 'zhao'])
    expect(names({ text: ' li' })).toEqual(['Li'])
    // What is below a unit is found by the unit's name.
    expect(names({ text: '石峰' })).toEqual(['Li', 'wang', 'zhao'])
    expect(names({ text: '田心' })).toEqual(['wang', 'zhao'])
    expect(names({ role: 'leader', state: 'active' })).toEqual(['Li'])
    expect(names({ text: '没有' })).toEqual([])
  })

  it('says closed before anything else', () => {
    expect(accounts.map(stateOf)).toEqual(['active', 'first-password', 'closed'])
  })
})
