import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { toCsv } from './csv.ts'

/** What Excel, WPS or LibreOffice may take for a formula at the start of a cell. */
const STARTS = ['=', '+', '-', '@', '＝', '＋', '－', '＠']
const BEFORE = ['', ' ', '\t', '\r', '\n', '\u3000', '\u00a0', '\ufeff', '\u200b', '\u0000']
const BODIES = ['1+1', 'SUM(A1:A9)', "cmd|' /C calc'!A0", 'HYPERLINK("http://x","看")', '石峰区', '']

function cellsOf(csv: string, delimiter: string): string[] {
  return Papa.parse<string[]>(csv, { delimiter, newline: '\r\n' }).data.flat()
}

describe('CSV', () => {
  it('quotes what needs it and ends lines as RFC 4180 says', () => {
    expect(toCsv([['单位', '合计'], ['a,b', '1'], ['say "x"', '2\n3']])).toBe('单位,合计\r\n"a,b",1\r\n"say ""x""","2\n3"')
  })

  it('separates by tabs for pasting', () => {
    expect(toCsv([['a', '1,2']], '\t')).toBe('a\t1,2')
  })

  it.each([',', '\t'] as const)('turns what could be a formula into text (separator %j)', (delimiter) => {
    const hostile = STARTS.flatMap((start) => BEFORE.flatMap((before) => BODIES.map((body) => `${before}${start}${body}`)))
    const blanks = ['\tx', '\rx', '\nx']
    const written = [...hostile, ...blanks]
    const read = cellsOf(toCsv(written.map((cell) => ['甲', cell]), delimiter), delimiter)
    expect(read.filter((_, k) => k % 2 === 1)).toEqual(written.map((cell) => `'${cell}`))
  })

  it.each([
    '0', '58300', '-80', '-0.5', '8000.00', '-8000.00', '待审', '—', '石峰区', "'=1", 'a=b', '1月', '2022-01', '',
  ])('leaves %j alone', (cell) => {
    expect(cellsOf(toCsv([[cell, '尾']]), ',')[0]).toBe(cell)
  })

  it.each(['-1+2', '-80%', '--1', '-1e5', '-', '-0x10'])('takes %j for no plain number', (cell) => {
    expect(toCsv([[cell]])).toBe(`'${cell}`)
  })
})
