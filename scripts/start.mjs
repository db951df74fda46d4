// @ts-check
// `npm start`: from a fresh clone to a served page. Runs on Node 20 without packages; the server runs on Node 24.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { NODE, ensurePackages, runNpm } from './ensure-packages.mjs'
import { isPageBuilt } from './page-sources.mjs'

const begun = performance.now()
process.chdir(fileURLToPath(new URL('..', import.meta.url)))

ensurePackages()
if (!isPageBuilt()) {
  console.log('Building the page …')
  const { status, signal } = runNpm(['run', '--silent', 'build', '--', '--logLevel', 'warn'])
  if (signal) process.kill(process.pid, signal)
  if (status !== 0) {
    console.error('\nThe page could not be built: the message is above. Run it alone with "npm run build".')
    process.exit(status ?? 1)
  }
}

// The channel (fourth entry) is for one message, "ready"; the server needs no other and runs as well without it.
const server = spawn(NODE, ['server/main.ts'], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
server.on('message', (message) => {
  if (message === 'ready') console.log(`${((performance.now() - begun) / 1000).toFixed(1)} s from start to ready`)
})
server.on('error', (error) => {
  console.error(`The server could not be started: ${error.message}`)
  process.exitCode = 1
})
server.on('exit', (code, signal) => {
  for (const name of SIGNALS) process.off(name, forward)
  // A signal that ended the server ends us the same way, so that whoever started us sees the truth.
  if (signal) process.kill(process.pid, signal)
  else process.exitCode = code ?? 1
})

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
/** @param {NodeJS.Signals} signal */
function forward(signal) {
  server.kill(signal)
}
for (const name of SIGNALS) process.on(name, forward)

// npm passes SIGTERM to the shell between us, which dies of it without a word: then we are somebody else's child.
if (process.env['npm_lifecycle_event']) {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) forward('SIGTERM')
  }, 250).unref()
}
