import { existsSync, readdirSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import Components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vite'
import { mockFiles } from './scripts/vite-mock-files.ts'
import { stampSources } from './scripts/vite-stamp-sources.ts'

const ELEMENT_PLUS = 'node_modules/element-plus/es/components'

/**
 * Vite finds on-demand components one page at a time, and each find reloads a cold dev page, which starts the mock anew.
 * Named up front, it is one pass. (A glob in `include` does not reach the style entries.)
 */
function elementPlusEntries(): string[] {
  const styled = readdirSync(ELEMENT_PLUS).filter((name) => existsSync(`${ELEMENT_PLUS}/${name}/style/css.mjs`))
  return [
    'element-plus/es',
    'element-plus/es/locale/lang/zh-cn',
    ...styled.map((name) => `element-plus/es/components/${name}/style/css`),
  ]
}

/**
 * Modes: `development` and `demo` run on the mock, `production` and `full` (`npm run dev:full`) on a server.
 */
export default defineConfig(({ mode }) => {
  const isMocked = mode === 'development' || mode === 'demo'
  return {
    // Relative, so that a build works from any path; with hash routing no server needs to know the page's addresses.
    base: './',
    define: { __MOCK__: JSON.stringify(isMocked) },
    plugins: [
      vue(),
      Components({ dirs: [], dts: 'components.d.ts', resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
      isMocked && mockFiles(),
      mode === 'production' && stampSources(),
    ],
    build: {
      target: 'chrome100',
      outDir: mode === 'demo' ? 'dist-demo' : 'dist',
      // Files stay files: the CSP allows data: addresses for images only.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // Element Plus and ECharts are chunks of their own that come after the first number.
      chunkSizeWarningLimit: 1200,
    },
    optimizeDeps: { include: elementPlusEntries(), exclude: ['@sqlite.org/sqlite-wasm'] },
    server: { proxy: mode === 'full' ? { '/api': 'http://127.0.0.1:8080' } : {} },
  }
})
