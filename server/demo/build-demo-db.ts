import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDatabase } from '#server/data-folder.ts'
import { progressBar } from '#server/progress-bar.ts'
import { compact } from '#server/store/node-sqlite.ts'
import { layInDemoCity } from './lay-in.ts'

/** `npm run gen:demo-db`: the demo city as one database file, which the mock opens in the page. */

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url))

/** What the file is made of. */
const INPUTS = ['core', 'data', 'server/demo', 'server/store']

function newestInput(): number {
  const files = INPUTS.flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs))
  return Math.max(...files)
}

const path = process.argv[2] ?? join(REPOSITORY, '.cache/demo/demo.sqlite')
if (!existsSync(path) || statSync(path).mtimeMs < newestInput()) {
  const show = progressBar('演示数据')
  await createDatabase(path, (store) => layInDemoCity(store, (done, total) => show(done / total)), compact)
}
