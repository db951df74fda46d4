// @ts-check
// Runs before anything is installed, on Node 20: no packages here.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const IS_WINDOWS = process.platform === 'win32'

/** Node 24, from the `node` package: the version that everything but these scripts runs on. */
export const NODE = join('node_modules', 'node', 'bin', IS_WINDOWS ? 'node.exe' : 'node')

/**
 * Installs what the lock file asks for, if it is not what is installed.
 * @returns {boolean} whether anything was installed
 */
export function ensurePackages() {
  if (areInstalled()) return false
  console.log('Installing packages (npm ci) …')
  // Quiet: on Node 20 npm warns of every package that asks for more, and none of them runs on it.
  const { status, signal } = runNpm(['ci', '--loglevel=error'], { PATH: pathWithoutLocalBin() })
  if (signal) process.kill(process.pid, signal)
  if (status !== 0) fail('npm ci failed: its own message is above.', status ?? 1)
  if (!existsSync(NODE)) {
    fail('Node 24 is missing: the "node" package fetches it in its install script. Run "npm ci --ignore-scripts=false".')
  }
  return true
}

/**
 * npm, the one that runs us if one does.
 * @param {string[]} args
 * @param {Record<string, string>} [environment] added to ours
 */
export function runNpm(args, environment = {}) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env
  const options = { stdio: /** @type {const} */ ('inherit'), env: { ...process.env, ...environment } }
  if (npm?.endsWith('npm-cli.js') && node && existsSync(node)) return spawnSync(node, [npm, ...args], options)
  return spawnSync('npm', args, { ...options, shell: IS_WINDOWS })
}

/** What is installed is in npm's hidden lock file, so contents are compared, not times. */
function areInstalled() {
  if (!existsSync(NODE) || !existsSync('node_modules/.package-lock.json')) return false
  const wanted = packagesOf('package-lock.json')
  const installed = packagesOf('node_modules/.package-lock.json')
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    // Optional ones may be for another system.
    return path in installed ? installed[path]?.version === version : optional === true
  })
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/** `npm ci` begins by deleting node_modules: the node inside must not be the one that npm runs on. */
function pathWithoutLocalBin() {
  const paths = (process.env['PATH'] ?? '').split(delimiter)
  return paths.filter((path) => !path.includes('node_modules')).join(delimiter)
}

/** @param {string} message @param {number} [code] @returns {never} */
function fail(message, code = 1) {
  console.error(`\n${message}`)
  process.exit(code)
}
