import type { Post } from '#core/access/post.ts'

/** Who a request comes from: an account with the posts that hold today. */
export interface Principal {
  readonly account: string
  readonly displayName: string
  readonly posts: readonly Post[]
  readonly mustChangePassword: boolean
  /** Names the session without giving it away. */
  readonly session: string
}
