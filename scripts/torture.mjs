// @ts-check
// The same specs with twenty times the random cases and the province-sized import: minutes, not seconds.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const projects = ['unit', 'contract', 'oracle'].flatMap((name) => ['--project', name])
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...projects], {
  stdio: 'inherit',
  env: { ...process.env, BALLAST_TORTURE: '1' },
})
process.exit(status ?? 1)
