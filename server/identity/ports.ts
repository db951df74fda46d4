/** How a session's token travels: a cookie on Node, the page's memory in the mock. */
export interface SessionPort {
  read(request: Request): string | null
  /** Hands the token to the client, or takes it away (null). */
  write(headers: Headers, request: Request, token: string | null): void
  /** Whether a write comes from this system's own page, or from no page at all. */
  isOwnPage(request: Request): boolean
  /** Where the request comes from, for limits and the audit. */
  address(request: Request): string
}

/** Memory-hard hashing of passwords (scrypt): native on Node, JavaScript in the mock; one text format. */
export interface PasswordPort {
  /** `isRandom`: made by this program, so that nobody can guess it and a quick hash is enough. */
  hash(password: string, isRandom?: boolean): Promise<string>
  verify(password: string, stored: string): Promise<boolean>
}
