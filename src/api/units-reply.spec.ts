import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { buildUnitTree, childrenOf } from '#core/unit/unit-tree.ts'
import { unitsFromReply } from './units-reply.ts'

const reply = {
  codes: ['C', 'A', 'S', 'B'], names: ['市', '甲区', '街道', '乙区'], shortNames: ['市', '甲区', '街道', '乙区'],
  levels: [1, 2, 3, 2], kindNames: ['地级市', '市辖区', '街道'], kinds: [0, 1, 2, 1], parents: [-1, 0, 1, 0],
  opened: [{ unit: 3, month: '2022-03' }], closed: [], moves: [{ unit: 2, from: '2022-05', parent: 3 }],
}

describe('units from their columns', () => {
  it('build the tree of every month, with openings and moves', () => {
    const tree = buildUnitTree(unitsFromReply(reply))
    const childrenAt = (code: string, month: number) =>
      childrenOf(tree.epochAt(monthOf(2022, month)), tree.units.findIndex((unit) => unit.code === code)).map((n) => tree.units[n]!.code)
    expect([childrenAt('C', 2), childrenAt('C', 3)]).toEqual([['A'], ['A', 'B']])
    expect([childrenAt('A', 4), childrenAt('B', 4)]).toEqual([['S'], []])
    expect([childrenAt('A', 5), childrenAt('B', 5)]).toEqual([[], ['S']])
    expect(tree.units.find((unit) => unit.code === 'B')).toMatchObject({ kind: '市辖区', level: 2, opened: monthOf(2022, 3) })
  })
})
