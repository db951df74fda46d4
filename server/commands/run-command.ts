/** Ends the process as a command should: its own errors as a sentence, anything else as the bug that it is. */
export async function runCommand(main: () => Promise<number>, expected: readonly (abstract new (...given: never[]) => Error)[]): Promise<void> {
  try {
    process.exitCode = await main()
  } catch (error) {
    if (!expected.some((kind) => error instanceof kind) && !isUsageError(error)) throw error
    console.error((error as Error).message)
    process.exitCode = 1
  }
}

/** What `parseArgs` throws of an option that there is not. */
function isUsageError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
