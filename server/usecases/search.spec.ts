import { beforeAll, describe, expect, it } from 'vitest'
import type { Unit, UnitCode } from '#core/unit/unit.ts'
import type { SearchReply } from '#contract/units.ts'
import { initialsOf } from '../store/pinyin-initials.ts'
import { openWasmStore } from '../store/wasm-sqlite.ts'
import { ReadModel } from './read-model.ts'
import { search } from './search.ts'
import { View } from './view.ts'

function unit(code: string, name: string, order: number, parent: string | null = '10'): Unit {
  return {
    code: code as UnitCode, name, shortName: name.replace(/居委会$/, ''), level: parent === null ? 1 : 2, kind: '', order, opened: null, closed: null,
    parents: [{ from: null, parent: parent as UnitCode | null }],
  }
}

const UNITS = [
  unit('10', '株洲市', 1, null),
  unit('1010', '文化路社区居委会', 5),
  unit('1020', '新文化路社区居委会', 3),
  unit('1030', '文化社区居委会', 4),
  unit('1040', '文化路', 6),
  ...Array.from({ length: 30 }, (_, k) => unit(`2${k + 10}`, `桂花${k}村`, 10 + k)),
]

let view: View
beforeAll(async () => {
  const store = await openWasmStore({ initialsOf })
  await store.replaceAll({ units: UNITS, indicators: [], forms: [], targets: [], editions: [], reports: [], reportCount: 0 })
  const model = new ReadModel(store, { now: () => '2023-07-03T10:00:00+08:00' })
  const posts = [{ unit: '10' as UnitCode, role: 'leader' as const, from: null, until: null }]
  view = new View(model, await model.master(), { account: 'leader', displayName: '', posts, mustChangePassword: false, session: '' })
})

const ask = async (q: string) => (await search(view, { q }).make()) as SearchReply
const found = async (q: string) => (await ask(q)).results.map(({ name }) => name)

describe('search', () => {
  it('puts the very name first, then what begins so, then what holds it; official order among equals', async () => {
    expect(await found('文化路')).toEqual(['文化路', '文化路社区居委会', '新文化路社区居委会'])
    expect(await found('文化')).toEqual(['文化社区居委会', '文化路社区居委会', '文化路', '新文化路社区居委会'])
    expect(await found('文化社区')).toEqual(['文化社区居委会'])
  })

  it('knows pinyin initials, from the beginning or inside, in either case', async () => {
    expect(await found('whl')).toEqual(['文化路社区居委会', '文化路', '新文化路社区居委会'])
    expect(await found(' WHL ')).toEqual(await found('whl'))
  })

  it('knows the beginning of a code, and a whole one before others', async () => {
    expect(await found('10')).toEqual(['株洲市', '新文化路社区居委会', '文化社区居委会', '文化路社区居委会', '文化路', '桂花10村'])
    expect(await found('030')).toEqual([])
  })

  it('shows twenty and says how many there are', async () => {
    const { total, results } = await ask('桂花')
    expect([total, results.length, results[0]!.name, results[0]!.path]).toEqual([30, 20, '桂花0村', ['株洲市']])
  })

  it('takes signs of patterns for what they are', async () => {
    expect([await found('%'), await found('.*'), await found('_')]).toEqual([[], [], []])
  })
})
