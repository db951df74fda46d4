import { ACCOUNT_NAME_FAULTS, accountNameFault } from '#core/access/account-name.ts'
import { ApiError } from '#contract/errors.ts'

/** The name of a new account, without blanks at its ends. @throws ApiError `body-invalid` */
export function newAccountName(given: string): string {
  const name = given.trim()
  const fault = accountNameFault(name)
  if (fault !== null) throw new ApiError('body-invalid', `${ACCOUNT_NAME_FAULTS[fault]}，请换一个账号名。`, { field: 'account', account: name })
  return name
}
