import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_FIGURE } from './decimal.ts'
import { readTyped, type FigureUnit } from './typed-figure.ts'

const PEOPLE: FigureUnit = { unit: '人', decimals: 0 }
const LOANS: FigureUnit = { unit: '万元', decimals: 2 }
const PERCENT: FigureUnit = { unit: '%', decimals: 2 }
const MONEY: FigureUnit = { unit: '元', decimals: 2 }
const HUGE: FigureUnit = { unit: '亿元', decimals: 2 }

describe('readTyped', () => {
  it.each([
    ['0', PEOPLE, 0], ['007', PEOPLE, 7], ['1,234', PEOPLE, 1234], ['1，234，567', PEOPLE, 1234567], ['１２３', PEOPLE, 123],
    ['1 234', PEOPLE, 1234], ['1\u00a0234\u00a0567', PEOPLE, 1234567], [' \u300012\t', PEOPLE, 12], ['\ufeff12\u200b', PEOPLE, 12],
    ['1.2万', PEOPLE, 12000], ['１．２ 万', PEOPLE, 12000], ['1.2万人', PEOPLE, 12000], ['0.0001亿', PEOPLE, 10000], ['1,234人', PEOPLE, 1234], ['1234 人', PEOPLE, 1234],
    ['+5', PEOPLE, 5], ['＋5', PEOPLE, 5], ['-5', PEOPLE, -5], ['－5', PEOPLE, -5], ['−5', PEOPLE, -5], ['(5)', PEOPLE, -5], ['（1,234）', PEOPLE, -1234], ['- 5', PEOPLE, -5],
    ['5.00', PEOPLE, 5], ['.5', LOANS, 50], ['8000', LOANS, 800000], ['8,000.5万元', LOANS, 800050], ['0.8亿元', LOANS, 800000], ['80000000元', LOANS, 800000],
    ['1.2万元', MONEY, 1200000], ['1.2万', MONEY, 1200000], ['3000万元', HUGE, 30], ['1万亿元', HUGE, 1000000],
    ['2.86', PERCENT, 286], ['2.86%', PERCENT, 286], ['2.86 ％', PERCENT, 286], ['-0', PEOPLE, 0],
  ])('%j is a figure', (text, as, figure) => {
    expect(readTyped(text, as)).toEqual({ kind: 'figure', figure })
  })

  it.each(['', ' ', '\u3000', '\u00a0', '\u200b', '\t\r\n'])('%j is blank', (text) => {
    expect(readTyped(text, PEOPLE)).toEqual({ kind: 'blank' })
  })

  it.each(['未取得', ' 未取得 ', '—', '——'])('%j is not obtained', (text) => {
    expect(readTyped(text, PEOPLE)).toEqual({ kind: 'not-obtained' })
  })

  it.each([
    ['-', PEOPLE, 'lone-dash'], ['－', PEOPLE, 'lone-dash'],
    ['1,23', PEOPLE, 'odd-grouping'], ['1,2345', PEOPLE, 'odd-grouping'], ['12 34', PEOPLE, 'odd-grouping'], ['0,123', PEOPLE, 'odd-grouping'], ['1,234 567', PEOPLE, 'odd-grouping'], [',1', PEOPLE, 'odd-grouping'],
    ['1.5', PEOPLE, 'too-many-decimals'], ['1.23456万', PEOPLE, 'too-many-decimals'], ['1元', LOANS, 'too-many-decimals'],
    ['1.2万', LOANS, 'ambiguous-scale'], ['3亿', HUGE, 'ambiguous-scale'],
    ['12%', PEOPLE, 'wrong-unit'], ['12人次', PEOPLE, 'wrong-unit'], ['12户', PEOPLE, 'wrong-unit'], ['1万%', PERCENT, 'wrong-unit'], ['3万', PERCENT, 'wrong-unit'], ['2‰', PERCENT, 'wrong-unit'], ['5$', PEOPLE, 'wrong-unit'],
    ['1.2E+05', PEOPLE, 'exponent'], ['1e5', PEOPLE, 'exponent'],
    ['#N/A', PEOPLE, 'spreadsheet-error'], ['####', PEOPLE, 'spreadsheet-error'],
    ['无', PEOPLE, 'not-a-number'], ['约500', PEOPLE, 'not-a-number'], ['=1+1', PEOPLE, 'not-a-number'], ['--1', PEOPLE, 'not-a-number'], ['1-2', PEOPLE, 'not-a-number'], ['1.234,5', PEOPLE, 'not-a-number'],
    ['2023/6/1', PEOPLE, 'not-a-number'], ['(-5)', PEOPLE, 'not-a-number'], ['()', PEOPLE, 'not-a-number'], ['5.', PEOPLE, 'not-a-number'], ['.', PEOPLE, 'not-a-number'], ['¥5', PEOPLE, 'not-a-number'], ['1亿2000万', PEOPLE, 'not-a-number'], ['②', PEOPLE, 'not-a-number'], ['5²', PEOPLE, 'wrong-unit'],
    ['99999999999999999999', PEOPLE, 'too-large'], ['9999999万亿', PEOPLE, 'too-large'],
  ])('%j is refused', (text, as, problem) => {
    expect(readTyped(text, as)).toEqual({ kind: 'bad', problem })
  })

  /** Styles in which people write one and the same number. The truth is the BigInt that they were written from. */
  const style = fc.record({
    separator: fc.constantFrom('', ',', '，', ' ', '\u00a0'),
    wide: fc.boolean(),
    negative: fc.constantFrom('-', '－', '−', '()', '（）'),
    plus: fc.constantFrom('', '+', '＋'),
    around: fc.constantFrom('', ' ', '\u3000', '\t', '\ufeff'),
    zeros: fc.nat(3),
  })
  const base = fc.constantFrom('人', '元', '个次')
  const scale = fc.constantFrom(['', 0] as const, ['万', 4] as const, ['亿', 8] as const)

  it('reads exactly what was written, in every style', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(4), base, scale, scale, style, fc.boolean(), (figure, decimals, unit, ours, theirs, how, isNamed) => {
        // `figure` smallest units of `10^-decimals ours+unit`, written in `theirs+unit`: the point moves by both.
        const places = decimals + theirs[1] - ours[1]
        const text = write(figure, places, how, theirs[1] === ours[1] && !isNamed ? '' : theirs[0] + unit)
        expect(readTyped(text, { unit: ours[0] + unit, decimals })).toEqual({ kind: 'figure', figure: Number(figure) })
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses one digit more than the unit has', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.nat(4), fc.integer({ min: 1, max: 9 }), (figure, decimals, digit) => {
        const text = write(figure * 10n + BigInt(digit), decimals + 1, PLAIN)
        expect(readTyped(text, { unit: '人', decimals })).toEqual({ kind: 'bad', problem: 'too-many-decimals' })
      }),
    )
  })

  it('makes a safe figure, or none, of any text', () => {
    const piece = fc.constantFrom('1', '23', '456', ',', '.', '-', '+', '(', ')', '万', '亿', '人', '%', ' ', 'E', '０', '，', '—', '#', 'x')
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''))), (text) => {
        const read = readTyped(text, PEOPLE)
        if (read.kind !== 'figure') return
        expect(Number.isInteger(read.figure) && Math.abs(read.figure) <= MAX_FIGURE && !Object.is(read.figure, -0)).toBe(true)
        expect(text).toMatch(/[\d０-９]/)
      }),
      { numRuns: 5000 },
    )
  })
})

const PLAIN = { separator: '', wide: false, negative: '-', plus: '', around: '', zeros: 0 }

/** `figure × 10^-places` as decimal text. */
function write(figure: bigint, places: number, how: typeof PLAIN, unit = ''): string {
  const size = (figure < 0n ? -figure : figure) * 10n ** BigInt(Math.max(0, -places))
  const digits = size.toString().padStart(places + 1, '0')
  const cut = digits.length - Math.max(0, places)
  const whole = digits.slice(0, cut).replace(/\B(?=(\d{3})+$)/g, how.separator)
  const fraction = digits.slice(cut) + '0'.repeat(how.zeros)
  const amount = (fraction === '' ? whole : `${whole}.${fraction}`) + unit
  const signed = figure >= 0n ? how.plus + amount : how.negative.length === 2 ? how.negative[0] + amount + how.negative[1] : how.negative + amount
  const shown = how.wide ? signed.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)) : signed
  return how.around + shown + how.around
}
