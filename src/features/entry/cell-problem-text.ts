import type { FigureUnit, TypedProblem } from '#core/number/typed-figure.ts'

/** What keeps a cell's text from being saved: what is no figure, a 未取得 without its reason, a count below zero. */
export type CellProblem = TypedProblem | 'no-reason' | 'negative'

/** What is wrong with it, and what to type instead. */
export function cellProblemText(problem: CellProblem, { unit, decimals }: FigureUnit): string {
  switch (problem) {
    case 'not-a-number': return '不是数字，请只填数字；没有取得的填“未取得：原因”'
    case 'too-many-decimals': return decimals === 0 ? `按“${unit}”填整数，不能有小数` : `按“${unit}”最多填${decimals}位小数`
    case 'too-large': return '数太大，请核对位数和单位'
    case 'odd-grouping': return '千分位不对，请去掉逗号和空格，只填数字'
    case 'ambiguous-scale': return `单位已是“${unit}”，看不出是否还要乘以万或亿，请按“${unit}”只填数字，或把单位写全`
    case 'wrong-unit': return `单位不符，这一项按“${unit}”填，请只填数字`
    case 'lone-dash': return '“-”可能是 0，也可能是没有取得：请填 0 或“未取得：原因”'
    case 'exponent': return '表格软件把数字缩写了，位数已丢失，请把单元格改成数值格式后重新复制'
    case 'spreadsheet-error': return '这是表格软件的出错标记，请回原表改正后重新复制'
    case 'no-reason': return '请写明原因，如“未取得：台账未到位”'
    case 'negative': return '不能是负数；冲减请用“更正”等调整行'
  }
}
