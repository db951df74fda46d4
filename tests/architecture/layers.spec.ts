import { describe, expect, it } from 'vitest'
import { filesMatching, textOf } from './repository.ts'

const PRODUCT = /^(core|contract|server|mock|src)\/.*\.(ts|vue)$/

describe('the mock', () => {
  it('is mentioned in one file of the page', () => {
    const mentioning = filesMatching(/^src\/.*\.(ts|vue)$/).filter((path) => /['"](#mock|[./]+\/mock)\//.test(textOf(path)))
    expect(mentioning).toEqual(['src/main.ts'])
  })

  it('is reached only behind the build flag, by a lazy import', () => {
    const imports = textOf('src/main.ts').split('\n').filter((line) => /mock\/browser/.test(line))
    expect(imports).toEqual([expect.stringMatching(/^\s*if \(__MOCK__\).*\bimport\(/)])
  })
})

describe('names', () => {
  it('are kebab-case for scripts and two capitalised words for components', () => {
    const odd = filesMatching(PRODUCT).filter((path) => {
      const name = path.split('/').at(-1)!
      if (path === 'src/App.vue') return false
      return name.endsWith('.vue') ? !/^([A-Z][a-z0-9]+){2,}\.vue$/.test(name) : !/^[a-z0-9]+([-.][a-z0-9]+)*\.ts$/.test(name)
    })
    expect(odd).toEqual([])
  })

  it('say what a file holds: no drawers of odds and ends', () => {
    expect(filesMatching(/(^|\/)(utils?|helpers?|common|misc)\.(ts|vue|mjs)$/)).toEqual([])
  })
})

describe('specs', () => {
  it('are all run: none is focused, skipped or left to do', () => {
    const marks = /\b(it|test|describe)(\.\w+)*\.(only|skip|todo|fails)\b|\bx(it|describe)\(/
    expect(filesMatching(/\.(spec|e2e)\.ts$/).filter((path) => marks.test(withoutLiterals(textOf(path))))).toEqual([])
  })

  it('live where a test project looks for them', () => {
    const strays = filesMatching(/\.(spec|e2e)\.ts$/).filter(
      (path) =>
        !/^(core|contract|server|mock|src|bench)\/.*\.spec\.ts$/.test(path) &&
        !/^tests\/(contract|import|process|postgres|oracle|architecture|charts)\/.*\.spec\.ts$/.test(path) &&
        !/^tests\/browser\/.*\.e2e\.ts$/.test(path),
    )
    expect(strays).toEqual([])
  })
})

/** This file names the marks in a regular expression. */
function withoutLiterals(text: string): string {
  return text.replace(/\/\\b.*\/$/gm, '')
}
