import { describe, expect, it } from 'vitest'
import { readTyped, type FigureUnit } from '#core/number/typed-figure.ts'
import { cellProblemText } from './cell-problem-text.ts'

const said = (text: string, as: FigureUnit) => {
  const read = readTyped(text, as)
  return read.kind === 'bad' ? cellProblemText(read.problem, as) : read.kind
}

describe('what is wrong with a typed figure', () => {
  it('is said with the unit and what to type instead', () => {
    expect(said('1.5', { unit: '人', decimals: 0 })).toBe('按“人”填整数，不能有小数')
    expect(said('1.555', { unit: '万元', decimals: 2 })).toBe('按“万元”最多填2位小数')
    expect(said('1.2万', { unit: '万元', decimals: 2 })).toBe('单位已是“万元”，看不出是否还要乘以万或亿，请按“万元”只填数字，或把单位写全')
    expect(said('-', { unit: '人', decimals: 0 })).toBe('“-”可能是 0，也可能是没有取得：请填 0 或“未取得：原因”')
  })
})
