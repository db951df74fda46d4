import { describe, expect, it } from 'vitest'
import { LevelNames, levelsAboveCity, parsePatterns } from './level-names.ts'
import { shortNameOf, shortNamesOf } from '#core/unit/short-name.ts'

describe('names of levels', () => {
  it.each([
    ['a city by names', ['city', 'district', 'street', 'village'], 0],
    ['a city by numbers', ['1', '2', '3', '4'], 0],
    ['a city without villages yet', ['1', '2', '3'], 0],
    ['a province by names', ['province', 'city', 'village'], 1],
    ['a province by numbers', ['1', '2', '3', '4', '5'], 1],
    ['the nation', ['1', '2', '3', '4', '5', '6'], 2],
    ['a district', ['district', 'street'], 0],
  ])('finds where %s begins', (_what, levels, above) => {
    expect(levelsAboveCity(levels, 1)).toBe(above)
  })

  it('reads names relative to the top', () => {
    expect(new LevelNames(0).parse('village')).toBe(4)
    expect(new LevelNames(1).parse('village')).toBe(5)
    expect(new LevelNames(1).parse('province')).toBe(1)
    expect(new LevelNames(0).parse('province')).toBeNull()
    expect(new LevelNames(0).parse('3')).toBe(3)
    expect(new LevelNames(0).parse('hamlet')).toBeNull()
    expect(new LevelNames(0).parse('0')).toBeNull()
  })

  it('reads patterns', () => {
    const parse = (text: string) => parsePatterns(text, new LevelNames(0), (code) => code === '430204000000')
    expect(parse('')).toEqual([])
    expect(parse('village|street')).toEqual([{ level: 4 }, { level: 3 }])
    expect(parse('village:村委会|=430204000000|2')).toEqual([{ level: 4, kind: '村委会' }, { unit: '430204000000' }, { level: 2 }])
    expect(parse('=999')).toBe('没有单位 999')
    expect(parse('village|hamlet')).toBe('不认识的层级 hamlet')
  })
})

describe('short names', () => {
  it.each([
    ['文化路社区居委会', '文化路社区'],
    ['大湖居委会', '大湖社区'],
    ['荷花村委会', '荷花村'],
    ['石塘村村委会', '石塘村'],
    ['石塘村村民委员会', '石塘村'],
    ['荷塘区', '荷塘区'],
    ['村委会', '村委会'],
  ])('shortens %s to %s', (name, short) => expect(shortNameOf(name)).toBe(short))

  it('keeps full names where siblings would be called the same', () => {
    expect(shortNamesOf(['荷花村委会', '荷花村村委会', '大湖居委会'])).toEqual(['荷花村委会', '荷花村村委会', '大湖社区'])
  })
})
