import { describe, expect, it } from 'vitest'
import { addMonths, monthOf } from '../period/month.ts'
import type { UnitCode } from './unit.ts'
import { parentsWith } from './unit-rules.ts'

const [a, b, c] = ['a', 'b', 'c'] as UnitCode[] as [UnitCode, UnitCode, UnitCode]
const may = monthOf(2023, 5)
const moved = [{ from: null, parent: a }, { from: may, parent: b }]

describe('a new parent', () => {
  it('holds from its month on', () => expect(parentsWith(moved, addMonths(may, 1), c)).toEqual([...moved, { from: may + 1, parent: c }]))
  it('takes the place of one that holds from the same month', () => expect(parentsWith(moved, may, c)).toEqual([moved[0], { from: may, parent: c }]))
  it('takes the place of one that was to hold later', () => expect(parentsWith(moved, addMonths(may, -1), c)).toEqual([moved[0], { from: may - 1, parent: c }]))
  it('takes back a planned move', () => expect(parentsWith(moved, addMonths(may, -1), a)).toEqual([moved[0]]))
  it('that holds already changes nothing', () => expect(parentsWith(moved, addMonths(may, 3), b)).toEqual(moved))
  it('holds since ever', () => expect(parentsWith(moved, null, c)).toEqual([{ from: null, parent: c }]))
})
