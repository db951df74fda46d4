import * as z from 'zod/mini'
import { UnitCodeText } from './fields.ts'
import { AccountName, Password, PostBody } from './session.ts'

export const AccountsQuery = z.object({ unit: z.optional(UnitCodeText) })

export const AccountBody = z.object({
  account: z.string(),
  displayName: z.string(),
  posts: z.array(PostBody),
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  lastSignIn: z.nullable(z.string()),
  /** Of name, posts and closure: a change of them sends it as `If-Match`. */
  version: z.int(),
})
export const AccountsReply = z.object({ accounts: z.array(AccountBody) })
export type AccountsReply = z.infer<typeof AccountsReply>

export const DisplayName = z.string().check(z.minLength(1), z.maxLength(64))
const Posts = z.array(PostBody).check(z.minLength(1), z.maxLength(20))

export const NewAccountBody = z.object({ account: AccountName, displayName: DisplayName, posts: Posts, password: z.optional(Password) })
/** As many as a county has villages, 50 of them with a password of one's own. All or nothing. */
export const NewAccountsBody = z.object({ accounts: z.array(NewAccountBody).check(z.minLength(1), z.maxLength(1000)) })
/** First passwords, told once; each must be changed at the first sign-in. */
export const NewAccountsReply = z.object({ accounts: z.array(z.object({ account: z.string(), firstPassword: z.string() })) })
export const AccountChangeBody = z.object({ displayName: DisplayName, posts: Posts, disabled: z.boolean() })
export const ResetReply = z.object({ account: z.string(), firstPassword: z.string() })

export const AuditQuery = z.object({
  /** Records before this number; the newest without it. */
  before: z.optional(z.string().check(z.regex(/^\d{1,15}$/))),
  account: z.optional(AccountName),
  unit: z.optional(UnitCodeText),
})
export const AuditReply = z.object({
  records: z.array(z.object({
    number: z.int(),
    at: z.string(),
    account: z.string(),
    action: z.string(),
    unit: z.nullable(UnitCodeText),
    subject: z.string(),
    before: z.nullable(z.string()),
    after: z.nullable(z.string()),
    request: z.string(),
    hash: z.string(),
  })),
  /** For the next page's `before`; null at the end. */
  next: z.nullable(z.string()),
})
export type AuditReply = z.infer<typeof AuditReply>
