import type { UnitsReply } from '#contract/units.ts'
import { monthOf } from '#core/period/month.ts'
import { unitOutline, type UnitOutline } from './unit-outline.ts'

/**
 * A small city on 2023-07: 田心街道 with two communities and a village goes to 荷塘区 in September; 清水塘 came from
 * 荷塘区 in 2022-03; 旧社区 closed in 2023-01; 新社区 opens in 2023-10. The order of siblings is not that of the list.
 */
export const smallCity: UnitsReply = {
  codes: ['1', '11', '12', '111', '112', '1111', '1112', '1113', '1114', '1121'],
  names: ['株洲市', '荷塘区', '石峰区', '田心街道', '清水塘街道', '旧社区居委会', '叫鸡岭社区居委会', '东山社区居委会', '新社区居委会', '霞湾村委会'],
  shortNames: ['株洲市', '荷塘区', '石峰区', '田心街道', '清水塘街道', '旧社区', '叫鸡岭社区', '东山社区', '新社区', '霞湾村'],
  levels: [1, 2, 2, 3, 3, 4, 4, 4, 4, 4],
  orders: [1, 2, 1, 1, 2, 3, 2, 1, 4, 1],
  kindNames: ['地级市', '市辖区', '街道', '居委会', '村委会'],
  kinds: [0, 1, 1, 2, 2, 3, 3, 3, 3, 4],
  parents: [-1, 0, 0, 2, 1, 3, 3, 3, 3, 4],
  opened: [{ unit: 8, month: '2023-10' }],
  closed: [{ unit: 5, month: '2023-01' }],
  moves: [{ unit: 3, from: '2023-09', parent: 1 }, { unit: 4, from: '2022-03', parent: 2 }],
}

export function smallOutline(reply: UnitsReply = smallCity): UnitOutline {
  return unitOutline(reply, monthOf(2023, 7))
}
