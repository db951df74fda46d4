import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rearmed, toCsv } from '#src/ui/csv.ts'
import { parseTabbed, readClipboard } from './clipboard-block.ts'

describe('parseTabbed', () => {
  it.each<[string, string, string[][]]>([
    ['Excel on Windows', '1\t2\r\n3\t4\r\n', [['1', '2'], ['3', '4']]],
    ['one cell', '5', [['5']]],
    ['one blank cell', '\r\n', [['']]],
    ['blank last row and column', 'a\t\r\n\t\r\n', [['a', ''], ['', '']]],
    ['LF, CR', '1\n2\r3', [['1'], ['2'], ['3']]],
    ['line break and tab inside a cell', '"a\nb"\t"c\td"\r\n', [['a\nb', 'c\td']]],
    ['doubled quotes', '"say ""hi""\nyou"\t1', [['say "hi"\nyou', '1']]],
    ['quotes that enclose no cell', '5" pipe\t"x" y\t"', [['5" pipe', '"x" y', '"']]],
    ['ragged rows', '1\n2\t3', [['1', ''], ['2', '3']]],
    ['disarmed by our own copy', "'=1+1\t'-\t'x\t'－5", [['=1+1', '-', "'x", '－5']]],
  ])('%s', (_, text, cells) => {
    expect(parseTabbed(text)).toEqual(cells)
  })

  it('reads back whatever we copy', () => {
    const text = fc.oneof(fc.string(), fc.array(fc.constantFrom('"', '\t', '\n', '\r\n', '=', '-', '未', '1'), { maxLength: 6 }).map((parts) => parts.join('')))
      // An apostrophe of one's own before a formula is not to be told from ours.
      .filter((cell) => rearmed(cell) === cell)
    const block = fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }))
    fc.assert(fc.property(block, (cells) => {
      expect(parseTabbed(`${toCsv(cells, '\t')}\r\n`)).toEqual(cells)
    }), { numRuns: 1000 })
  })

  it('takes hostile text in its stride', () => {
    const rows = parseTabbed('"'.repeat(200_000))
    expect(rows.flat().join('').length).toBeGreaterThan(0)
    expect(parseTabbed('"a\t'.repeat(50_000))).toHaveLength(1)
  })
})

describe('merged cells', () => {
  const EXCEL = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><!--StartFragment--><table border=0>
    <col width=64 span=3><tr height=19><td rowspan=2 height=38 class=xl65>王十万村</td><td colspan="2" x:num>10</td></tr>
    <tr><td>1</td><td>2</td></tr></table><!--EndFragment--></body></html>`

  it('are found in the markup of Excel', () => {
    expect(readClipboard('王十万村\t10\t\r\n\t1\t2\r\n', EXCEL)).toEqual({
      cells: [['王十万村', '10', ''], ['', '1', '2']],
      merged: [{ top: 0, left: 0, bottom: 1, right: 0 }, { top: 0, left: 1, bottom: 0, right: 2 }],
    })
  })

  it('are not guessed where markup and text differ, or there is none', () => {
    expect([readClipboard('1\t2', EXCEL).merged, readClipboard('1\t2', '').merged, readClipboard('1', '<b>1</b>').merged]).toEqual([[], [], []])
  })

  it('cannot be claimed without bounds', () => {
    expect(readClipboard('1', '<table><tr><td colspan=999999999 rowspan=99999999>1</td></tr></table>').merged).toEqual([])
  })
})
