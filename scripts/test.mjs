// @ts-check
// `npm test`: all that CI runs. Runs on Node 20 without packages; every step runs on Node 24 through npm.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './ensure-chromium.mjs'
import { ensurePackages, runNpm } from './ensure-packages.mjs'

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} script the npm script: also what to run by hand
 * @property {boolean} [isVitest] it reports how many tests passed and failed
 * @property {string[]} [needs] names of steps without which it would only repeat their failure
 */
/** @type {Step[]} */
const STEPS = [
  { name: 'types', script: 'typecheck' },
  { name: 'lint', script: 'lint' },
  { name: 'layers', script: 'arch' },
  { name: 'specs (unit, contract, oracle, architecture)', script: 'test:specs', isVitest: true },
  { name: 'build', script: 'build' },
  { name: 'static demo', script: 'build:demo' },
  { name: 'browser', script: 'e2e', isVitest: true, needs: ['build', 'static demo'] },
]

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
ensurePackages()
const withoutBrowser = ensureChromium()

let passed = 0
let failed = 0
/** @type {Map<string, string>} step → what to run by hand */
const failures = new Map()
const begun = performance.now()

for (const step of STEPS) {
  console.log(`\n── ${step.name} ── npm run ${step.script}`)
  const from = performance.now()
  const problem = run(step)
  const seconds = ((performance.now() - from) / 1000).toFixed(1)
  if (problem) failures.set(step.name, problem)
  console.log(problem ? `✗ ${step.name}, ${seconds} s: ${problem}` : `✓ ${step.name}, ${seconds} s`)
}

console.log(`\n${((performance.now() - begun) / 1000).toFixed(0)} s in all`)
for (const [name, problem] of failures) console.log(`✗ ${name}: ${problem}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failures.size > 0 || failed > 0 ? 1 : 0

/** @param {Step} step @returns {string | null} what went wrong and what to run, or null */
function run(step) {
  const missing = (step.needs ?? []).filter((name) => failures.has(name))
  if (missing.length > 0) return skip(`not run, because of: ${missing.join(', ')}`)
  if (step.script === 'e2e' && withoutBrowser) return skip(withoutBrowser)

  const report = `.cache/test/${step.script.replace(':', '-')}.json`
  rmSync(report, { force: true })
  const reporting = step.isVitest ? ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : []
  const { status, signal } = runNpm(['run', '--silent', step.script, ...reporting])
  if (signal) process.kill(process.pid, signal)
  const counted = step.isVitest ? count(report) : 0
  if (status === 0) return null
  // What is not a test (a type error, a spec that does not even load) counts as one failure.
  if (counted === 0) failed += 1
  return `run it alone with "npm run ${step.script}"`
}

/** @param {string} reason */
function skip(reason) {
  failed += 1
  return reason
}

/** Adds a vitest report to the sums. @param {string} report @returns {number} how many tests failed */
function count(report) {
  if (!existsSync(report)) return 0
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
  passed += numPassedTests
  failed += numFailedTests
  return numFailedTests
}
