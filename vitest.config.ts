import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** A spec that needs a document says `// @vitest-environment happy-dom` in its first line. */
const SPECS = ['core', 'contract', 'server', 'mock', 'src', 'bench'].map((folder) => `${folder}/**/*.spec.ts`)
const globalSetup = ['tests/postgres/shared.ts']
const setupFiles = ['tests/setup/property-runs.ts']

export default defineConfig({
  plugins: [vue()],
  define: { __MOCK__: 'false' },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: [...SPECS, 'tests/charts/**/*.spec.ts'], setupFiles, globalSetup } },
      { extends: true, test: { name: 'contract', include: ['contract', 'import', 'process', 'postgres'].map((folder) => `tests/${folder}/**/*.spec.ts`), globalSetup, testTimeout: 60_000, hookTimeout: 60_000 } },
      { extends: true, test: { name: 'oracle', include: ['tests/oracle/**/*.spec.ts'], setupFiles, testTimeout: 120_000 } },
      { extends: true, test: { name: 'architecture', include: ['tests/architecture/**/*.spec.ts'], exclude: ['**/bundle.spec.ts'] } },
      // These two look at dist/ and dist-demo/: build first.
      { extends: true, test: { name: 'bundle', include: ['tests/architecture/bundle.spec.ts'] } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.e2e.ts'],
          // One browser at a time: on two cores a second one turns waiting into failing.
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
