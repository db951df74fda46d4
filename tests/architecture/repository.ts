import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Files that git knows or would add, so that a new file is held to the rules before its commit. */
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && existsSync(path))

/** Paths of the repository's files, relative to its root, that match. */
export function filesMatching(pattern: RegExp): string[] {
  return files.filter((path) => pattern.test(path)).sort()
}

/** The text of a file of the repository, or of a built one. */
export function textOf(path: string): string {
  return readFileSync(path, 'utf8')
}
