import { describe, expect, it } from 'vitest'
import { filesMatching, textOf } from './repository.ts'

const CODE = /^(core|contract|server|mock|src|bench|scripts|tests)\/.*\.(ts|vue|mjs)$|^[^/]+\.config\.(ts|js)$/
/** Set by npm for its own scripts. */
const NOT_OURS = /^npm_|^PATH$/

function environmentVariables(): string[] {
  const names = filesMatching(CODE).flatMap((path) => {
    const reads = textOf(path).matchAll(/\b(?:env|environment)(?:\.([A-Z][A-Z0-9_]+)|\[['"]([A-Za-z_]+)['"]\])/g)
    return [...reads].map((match) => match[1] ?? match[2] ?? '')
  })
  return [...new Set(names)].filter((name) => !NOT_OURS.test(name) && name !== 'DEV' && name !== 'MODE' && name !== 'BASE_URL').sort()
}

describe('README', () => {
  it('documents every environment variable that the code reads', () => {
    const variables = environmentVariables()
    expect(variables).toContain('BALLAST_DATA')
    const readme = textOf('README.md')
    expect(variables.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
  })

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
    const named = filesMatching(/^[^/]+\.md$|^docs\/.*\.md$|^bench\/.*\.md$/).flatMap((path) =>
      [...textOf(path).matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map((match) => `${path}: ${match[1] ?? ''}`),
    )
    expect(named.filter((mention) => !((mention.split(': ')[1] ?? '') in scripts))).toEqual([])
  })

  it('exists in both languages', () => {
    expect(filesMatching(/^README(\.zh-CN)?\.md$/)).toEqual(['README.md', 'README.zh-CN.md'])
  })
})

describe('decision records', () => {
  const records = filesMatching(/^docs\/adr\/.*\.md$/).filter((path) => !path.endsWith('/README.md'))

  it('are numbered 0001, 0002, … without gap or repeat', () => {
    expect(records.length).toBeGreaterThan(0)
    const numbers = records.map((path) => /^docs\/adr\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1] ?? path)
    expect(numbers).toEqual(records.map((_, index) => String(index + 1).padStart(4, '0')))
  })

  it.each(records)('%s says context, decision, consequences and when to look again', (path) => {
    const parts = [...textOf(path).matchAll(/^\*\*([A-Z][\w ]+)\.?\*\*/gm)].map((match) => match[1])
    expect(parts).toEqual(['Context', 'Decision', 'Consequences', 'Revisit when'])
  })
})

describe('links', () => {
  it.each(filesMatching(/\.md$/))('%s links to files that exist', (path) => {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
    const targets = [...textOf(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? '')
    const broken = targets.filter((target) => {
      const full = new URL(folder + target, 'file:///').pathname.slice(1)
      return filesMatching(new RegExp(`^${decodeURI(full).replace(/[.+()]/g, '\\$&')}(/|$)`)).length === 0
    })
    expect(broken).toEqual([])
  })
})

describe('tracked files', () => {
  it('carry the licence and its notice', () => {
    expect(filesMatching(/^(LICENSE|NOTICE)$/)).toEqual(['LICENSE', 'NOTICE'])
    expect(textOf('LICENSE')).toContain('Apache License')
  })

  it('pin no registry: the lock file works with any mirror', () => {
    expect(textOf('package-lock.json')).not.toMatch(/"resolved": *"http/)
  })
})
