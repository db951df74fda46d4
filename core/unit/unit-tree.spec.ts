import { describe, expect, it } from 'vitest'
import { addMonths, monthOf, type Month } from '../period/month.ts'
import { buildUnitTree, childrenOf, pathOf, subtreeOf, type UnitTreeError } from './unit-tree.ts'
import type { Unit, UnitCode } from './unit.ts'

const code = (text: string) => text as UnitCode
const may = monthOf(2022, 5)

function unit(name: string, parent: string | null, order: number, more: Partial<Unit> = {}): Unit {
  return {
    code: code(name), name, shortName: name, level: 1, kind: '', order, opened: null, closed: null,
    parents: [{ from: null, parent: parent === null ? null : code(parent) }], ...more,
  }
}

function codesOf(units: readonly Unit[], numbers: Iterable<number>): string {
  return Array.from(numbers, (number) => units[number]!.code).join(' ')
}

function children(units: Unit[], of: string, month: Month): string {
  const tree = buildUnitTree(units)
  return codesOf(tree.units, childrenOf(tree.epochAt(month), tree.indexOf(code(of))!))
}

describe('the unit tree', () => {
  const city = [unit('city', null, 0), unit('b', 'city', 2), unit('a', 'city', 1), unit('a1', 'a', 1), unit('b1', 'b', 1)]

  it('is numbered in official preorder, whatever order the units came in', () => {
    const tree = buildUnitTree(city)
    expect(codesOf(tree.units, tree.units.keys())).toBe('city a a1 b b1')
    expect(codesOf(tree.units, subtreeOf(tree.epochAt(may), tree.indexOf(code('b'))!))).toBe('b b1')
    expect(codesOf(tree.units, pathOf(tree.epochAt(may), tree.indexOf(code('a1'))!))).toBe('city a a1')
  })

  it('follows a move from its month on', () => {
    const moving = unit('a1', 'a', 0, { parents: [{ from: null, parent: code('a') }, { from: may, parent: code('b') }] })
    const units = [...city.filter((u) => u.code !== 'a1'), moving]
    expect(children(units, 'a', addMonths(may, -1))).toBe('a1')
    expect(children(units, 'a', may)).toBe('')
    expect(children(units, 'b', may)).toBe('a1 b1')
  })

  it('holds a unit from its opening month up to the month before its closing', () => {
    const units = [...city, unit('a2', 'a', 2, { opened: may, closed: addMonths(may, 2) })]
    const seen = [-1, 0, 1, 2].map((n) => children(units, 'a', addMonths(may, n)))
    expect(seen).toEqual(['a1', 'a1 a2', 'a1 a2', 'a1'])
  })

  it('splits a range at every change and nowhere else', () => {
    const tree = buildUnitTree([...city, unit('a2', 'a', 2, { opened: may })])
    const epochs = tree.epochs({ from: monthOf(2022, 1), to: monthOf(2022, 12) })
    expect(epochs.map(({ from, to }) => [from, to])).toEqual([
      [monthOf(2022, 1), addMonths(may, -1)],
      [may, monthOf(2022, 12)],
    ])
  })

  it.each([
    ['second-root', [unit('x', null, 0)]],
    ['unknown-parent', [unit('x', 'nobody', 0)]],
    ['duplicate-code', [unit('a', 'city', 0)]],
    ['cycle', [unit('x', 'y', 0), unit('y', 'x', 0)]],
    ['cycle', [unit('x', 'city', 0, { parents: [{ from: null, parent: code('city') }, { from: may, parent: code('x') }] })]],
  ] as const)('refuses %s', (problem, more) => {
    expect(() => buildUnitTree([...city, ...more])).toThrow(expect.objectContaining({ problem }) as UnitTreeError)
  })

  it('does not mind how deep it is', () => {
    const deep = Array.from({ length: 20_000 }, (_, i) => unit(`u${i}`, i === 0 ? null : `u${i - 1}`, 0))
    const tree = buildUnitTree(deep)
    expect(subtreeOf(tree.epochAt(may), tree.root)).toHaveLength(20_000)
  })
})
