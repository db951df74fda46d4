import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { buildHoneycombLayout } from '#src/charts/honeycomb/honeycomb-layout.ts'
import { AHEAD, BEHIND, FIRST_FIFTH } from '#src/charts/honeycomb/palette.ts'
import { figuresOf, indicatorOf, report } from './figures-fixture.ts'
import { cellsByPace, cellsByValue, cellsForFocus, honeycombTree } from './honeycomb-cells.ts'

const months = [1, 2, 3].map((m) => monthOf(2022, m))
const range = { from: months[0]!, to: months[2]! }
const VILLAGES = ['一村', '二村', '三村']

function city(targets: { unit: string; indicator: string; value: number }[] = []) {
  const reports = months.flatMap((month) => VILLAGES.map((unit, k) => report({ unit, month, cells: { FLOW: 100 * k } })))
  const figures = figuresOf({ reports, targets })
  return { figures, layout: buildHoneycombLayout(honeycombTree(figures, figures.tree.epochAt(range.to), figures.tree.root)) }
}

describe('cells of the honeycomb', () => {
  it('follow the tree', () => {
    expect(city().layout.codes).toEqual(VILLAGES)
  })

  it('by pace take the smallest judged unit around them', () => {
    const { figures, layout } = city([
      { unit: '东区', indicator: 'FLOW', value: 400 },
      { unit: '二村', indicator: 'FLOW', value: 9000 },
    ])
    const byPace = cellsByPace(figures, layout, indicatorOf('FLOW'), range)!
    expect([...byPace.classes]).toEqual([AHEAD, BEHIND, 0])
    expect([...byPace.judgedBy].map((part) => layout.parts[part]?.code)).toEqual(['东区', '二村', undefined])
  })

  it('by pace never take a judgement from around the focus: what is not judged inside shows its figure', () => {
    const { figures, layout } = city([
      { unit: '东区', indicator: 'FLOW', value: 400 },
      { unit: '二村', indicator: 'FLOW', value: 9000 },
    ])
    const [byPace, byValue] = [cellsByPace(figures, layout, indicatorOf('FLOW'), range)!, cellsByValue(figures, layout, indicatorOf('FLOW'), range)]
    const at = (code: string) => [...cellsForFocus(layout, layout.partOf.get(code)!, byPace, byValue).classes]
    expect(at('市')).toEqual([AHEAD, BEHIND, FIRST_FIFTH + 4])
    expect(at('东区')).toEqual([FIRST_FIFTH + 2, BEHIND, FIRST_FIFTH + 4])
    expect(at('西县')).toEqual([AHEAD, BEHIND, FIRST_FIFTH + 4])
  })

  it('by pace are not there when nobody is judged', () => {
    const { figures, layout } = city()
    expect(cellsByPace(figures, layout, indicatorOf('FLOW'), range)).toBeNull()
  })

  it('by value compare all villages, targets or not, with marks', () => {
    const { figures, layout } = city([{ unit: '二村', indicator: 'FLOW', value: 9000 }])
    const { classes, marks, fifths } = cellsByValue(figures, layout, indicatorOf('FLOW'), range)
    expect(fifths).toEqual([0, 300, 600])
    expect([...classes]).toEqual([FIRST_FIFTH + 2, FIRST_FIFTH + 3, FIRST_FIFTH + 4])
    expect([...marks]).toEqual([2, 0, 0])
  })

  it('by value show the level that has figures', () => {
    const { layout } = city()
    const figures = figuresOf({ reports: months.flatMap((month) => [report({ unit: '东区', month, cells: { MONEY: 5 } }), report({ unit: '西县', month, cells: { MONEY: 9 } })]) })
    const { classes } = cellsByValue(figures, layout, indicatorOf('MONEY'), range)
    expect(classes[0]).toBe(classes[1])
    expect(classes[2]).toBe(FIRST_FIFTH + 4)
    expect(classes[0]).toBeLessThan(classes[2]!)
  })
})
