import { MAX_FIGURE, type DecimalProblem } from '#core/number/decimal.ts'

/** What to say about text that is not a figure of an indicator with so many decimals. */
export const DECIMAL_PROBLEMS: Readonly<Record<DecimalProblem, (text: string, decimals: number) => string>> = {
  'not-a-number': (text) => (text === '' ? '数值为空：没有数的不要写这一行' : `${text} 不是数`),
  'too-many-decimals': (text, decimals) =>
    decimals === 0 ? `${text} 应为整数` : `${text} 的小数超过 ${decimals} 位`,
  'too-large': (text, decimals) => `${text} 太大：最多 ${MAX_FIGURE / 10 ** decimals}`,
}
