// @ts-check
// The page by Vite over a real server: each is restarted or reloaded when its sources change. No mock.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const children = [
  spawn(process.execPath, ['--watch', '--watch-preserve-output', 'server/main.ts'], { stdio: 'inherit', env: { ...process.env, PORT: '8080' } }),
  spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--mode', 'full'], { stdio: 'inherit' }),
]

/** One without the other is of no use. @param {number | null} code */
function stopAll(code) {
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM')
  process.exitCode = code ?? 0
}
for (const child of children) child.on('exit', stopAll)
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => stopAll(0))
