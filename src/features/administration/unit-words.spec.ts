import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { smallCity, smallOutline } from './outline-fixture.ts'
import { changesText, closeSentence, levelName, moveSentence } from './unit-words.ts'

const outline = smallOutline()
const unit = (code: string) => outline.get(code)!
const move = (code: string, to: string, year: number, month: number) => moveSentence(unit(code), unit(to), monthOf(year, month), outline)

describe('units in words', () => {
  it('tell what a move does, to whom, and that what was stays', () => {
    // In June 旧社区 is closed and 新社区 has not opened.
    expect(move('111', '11', 2023, 6)).toBe('自2023年6月起，田心街道及其2个社区由石峰区划归荷塘区；5月及以前的数据不变。原定的划转由它代替。')
    expect(move('111', '12', 2023, 11)).toBe('自2023年11月起，田心街道及其3个社区由荷塘区划归石峰区；10月及以前的数据不变。')
    expect(move('112', '11', 2024, 1)).toBe('自2024年1月起，清水塘街道及其1个村由石峰区划归荷塘区；2023年12月及以前的数据不变。')
    expect(move('1121', '111', 2023, 7)).toBe('自2023年7月起，霞湾村委会由清水塘街道划归田心街道；6月及以前的数据不变。')
  })

  it('count mixed places by their level', () => {
    const mixed = smallOutline({ ...smallCity, kinds: smallCity.kinds.map((kind, k) => (k === 6 ? 4 : kind)) })
    expect(moveSentence(mixed.get('111')!, mixed.get('11')!, monthOf(2023, 6), mixed)).toContain('田心街道及其2个村社区由')
    expect(moveSentence(mixed.get('12')!, mixed.get('11')!, monthOf(2023, 6), mixed)).toContain('石峰区及其2个乡镇街道、3个村社区由')
  })

  it('tell what was and what is planned', () => {
    expect(['1', '111', '112', '1111', '1114'].map((code) => changesText(unit(code), outline)))
      .toEqual(['', '2023年9月将划归荷塘区', '2022年3月由荷塘区划入', '2023年1月撤销', '2023年10月起'])
    expect(changesText({ ...unit('1114'), closed: monthOf(2024, 2) }, outline)).toBe('2023年10月起；2024年2月将撤销')
    // Seen from a district, a street that is gone may only have moved.
    const district = smallOutline({ ...smallCity, levels: smallCity.levels.map((level) => level + 1) })
    expect(changesText(district.get('1111')!, district)).toBe('2023年1月撤销或划出')
    expect(closeSentence(unit('1112'), monthOf(2024, 1))).toBe('自2024年1月起撤销叫鸡岭社区居委会：不再填报，也不再计入汇总；2023年12月及以前的数据不变。')
    expect([1, 2, 3, 4, 5].map(levelName)).toEqual(['市', '县市区', '乡镇街道', '村社区', '第5级'])
  })
})
