import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

/** Arrived after Chrome 100 (March 2022), which offices still run. Vite lowers syntax, not functions. */
const TOO_NEW_METHODS = '/^(toSorted|toReversed|toSpliced|isWellFormed|toWellFormed|isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)$/'
const TOO_NEW_STATICS = [
  ['AbortSignal', 'any'],
  ['AbortSignal', 'timeout'],
  ['Array', 'fromAsync'],
  ['Iterator', 'from'],
  ['Map', 'groupBy'],
  ['Object', 'groupBy'],
  ['Promise', 'try'],
  ['Promise', 'withResolvers'],
  ['URL', 'canParse'],
]

const noHtmlSinks = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]',
    message: 'Text goes in as text: no HTML from strings.',
  },
  {
    selector: "Property[key.name='tooltip'] > ObjectExpression Property[key.name='formatter'] > :matches(Literal, TemplateLiteral)",
    message: 'A string formatter becomes HTML: give a function that returns plain text, with renderMode "richText".',
  },
  {
    selector: "Property[key.name='renderMode'][value.value='html']",
    message: 'HTML tooltips break the strict CSP: use renderMode "richText".',
  },
]
const noTooNew = [
  { selector: `CallExpression > MemberExpression[property.name=${TOO_NEW_METHODS}]`, message: 'Newer than Chrome 100.' },
]
const noChance = [
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Nothing here depends on chance: take a seed.',
  },
]
const noClock = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time comes from the clock port.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes from the clock port.' },
]
const noSleeps = [
  { selector: "MemberExpression[property.name='waitForTimeout']", message: 'Wait for what you wait for, not for time.' },
  {
    selector: "CallExpression[callee.name='setTimeout'][arguments.1.value>=100]",
    message: 'Wait for what you wait for, not for time.',
  },
]

export default tseslint.config(
  { ignores: ['dist/', 'dist-demo/', 'node_modules/', 'var/', '.cache/', 'components.d.ts', 'public/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.vue', '**/*.mjs', '**/*.js'],
    extends: [tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
      eqeqeq: ['error', 'always'],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', ...noHtmlSinks, ...noChance],
    },
  },
  {
    // Needs types: a promise that nobody waits for loses its error.
    files: ['{core,contract,server,mock,src,tests}/**/*.ts'],
    languageOptions: { parserOptions: { project: ['tsconfig.json', 'tsconfig.src.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['**/*.vue'],
    extends: [vue.configs['flat/essential']],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/no-v-html': 'error',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/html-button-has-type': 'error',
      'vue/no-restricted-static-attribute': ['error', { key: 'style', message: 'The strict CSP refuses inline style.' }],
    },
  },
  {
    files: ['core/**', 'contract/**', 'src/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        ...TOO_NEW_STATICS.map(([object, property]) => ({ object, property, message: 'Newer than Chrome 100.' })),
      ],
      'no-restricted-syntax': ['error', ...noHtmlSinks, ...noChance, ...noTooNew],
    },
  },
  {
    files: ['core/**', 'contract/**', 'server/usecases/**', 'server/demo/**'],
    rules: { 'no-restricted-syntax': ['error', ...noHtmlSinks, ...noChance, ...noTooNew, ...noClock] },
  },
  { files: ['src/**'], rules: { 'no-restricted-globals': ['error', 'process', 'Buffer', 'global', '__dirname'] } },
  {
    files: ['**/*.spec.ts', '**/*.e2e.ts', 'tests/**'],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off', 'no-restricted-syntax': ['error', ...noChance, ...noSleeps] },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
)
