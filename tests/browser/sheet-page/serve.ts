import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'
import { PAGE_POLICY } from '#server/service/security-headers.ts'
import { serveFolder, type StaticFolder } from '../static-folder.ts'

/** The entry sheet on a page that ships nowhere, under the policy of the real ones. */
export async function serveSheetPage(): Promise<StaticFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-sheet-'))
  await build({ root: import.meta.dirname, configFile: false, base: './', logLevel: 'error', plugins: [vue()], build: { outDir: folder, target: 'chrome100', assetsInlineLimit: 0, modulePreload: { polyfill: false } } })
  const served = await serveFolder(folder, '/', { 'content-security-policy': PAGE_POLICY })
  return {
    url: served.url,
    stop: async () => {
      await served.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
