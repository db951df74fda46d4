import * as z from 'zod/mini'
import { UnitCodeText } from './fields.ts'

/** Name to sign in with. */
export const AccountName = z.string().check(z.minLength(1), z.maxLength(64))
/** Longer ones would only cost time to hash. */
export const Password = z.string().check(z.minLength(1), z.maxLength(256))
export const RoleText = z.enum(['reporter', 'reviewer', 'leader', 'system', 'security', 'audit'])
export const DayText = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/))

export const PostBody = z.object({
  unit: UnitCodeText,
  role: RoleText,
  /** First and last day; null: no bound. */
  from: z.nullable(DayText),
  until: z.nullable(DayText),
})

/** Who is signed in. `posts`: those that hold today. */
export const SignedIn = z.object({
  account: z.string(),
  displayName: z.string(),
  posts: z.array(z.object({ unit: UnitCodeText, unitName: z.string(), level: z.int(), role: RoleText })),
  /** The unit that pages open at. */
  home: z.nullable(UnitCodeText),
  /** Until the first password has been changed, nothing else is answered. */
  mustChangePassword: z.boolean(),
})

/** What the sign-in page needs, and who is signed in. */
export const SessionReply = z.object({
  signedIn: z.nullable(SignedIn),
  demo: z.boolean(),
  /** Accounts of the demo, with the one password that all of them have; empty elsewhere. */
  demoAccounts: z.array(z.object({ account: z.string(), displayName: z.string(), role: RoleText, unitName: z.string(), level: z.int() })),
  demoPassword: z.nullable(z.string()),
  /** Nobody has an account yet: the token that the server printed at its start opens the first one. */
  needsSetup: z.boolean(),
  passwordRule: z.string(),
})
export type SessionReply = z.infer<typeof SessionReply>

export const SignInBody = z.object({ account: AccountName, password: Password })
export const PasswordBody = z.object({ current: Password, next: Password })
export const SetupBody = z.object({ token: z.string().check(z.maxLength(256)), account: AccountName, displayName: z.string().check(z.minLength(1), z.maxLength(64)), password: Password })

/** One's own sessions. `id` names a session without giving it away. */
export const SessionsReply = z.object({
  sessions: z.array(z.object({ id: z.string(), current: z.boolean(), startedAt: z.string(), lastSeenAt: z.string(), address: z.string(), agent: z.string() })),
})
export type SessionsReply = z.infer<typeof SessionsReply>
export const Done = z.object({ done: z.literal(true) })
