/**
 * What people type or paste into a figure's cell → an exact figure in the indicator's smallest unit, or what is wrong
 * with it. Never a guess: what can be read two ways is refused and says so.
 */
import { parseDecimal, type DecimalProblem } from './decimal.ts'

export type TypedProblem =
  | DecimalProblem
  /** Separators that do not stand every three digits: `1,23` could be a decimal comma, `1,2345` a slip. */
  | 'odd-grouping'
  /** `1.2万` where the unit is itself 万元. */
  | 'ambiguous-scale'
  /** A unit, or a percent sign, that is not the indicator's. */
  | 'wrong-unit'
  /** `-` alone: a spreadsheet's accounting format shows zero so, a yearbook what it does not have. */
  | 'lone-dash'
  /** `1.2E+05`: a spreadsheet's shortened number, whose digits are lost. */
  | 'exponent'
  /** `#N/A`, `#REF!`, `#####`. */
  | 'spreadsheet-error'

export type TypedFigure =
  | { readonly kind: 'blank' }
  | { readonly kind: 'figure'; readonly figure: number }
  | { readonly kind: 'not-obtained' }
  | { readonly kind: 'bad'; readonly problem: TypedProblem }

/** How an indicator counts. */
export interface FigureUnit {
  /** 人, 万元, % … */
  readonly unit: string
  readonly decimals: number
}

const NOT_OBTAINED: ReadonlySet<string> = new Set(['未取得', '—', '——'])
/** Powers of ten. */
const SCALES: Readonly<Record<string, number>> = { '': 0, 万: 4, 亿: 8, 万亿: 12 }
const SCALE = /^(万亿|万|亿)/
const AMOUNT = /^([+-]?) ?([\d, ]*\d|)(?:\.(\d+))? ?(.*)$/
const GROUPED = /^[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)$/

export function readTyped(typed: string, as: FigureUnit): TypedFigure {
  const text = plain(typed)
  if (text === '') return { kind: 'blank' }
  if (NOT_OBTAINED.has(text)) return { kind: 'not-obtained' }
  const figure = readFigure(text, as)
  return typeof figure === 'number' ? { kind: 'figure', figure } : { kind: 'bad', problem: figure }
}

function readFigure(text: string, as: FigureUnit): number | TypedProblem {
  if (text === '-') return 'lone-dash'
  if (text.startsWith('#')) return 'spreadsheet-error'
  const inside = /^\((.*)\)$/.exec(text)?.[1]?.trim()
  const match = AMOUNT.exec(inside ?? text)
  if (match === null) return 'not-a-number'
  const [, sign = '', written = '', fraction = '', suffix = ''] = match
  if ((written === '' && fraction === '') || (inside !== undefined && sign !== '')) return 'not-a-number'
  if (/^[eE][+-]?\d+$/.test(suffix)) return 'exponent'
  if (/[\d.,()'"]/.test(suffix)) return 'not-a-number'
  if (!/^\d*$/.test(written) && !GROUPED.test(written)) return 'odd-grouping'
  const shift = scaleOf(suffix, as.unit)
  if (typeof shift !== 'number') return shift
  const isNegative = inside !== undefined || sign === '-'
  return parseDecimal((isNegative ? '-' : '') + shifted(written.replace(/\D/g, '') || '0', fraction, shift), as.decimals)
}

/** Full-width forms, as Chinese input writes them, and the many blanks and minus signs, in their plain form. */
function plain(typed: string): string {
  return typed
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u200b\u200e\u200f\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\u2212/g, '-')
    .trim()
}

/** The power of ten between what was written and the indicator's unit. */
function scaleOf(suffix: string, unit: string): number | 'wrong-unit' | 'ambiguous-scale' {
  if (suffix === '' || suffix === unit) return 0
  const [unitScale, base] = splitScale(unit)
  const [scale, named] = splitScale(suffix)
  if (base === '%' || base === '‰') return 'wrong-unit'
  if (named === base) return SCALES[scale]! - SCALES[unitScale]!
  if (named !== '') return 'wrong-unit'
  return unitScale === '' ? SCALES[scale]! : 'ambiguous-scale'
}

/** 万元 → 万 and 元. */
function splitScale(unit: string): readonly [scale: string, base: string] {
  const scale = SCALE.exec(unit)?.[0] ?? ''
  return [scale, unit.slice(scale.length).trimStart()]
}

/** Moves the decimal point as text: exact, however long. */
function shifted(whole: string, fraction: string, by: number): string {
  const digits = whole + fraction
  const point = whole.length + by
  const [before, after] = point <= 0
    ? ['0', '0'.repeat(-point) + digits]
    : [digits.slice(0, point).padEnd(point, '0'), digits.slice(point)]
  return after === '' ? before : `${before}.${after}`
}
