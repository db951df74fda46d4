import { describe, expect, it } from 'vitest'
import { unitDirectory } from './unit-directory.ts'

const directory = unitDirectory({
  codes: ['1', '2', '3', '4', '5'],
  names: ['株洲市', '石峰区', '芦淞区', '文化村', '文化村'],
  shortNames: ['株洲市', '石峰', '芦淞', '文化', '文化'],
  parents: [-1, 0, 0, 1, 2],
})
const find = (text: string) => directory.find(text).map(({ code }) => code)

describe('units by what people write', () => {
  it.each([
    ['2', ['2']], ['石峰区', ['2']], [' 石峰 ', ['2']], ['文化村', ['4', '5']], ['芦淞区/文化村', ['5']], ['株洲市 › 石峰区 › 文化', ['4']],
    ['株洲市/文化村', ['4', '5']], ['石峰区/芦淞区', []], ['文化村/石峰区', []], ['别处', []], ['', []],
  ])('%j', (text, codes) => {
    expect(find(text)).toEqual(codes)
  })

  it('names them with what is above', () => {
    expect([directory.nameOf('5'), directory.pathOf('5'), directory.nameOf('9'), directory.pathOf('9')]).toEqual(['文化', '株洲市 › 芦淞区 › 文化村', '9', '9'])
  })
})
