import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellOf, figureOf, isConflict, keepMine, openDraft, readCell, renewed, saved, serverText, takeTheirs, toSend, type, type DraftColumn, type DraftRow, type ServerRow } from './sheet-draft.ts'

const columns: DraftColumn[] = [{ code: 'E01', unit: '人', decimals: 0 }, { code: 'L01', unit: '万元', decimals: 2 }, { code: 'E04', unit: '人', decimals: 0 }]
const cell = (value: number | null, notObtained: string | null = null) => ({ due: true, value, notObtained })

function server(cells: ServerRow['cells'], version = 1): ServerRow {
  return {
    unit: 'u', parent: 'p', state: 'draft', version, source: 'system', filledBy: 'u', late: false, updatedAt: null, due: '', overdue: false,
    may: ['save', 'submit'], cells, lines: [], notes: [], history: [], grossBefore: [],
  }
}
const line = (...values: (number | null)[]): DraftRow => openDraft(server([...values.map((value) => cell(value)), null]))
const shown = (row: DraftRow, column: number) => cellOf(row, column, columns[column]!, false)

describe('what is typed', () => {
  it('stands over what the server has until it is saved', () => {
    const typed = type(line(5, null), 0, '1,234', columns[0]!)
    expect([shown(typed, 0).text, figureOf(typed, 0, columns[0]!), shown(typed, 1).text]).toEqual(['1,234', 1234, ''])
    const sent = toSend(typed, columns)!
    expect(sent.body.cells).toEqual([{ indicator: 'E01', value: 1234, notObtained: null }])
    const after = saved(typed, sent, { version: 2, state: 'draft' }, columns)
    expect([after.typed.size, after.server.version, serverText(after.server, 0, columns[0]!)]).toEqual([0, 2, '1,234'])
  })

  it('is no draft when it says the same', () => {
    expect(type(line(1234, null), 0, '1234人', columns[0]!).typed.size).toBe(0)
    expect(type(type(line(5, null), 0, '6', columns[0]!), 0, '5', columns[0]!).typed.size).toBe(0)
    expect(type(line(0, null), 0, '', columns[0]!).typed.size).toBe(1)
  })

  it('may be a zero, a gap with its reason, or nothing', () => {
    const kinds = ['0', '', '未取得：台账未到位', '未取得', '-3', 'x'].map((text) => readCell(text, columns[0]!))
    expect(kinds).toEqual([
      { kind: 'figure', figure: 0 }, { kind: 'blank' }, { kind: 'not-obtained', reason: '台账未到位' },
      { kind: 'bad', problem: 'no-reason' }, { kind: 'bad', problem: 'negative' }, { kind: 'bad', problem: 'not-a-number' },
    ])
    const gap = type(line(5, null), 0, '未取得，下月补', columns[0]!)
    expect(toSend(gap, columns)!.body.cells).toEqual([{ indicator: 'E01', value: null, notObtained: '下月补' }])
  })

  it('stays visible and is not sent when it is no figure', () => {
    const typed = type(type(line(5, 1.5), 0, '十二', columns[0]!), 1, '2.25', columns[1]!)
    expect(shown(typed, 0)).toMatchObject({ text: '十二', kind: 'bad', mark: 'error' })
    const sent = toSend(typed, columns)!
    expect(sent.body.cells.map(({ value }) => value)).toEqual([5, 2.25])
    expect([...saved(typed, sent, { version: 2, state: 'draft' }, columns).typed.keys()]).toEqual([0])
  })

  it('while it is being saved stays typed', () => {
    const typed = type(line(5, null), 0, '6', columns[0]!)
    const sent = toSend(typed, columns)!
    const after = saved(type(typed, 0, '7', columns[0]!), sent, { version: 2, state: 'draft' }, columns)
    expect([after.typed.get(0), isConflict(after, 0, columns[0]!)]).toEqual([{ text: '7', over: '6' }, false])
  })
})

describe('what somebody else saved meanwhile', () => {
  const mine = type(type(line(5, 1), 0, '6', columns[0]!), 1, '2', columns[1]!)
  const theirs = renewed(mine, server([cell(9), cell(1), null], 2), columns)

  it('is a conflict where both changed, and none where only one did', () => {
    expect([isConflict(theirs, 0, columns[0]!), isConflict(theirs, 1, columns[1]!)]).toEqual([true, false])
    expect(shown(theirs, 0)).toMatchObject({ text: '6', mark: 'conflict' })
    expect(toSend(theirs, columns)!.body.cells.map(({ value }) => value)).toEqual([9, 2])
  })

  it('waits for a choice', () => {
    const kept = keepMine(theirs, 0, columns[0]!)
    expect([isConflict(kept, 0, columns[0]!), toSend(kept, columns)!.body.cells[0]!.value]).toEqual([false, 6])
    expect([takeTheirs(theirs, 0).typed.has(0), shown(takeTheirs(theirs, 0), 0).text]).toEqual([false, '9'])
    // Both wrote the same: nothing to choose.
    expect(renewed(mine, server([cell(6), cell(1), null], 2), columns).typed.has(0)).toBe(false)
  })
})

it('nothing typed is lost, and nothing of others is overwritten unseen, in whatever order things happen', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('type' as const), column: fc.nat(1), text: fc.constantFrom('1', '2', '3', '', 'x') }),
    fc.constant({ do: 'send' as const }), fc.constant({ do: 'arrive' as const }),
    fc.record({ do: fc.constant('other' as const), column: fc.nat(1), value: fc.nat(3) }),
    fc.constant({ do: 'renew' as const }),
  )
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    // The server: values, who wrote each last, and a version.
    let version = 1
    const values: (number | null)[] = [5, 5]
    const mineIs: (string | null)[] = [null, null]
    const othersUnseen = [false, false]
    let row = openDraft(server([cell(5), cell(5), null]))
    let sent: { what: NonNullable<ReturnType<typeof toSend>>; on: number } | null = null
    for (const each of steps) {
      if (each.do === 'type') {
        row = type(row, each.column, each.text, columns[each.column]!)
        mineIs[each.column] = each.text
      } else if (each.do === 'send') {
        const what: ReturnType<typeof toSend> = sent === null ? toSend(row, columns) : null
        if (what !== null) sent = { what, on: row.server.version }
      } else if (each.do === 'arrive' && sent !== null) {
        if (sent.on === version) {
          version++
          sent.what.cells.forEach((now, k) => {
            if (now === null) return
            // Only what was typed, over what was seen, may differ from what stood there.
            if (now.value !== values[k]) expect([sent!.what.typed.has(k), othersUnseen[k]]).toEqual([true, false])
            values[k] = now.value
          })
          row = saved(row, sent.what, { version, state: 'draft' }, columns)
        } else row = renewed(row, server([...values.map((value) => cell(value)), null], version), columns)
        othersUnseen.fill(false)
        sent = null
      } else if (each.do === 'other') {
        version++
        values[each.column] = each.value
        othersUnseen[each.column] = true
      } else if (each.do === 'renew' && sent === null) {
        row = renewed(row, server([...values.map((value) => cell(value)), null], version), columns)
        othersUnseen.fill(false)
      }
      // What I typed last is in the cell, or on the server, or was overwritten there by somebody after it had been saved.
      for (const k of [0, 1]) {
        const typed = row.typed.get(k)
        if (typed !== undefined) expect(typed.text).toBe(mineIs[k])
      }
    }
  }), { seed: 11, numRuns: 500 })
})
