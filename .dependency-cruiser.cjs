// The layers: core ← contract ← server ← mock, and core ← contract ← src. Imports go to the left only.
// Type imports and lazy imports count as imports.

/** Specs may use what their subject may not: test tools, and Node. */
const SPEC = '[.](spec|type-spec|e2e|bench)[.]ts$'

/** @type {(from: string, allowed: string[], comment: string) => import('dependency-cruiser').IForbiddenRuleType} */
const layer = (from, allowed, comment) => ({
  name: `${from}-imports-to-the-left`,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^(core|contract|server|mock|src|tests|bench|scripts)/', pathNot: `^(${[from, ...allowed].join('|')})/` },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    layer('core', [], 'core knows nothing but itself.'),
    layer('contract', ['core'], 'contract builds on core.'),
    layer('server', ['core', 'contract'], 'server builds on contract and core; the mock builds on it.'),
    layer('mock', ['core', 'contract', 'server'], 'The mock mounts the server; it knows nothing of the page.'),
    {
      ...layer('src', ['core', 'contract'], 'The page knows the contract, never a server. Its one door to the mock is below.'),
      from: { path: '^src/', pathNot: '^src/main[.]ts$' },
    },
    {
      name: 'one-door-to-the-mock',
      comment: 'src/main.ts starts the mock by a lazy import behind __MOCK__, so that production can drop it.',
      severity: 'error',
      from: { path: '^src/main[.]ts$' },
      to: { path: '^(server|mock|tests|bench|scripts)/', pathNot: '^mock/browser[.]ts$' },
    },
    {
      name: 'the-door-is-lazy',
      comment: 'A static import of the mock would ship it.',
      severity: 'error',
      from: { path: '^src/main[.]ts$' },
      to: { path: '^mock/', dynamic: false },
    },
    {
      name: 'core-is-plain',
      comment: 'core runs anywhere: no packages, no Node, no Vue.',
      severity: 'error',
      from: { path: '^core/', pathNot: SPEC },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'contract-is-portable',
      comment: 'The contract is shared with the page: zod and nothing else.',
      severity: 'error',
      // write-openapi.ts is the generator's command line.
      from: { path: '^contract/', pathNot: [SPEC, '^contract/write-openapi[.]ts$'] },
      to: { path: ['^node_modules/(?!zod/)', '^node:'], dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'node-stays-off-the-page',
      comment: 'The page has no Node.',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sql-stays-in-the-store',
      comment: 'Only server/store knows SQL. (The mock brings its own engine to it.)',
      severity: 'error',
      from: { pathNot: '^(server/store|node_modules)/' },
      to: { path: '^node_modules/(kysely|pg)/' },
    },
    {
      name: 'no-page-in-the-server',
      comment: 'The server answers requests; it draws nothing.',
      severity: 'error',
      from: { path: '^(contract|server|mock)/', pathNot: SPEC },
      to: { path: '^node_modules/(vue|@vue|vue-router|pinia|@pinia|echarts|vue-echarts|element-plus)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: { pathNot: '^node_modules/' },
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'no-test-tools-in-the-product',
      comment: 'What ships may not need what is installed for development only. (The mock is not shipped.)',
      severity: 'error',
      from: { path: '^(core|contract|server|src)/', pathNot: [SPEC, '^src/main[.]ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/(vite|@types)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default', 'types'] },
  },
}
