import { describe, expect, it } from 'vitest'
import { toCsv } from './csv.ts'

describe('CSV', () => {
  it('quotes what needs it and ends lines as RFC 4180 says', () => {
    expect(toCsv([['单位', '合计'], ['a,b', '1'], ['say "x"', '2\n3']])).toBe('单位,合计\r\n"a,b",1\r\n"say ""x""","2\n3"')
  })

  it('disarms formulas and leaves numbers alone', () => {
    const cells = ['=1+1', '+SUM(A1)', '-2+3', '@x', '\t=1', ' =1', '-80', '-0.5', '8000.00', '待审']
    expect(cells.map((cell) => toCsv([[cell]], '\t'))).toEqual([
      "'=1+1", "'+SUM(A1)", "'-2+3", "'@x", `"'\t=1"`, "' =1", '-80', '-0.5', '8000.00', '待审',
    ])
  })

  it('separates by tabs for pasting', () => {
    expect(toCsv([['a', '1,2']], '\t')).toBe('a\t1,2')
  })
})
