import { groupBy } from '#core/collection/group-by.ts'
import { addMonths, monthNumber, yearOf, type Month } from '#core/period/month.ts'
import { parentIn, type Unit } from '#core/unit/unit.ts'
import { subtreeOf } from '#core/unit/unit-tree.ts'
import { LEVEL_LABELS } from '#src/features/overview/words.ts'
import type { OutlineUnit, UnitOutline } from './unit-outline.ts'

export const KIND_HINT = '“虚拟”只在统计区划里有：不填报，也不催报'

export function levelName(level: number): string {
  return LEVEL_LABELS[level] || `第${level}级`
}

/** 2023年6月. */
export function monthName(month: Month): string {
  return `${yearOf(month)}年${monthNumber(month)}月`
}

/** The month before, without its year where that is plain: 5月, 2022年12月. */
function monthBefore(month: Month): string {
  const before = addMonths(month, -1)
  return yearOf(before) === yearOf(month) ? `${monthNumber(before)}月` : monthName(before)
}

/** What is not as it has always been, in words: 2023年6月起；2024年9月将划归荷塘区. */
export function changesText({ opened, closed, parents }: Unit, { now, isWhole, get }: Pick<UnitOutline, 'now' | 'isWhole' | 'get'>): string {
  const nameOf = (code: string | null) => (code === null ? '上级' : (get(code)?.shortName ?? code))
  const moves = parents.flatMap(({ from, parent }, k) => {
    if (from === null) return []
    return from > now ? `${monthName(from)}将划归${nameOf(parent)}` : `${monthName(from)}由${nameOf(parents[k - 1]!.parent)}划入`
  })
  return [...(opened === null ? [] : [`${monthName(opened)}起`]), ...moves, ...(closed === null ? [] : [`${monthName(closed)}${closed > now ? '将' : ''}${closedWord(isWhole)}`])].join('；')
}

/** A unit that is gone from a part of the tree may be elsewhere. */
export function closedWord(isWhole: boolean): string {
  return isWhole ? '撤销' : '撤销或划出'
}

/** What everybody below a unit is called, where they are of one kind. */
const PLACES: Readonly<Record<string, string>> = { 居委会: '社区', 村委会: '村' }

/** 及其9个社区, 及其2个乡镇街道、30个村社区; empty: nobody is below it in that month. */
function belowText(unit: OutlineUnit, { tree }: UnitOutline, month: Month): string {
  const below = [...subtreeOf(tree.epochAt(month), tree.indexOf(unit.code)!)].slice(1).map((number) => tree.units[number]!)
  const byLevel = groupBy(below, ({ level }) => level)
  const parts = [...byLevel].sort(([a], [b]) => a - b).map(([level, units]) => {
    const kinds = new Set(units.map(({ kind }) => PLACES[kind] ?? ''))
    const [place = ''] = kinds.size === 1 ? kinds : []
    return `${units.length}个${place === '' ? levelName(level) : place}`
  })
  return parts.length === 0 ? '' : `及其${parts.join('、')}`
}

/** 自2023年6月起，田心街道及其9个社区由石峰区划归荷塘区；5月及以前的数据不变。 */
export function moveSentence(unit: OutlineUnit, to: OutlineUnit, from: Month, outline: UnitOutline): string {
  const parent = parentIn(unit, from)
  const away = parent === null ? '' : `由${outline.get(parent)?.name ?? parent}`
  const overtaken = unit.parents.some((span) => span.from !== null && span.from >= from)
  return `自${monthName(from)}起，${unit.name}${belowText(unit, outline, from)}${away}划归${to.name}；${monthBefore(from)}及以前的数据不变。${overtaken ? '原定的划转由它代替。' : ''}`
}

/** 自2023年6月起撤销某社区：不再填报，也不再计入汇总；5月及以前的数据不变。 */
export function closeSentence({ name }: Unit, from: Month): string {
  return `自${monthName(from)}起撤销${name}：不再填报，也不再计入汇总；${monthBefore(from)}及以前的数据不变。`
}
